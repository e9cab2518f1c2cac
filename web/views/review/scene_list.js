/** The scenes to read, change and decide about, with their lengths adding up. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { el, setText } from "../../lib/dom.js";
import { sumUp } from "../../lib/durations.js";
import { keyedList } from "../../parts/keyed_list.js";
import { sceneEditor } from "./scene_editor.js";

/** @param {import("./tab.js").ReviewContext} context */
export function scenesPart(context) {
  const total = el("p", { class: "sum", role: "status" });
  const list = el("ol", { class: "editors" });
  const heading = el("div", { class: "page-head sticky" }, el("h2", {}, "Scenes"), total);
  const node = el("section", { class: "stack", "aria-label": "Scenes", hidden: true }, heading, list);
  const limits = { longest: LIMITS.scene.duration.maximum };
  const editors = keyedList(list, (sceneId) => sceneEditor(context, { limits, onPlan: arrange }, sceneId));
  /** @type {import("../../client/api_types.js").Job | null} */
  let job = null;

  function arrange(planned) {
    if (!job) return;
    const { fits, message } = sumUp(planned ?? job.scenes.map((scene) => scene.duration), job.brief.duration);
    setText(total, message);
    total.classList.toggle("off", !fits);
  }

  return {
    node,
    cards: () => (node.hidden ? [] : editors.items()),
    /** @param {import("../../client/api_types.js").Job} next */
    update: (next) => {
      if (!job && next.brief.pictures === "clips") longestClip(limits, context.signal);
      job = next;
      node.hidden = !next.scenes.length;
      editors.show(next.scenes.map((scene) => [scene.id, (editor) => editor.update(next, scene)]));
      if (next.scenes.length) arrange();
    },
  };
}

/** No scene can be longer than the longest clip on sale. */
async function longestClip(limits, signal) {
  try {
    const { items } = await ask("GET", "/models", { signal });
    const lengths = items.find((model) => model.capability === "clip")?.durations_seconds ?? [];
    if (lengths.length) limits.longest = Math.max(...lengths);
  } catch (error) {
    if (error.name !== "AbortError" && error.status === undefined) throw error; // the server holds the limit anyway
  }
}
