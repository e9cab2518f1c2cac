/**
 * The video with captions that can be turned on and off. A track must come from the page's own origin, so the caption
 * file is fetched and handed over as a blob.
 */

import { el, say } from "../lib/dom.js";
import { button, relabel } from "./buttons.js";

/**
 * @param {{video: any, ratio: string, title: string, language: string, captionsOn: boolean}} what `video` as the API shows a cut
 */
export function player({ video, ratio, title, language, captionsOn }) {
  const screen = el("video", {
    class: "screen",
    controls: true,
    playsinline: true,
    preload: "metadata",
    src: video.video_url,
    poster: video.thumbnail_url,
    "aria-label": `Video: ${title}`,
    data: { ratio },
  });
  const state = el("p", { class: "hint", role: "status" });
  const node = el(
    "div",
    { class: "player" },
    el("div", { class: "stage", data: { ratio } }, screen),
    el("div", { class: "actions" }),
  );
  if (video.caption_urls.vtt) captions({ node, screen, video, language, captionsOn, state });
  node.append(state);
  screen.addEventListener("error", () =>
    say(state, "The video cannot be played. Its address may have expired: reload the page."),
  );
  return node;
}

function captions({ node, screen, video, language, captionsOn, state }) {
  let on = captionsOn;
  const track = el("track", { kind: "captions", srclang: language, label: "Captions", default: on });
  const apply = () => (track.track.mode = on ? "showing" : "hidden");
  const switcher = button({
    label: on ? "Captions are on" : "Captions are off",
    look: "quiet",
    attributes: { "aria-pressed": String(on) },
    act: () => {
      on = !on;
      apply();
      switcher.setAttribute("aria-pressed", String(on));
      relabel(switcher, on ? "Captions are on" : "Captions are off");
    },
  });
  node.querySelector(".actions").append(switcher);
  text(video).then(
    (vtt) => {
      track.src = URL.createObjectURL(new Blob([vtt], { type: "text/vtt" }));
      screen.append(track);
      apply();
    },
    () => say(state, "The captions could not be loaded. Reload the page to try again."),
  );
}

async function text(video) {
  const answer = await fetch(video.caption_urls.vtt);
  if (!answer.ok) throw new Error(`captions: ${answer.status}`);
  return answer.text();
}
