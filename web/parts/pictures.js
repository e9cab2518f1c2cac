/** Pictures and clips of scenes in frames that have their final size from the start, so that nothing jumps. */

import { compositeKey, forgetUrl } from "../client/refresh_urls.js";
import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { newestPicture } from "../lib/scene_media.js";

/**
 * A scene as far as it exists: its clip, else its still, else what it waits for.
 * @param {any} scene as the API shows it
 * @param {{ratio: string, waits?: string, image?: any}} options `image` shows that picture instead of the newest
 */
export function scenePicture(scene, { ratio, waits = "Not generated yet", image = null }) {
  const still = image ?? newestPicture(scene) ?? scene.images.at(-1);
  const frame = (content, look = "") => el("div", { class: `frame ${look}`, data: { ratio } }, content);
  if (scene.own_picture_url) return frame(ownPicture(scene));
  if (scene.clip_key && !image) return frame(clip(scene, still));
  if (still) return frame(picture(asInVideo(still), stillWords(scene, still)));
  return frame([icon("picture"), el("span", {}, waits)], "bare-frame");
}

/** A still of an empty place is shown with the product in it, where there is such a picture. */
function asInVideo({ key, url, composite_url: composite }) {
  return composite ? { key: compositeKey(composite), url: composite } : { key, url };
}

function stillWords(scene, still) {
  const product = still.composite_url ? ", with the product in it" : "";
  return `Scene ${scene.scene_index + 1}, image ${still.number}${product}: ${scene.visual_prompt}`;
}

/** A picture with its address; when that has expired, a word instead of a broken sign. */
export function picture(image, alt) {
  const node = el("img", { src: image.url, alt, loading: "lazy", decoding: "async" });
  node.addEventListener(
    "error",
    () => {
      forgetUrl(image.key);
      node.replaceWith(el("span", { class: "hint" }, "The picture cannot be loaded; reload the page"));
    },
    { once: true },
  );
  return node;
}

/** A still or clip of the user's own. */
function ownPicture(scene) {
  const words = `Your own picture in scene ${scene.scene_index + 1}`;
  if (!/\.mp4(\?|$)/.test(scene.own_picture_url)) return picture({ key: "", url: scene.own_picture_url }, words);
  const options = { controls: true, muted: true, loop: true, playsinline: true, preload: "metadata" };
  return el("video", { src: scene.own_picture_url, ...options, "aria-label": words });
}

function clip(scene, still) {
  return el("video", {
    src: scene.clip_url,
    poster: still?.url,
    controls: true,
    muted: true,
    loop: true,
    playsinline: true,
    preload: "metadata",
    "aria-label": `Clip of scene ${scene.scene_index + 1}: ${scene.visual_prompt}`,
  });
}
