/**
 * The video with captions that can be turned on and off. A track must come from the page's own origin, so the caption
 * file is fetched and handed over as a blob.
 */

import { el, setText } from "../lib/dom.js";
import { button } from "./buttons.js";

/**
 * @param {{video: import("../client/api_types.js").Video, ratio: string, title: string, language: string, captionsOn: boolean}} what
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
  const actions = el("div", { class: "actions" });
  const node = el("div", { class: "player" }, el("div", { class: "stage", data: { ratio } }, screen), actions);
  if (video.caption_urls.vtt)
    actions.append(captions({ screen, url: video.caption_urls.vtt, language, captionsOn, state }));
  node.append(state);
  const failed = "The video cannot be played. Its address may have expired: reload the page.";
  screen.addEventListener("error", () => setText(state, failed));
  return node;
}

/** The switch of the captions; its name stays, its state is told by `aria-pressed`. */
function captions({ screen, url, language, captionsOn, state }) {
  let on = captionsOn;
  const track = el("track", { kind: "captions", srclang: language, label: "Captions", default: on });
  const apply = () => (track.track.mode = on ? "showing" : "hidden");
  const switcher = button({
    label: "Show captions",
    look: "quiet toggle",
    sign: "check",
    attributes: { "aria-pressed": String(on) },
    act: () => {
      on = !on;
      apply();
      switcher.setAttribute("aria-pressed", String(on));
    },
  });
  textOf(url).then(
    (vtt) => {
      track.src = URL.createObjectURL(new Blob([vtt], { type: "text/vtt" }));
      screen.append(track);
      apply();
    },
    () => setText(state, "The captions could not be loaded. Reload the page to try again."),
  );
  return switcher;
}

async function textOf(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`captions: ${answer.status}`);
  return answer.text();
}
