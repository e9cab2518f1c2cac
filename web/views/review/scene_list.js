/** The scenes to read, change and decide about, with their lengths adding up. */

import { ask } from "../../client/client.js";
import { sumUp } from "../../lib/durations.js";
import { el, say } from "../../lib/dom.js";
import { sceneEditor } from "./scene_editor.js";

export function scenesPart(context) {
  const total = el("p", { class: "sum", role: "status" });
  const list = el("ol", { class: "editors" });
  const node = el(
    "section",
    { class: "stack", "aria-label": "Scenes", hidden: true },
    el("div", { class: "page-head sticky" }, el("h2", {}, "Scenes"), total),
    list,
  );
  /** @type {Map<string, ReturnType<typeof sceneEditor>>} */
  const editors = new Map();
  const limits = { longest: 60 };
  let job = null;

  const arrange = (planned) => {
    const { fits, message } = sumUp(planned ?? job.scenes.map((scene) => scene.duration), job.brief.duration);
    say(total, message);
    total.classList.toggle("off", !fits);
  };

  return {
    node,
    cards: () => (job ? job.scenes.map((scene) => editors.get(scene.id)).filter(Boolean) : []),
    update: (next) => {
      if (!job && next.brief.pictures === "clips") longestClip(limits, context.signal);
      job = next;
      node.hidden = !job.scenes.length;
      for (const scene of job.scenes) {
        if (!editors.has(scene.id)) editors.set(scene.id, sceneEditor(context, { limits, onPlan: arrange }));
        const editor = editors.get(scene.id);
        if (list.children[scene.scene_index] !== editor.node)
          list.insertBefore(editor.node, list.children[scene.scene_index] ?? null);
        editor.update(job, scene);
      }
      while (list.children.length > job.scenes.length) list.lastChild.remove();
      for (const [id, editor] of editors) if (!list.contains(editor.node)) editors.delete(id);
      if (job.scenes.length) arrange();
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
