/** Every scene of a job as a card: what is seen, what is said, and what exists of it already. */

import { el, region } from "../../lib/dom.js";
import { count, seconds } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { scenePicture } from "../../parts/pictures.js";
import { drawsStills, newestPicture } from "../../lib/pipeline.js";

export function sceneCards() {
  const list = el("ol", { class: "scenes" });
  const none = el("p", { class: "hint" }, "Scenes appear here as soon as they are planned.");
  /** @type {Map<string, ReturnType<typeof sceneCard>>} */
  const cards = new Map();
  return {
    node: el("section", { class: "stack", "aria-label": "Scenes" }, el("h2", {}, "Scenes"), none, list),
    update: (job) => {
      none.hidden = job.scenes.length > 0;
      for (const scene of job.scenes) {
        if (!cards.has(scene.id)) cards.set(scene.id, sceneCard());
        const { node, show } = cards.get(scene.id);
        show(scene, job.brief);
        if (list.children[scene.scene_index] !== node)
          list.insertBefore(node, list.children[scene.scene_index] ?? null);
      }
      while (list.children.length > job.scenes.length) list.lastChild.remove();
      for (const [id, { node }] of cards) if (!list.contains(node)) cards.delete(id);
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
      const { scene_index, visual_prompt, images, clip_key, clip_url } = scene;
      seen.show({ scene_index, visual_prompt, images, clip_key, clip_url, ratio: brief.aspect_ratio });
      words.show({ scene, made: made(brief, scene) });
    },
  };
}

function made(brief, scene) {
  return [
    ...(drawsStills(brief) ? [["Still", Boolean(newestPicture(scene))]] : []),
    ...(brief.narration.enabled ? [["Voice", scene.narrated || !scene.narration]] : []),
    ...(brief.pictures === "clips" ? [["Clip", Boolean(scene.clip_key)]] : []),
  ];
}

function wordsOf({ scene, made: pieces }) {
  const rejected = scene.images.filter((image) => image.status === "rejected").length;
  return [
    el("h3", {}, `Scene ${scene.scene_index + 1}`, el("span", { class: "hint" }, ` ${seconds(scene.duration)}`)),
    el("p", { class: "said" }, scene.narration || el("span", { class: "hint" }, "Nothing is said")),
    el("p", { class: "seen" }, scene.visual_prompt),
    scene.refusal && el("p", { class: "complaint" }, `Refused: ${scene.refusal}`),
    el(
      "ul",
      { class: "made", "aria-label": "Made so far" },
      pieces.map(([name, done]) =>
        el(
          "li",
          { class: done ? "is-made" : "" },
          done && icon("check"),
          name,
          el("span", { class: "unseen" }, done ? " is there" : " is to come"),
        ),
      ),
      rejected > 0 && el("li", {}, `${count(rejected, "picture")} turned down`),
    ),
  ];
}
