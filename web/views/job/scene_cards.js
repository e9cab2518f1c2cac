/** Every scene of a job as a card: its visual, its narration, and what exists of it already. */

import { el, region } from "../../lib/dom.js";
import { count, seconds } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { productWords, shotWords } from "../../lib/scene_labels.js";
import { drawsStill, isFilmed, newestPicture } from "../../lib/scene_media.js";
import { keyedList } from "../../parts/keyed_list.js";
import { scenePicture } from "../../parts/pictures.js";

export function sceneCards() {
  const list = el("ol", { class: "scenes" });
  const none = el("p", { class: "hint" }, "Scenes appear here as soon as they are planned.");
  const cards = keyedList(list, sceneCard);
  return {
    node: el("section", { class: "stack", "aria-label": "Scenes" }, el("h2", {}, "Scenes"), none, list),
    /** @param {import("../../client/api_types.js").Job} job */
    update: (job) => {
      none.hidden = job.scenes.length > 0;
      cards.show(job.scenes.map((scene) => [scene.id, (card) => card.show(scene, job.brief)]));
    },
  };
}

/** Picture and words apart: a clip that plays goes on when a voice is recorded. */
function sceneCard() {
  const seen = region("div", {}, ({ ratio, ...scene }) => scenePicture(scene, { ratio }));
  const words = region("div", { class: "scene-words" }, wordsOf);
  return {
    node: el("li", { class: "card scene" }, seen.node, words.node),
    show: (scene, brief) => {
      const { scene_index, visual_prompt, images, clip_key, clip_url, own_picture_url } = scene;
      const ratio = brief.aspect_ratio;
      seen.show({ scene_index, visual_prompt, images, clip_key, clip_url, own_picture_url, ratio });
      words.show({ scene, made: made(brief, scene), lang: brief.narration.language });
    },
  };
}

function made(brief, scene) {
  const own = Boolean(scene.own_picture);
  return [
    ...(own ? [["Your own picture", true]] : []),
    ...(drawsStill(brief, scene) ? [["Image", Boolean(newestPicture(scene))]] : []),
    ...(brief.narration.enabled ? [["Narration", scene.narrated || !scene.narration]] : []),
    ...(isFilmed(brief, scene) ? [["Clip", Boolean(scene.clip_key)]] : []),
  ];
}

function wordsOf({ scene, made: pieces, lang }) {
  const rejected = scene.images.filter((image) => image.status === "rejected").length;
  const done = pieces.map(([name, isMade]) =>
    el(
      "li",
      { class: isMade ? "is-made" : "" },
      isMade && icon("check"),
      name,
      el("span", { class: "unseen" }, isMade ? " is there" : " is to come"),
    ),
  );
  return [
    el("h3", {}, `Scene ${scene.scene_index + 1}`, el("span", { class: "hint" }, ` ${seconds(scene.duration)}`)),
    el(
      "p",
      { class: "said", dir: "auto", lang },
      scene.narration || el("span", { class: "hint", lang: "en" }, "No narration"),
    ),
    el("p", { class: "seen", dir: "auto" }, scene.visual_prompt),
    el("p", { class: "hint" }, shotWords(scene)),
    scene.purpose && el("p", { class: "hint", dir: "auto" }, `Purpose: ${scene.purpose}`),
    scene.product !== "none" && el("p", { class: "hint" }, productWords(scene)),
    scene.on_screen_text && el("p", { class: "hint", dir: "auto" }, `On screen: ${scene.on_screen_text}`),
    scene.refusal && el("p", { class: "complaint" }, `Refused: ${scene.refusal}`),
    scene.stale && el("p", { class: "stale" }, "Edited since the video was made"),
    el(
      "ul",
      { class: "made", "aria-label": "Made so far" },
      done,
      rejected > 0 && el("li", {}, `${count(rejected, "image")} rejected`),
    ),
  ];
}
