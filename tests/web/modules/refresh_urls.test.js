/** A job that has not changed is shown with the same addresses, however often the API signs new ones. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { withReusedUrls } from "../../../web/client/refresh_urls.js";

const signed = (path, signature) => `https://files.example/${path}?X-Amz-Expires=3600&X-Amz-Signature=${signature}`;

function job(signature, { videoKey = "final/video.mp4", asset = "ast_1" } = {}) {
  const at = (path) => signed(path, signature);
  const scene = {
    id: "s01",
    clip_key: "clips/one.mp4",
    clip_url: at("clips/one.mp4"),
    thumbnail_url: null,
    own_picture: { asset },
    own_picture_url: at(asset),
    images: [{ key: "images/one.png", url: at("images/one.png"), composite_url: at("product/one.jpg") }],
  };
  const video = {
    key: videoKey,
    video_url: at(videoKey),
    download_url: at(`${videoKey}&download`),
    thumbnail_url: at("thumbnails/job-thumbnail.jpg"),
    manifest_url: at("final/manifest-v01.json"),
    caption_urls: { srt: at("captions/video.srt"), vtt: at("captions/video.vtt") },
    expires_at: Number(signature),
  };
  const cutout = { asset: "ast_3", url: at("product/cutout.png"), photo_url: at("assets/ast_3.jpg") };
  return { scenes: [scene], cutouts: [cutout], videos: [video] };
}

test("every address of a scene and of a video stays while its file is the same", () => {
  const first = withReusedUrls(job("1"));
  assert.deepEqual(withReusedUrls(job("2")), first);
});

test("a new version and a new picture have their new addresses", () => {
  withReusedUrls(job("1"));
  const next = withReusedUrls(job("3", { videoKey: "final/video-v02.mp4", asset: "ast_2" }));
  const { thumbnail_url: thumbnail, caption_urls: captions } = next.videos[0];
  assert.match(thumbnail, /Signature=3$/); // the same name, but written anew
  assert.match(captions.vtt, /Signature=3$/);
  assert.match(next.scenes[0].own_picture_url, /Signature=3$/);
});
