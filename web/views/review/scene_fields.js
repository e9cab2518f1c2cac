/** The fields of a scene, and what becomes of the other scenes when its length changes. */

import { LIMITS } from "../../client/limits.js";
import { el, setText } from "../../lib/dom.js";
import { MIN_SCENE_SECONDS, rebalance } from "../../lib/durations.js";
import { count, seconds, words } from "../../lib/format.js";
import { TRANSITIONS } from "../../lib/labels.js";
import { select, textField } from "../../parts/controls.js";

const limits = LIMITS.scene;

export function sceneFields() {
  const { text, prompt, duration, transition } = controls();
  const plan = el("p", { class: "hint", role: "status" });
  const lengths = el("div", { class: "editor-lengths" }, duration.node, transition.node, plan);
  return {
    text,
    prompt,
    /** By the names that a scene's values have. */
    byName: { text, visual_prompt: prompt, duration, transition },
    nodes: [el("div", { class: "two" }, text.node, prompt.node), lengths],
    /** What may be changed now. */
    open: ({ words: wordsOpen, length, language }) => {
      for (const field of [text, prompt]) field.input.readOnly = !wordsOpen;
      text.input.lang = language;
      transition.input.disabled = !wordsOpen;
      duration.input.readOnly = !length;
    },
    /** Says what the others' lengths will be when this one is saved, or that it cannot be. */
    planned: (job, scene, longest) => {
      const found = lengthsAfter(job, scene, duration.read(), longest);
      const impossible = `A scene lasts ${MIN_SCENE_SECONDS} to ${longest} s, in quarters, and leaves the others room`;
      duration.complain(found.fits ? "" : impossible);
      setText(plan, found.others.length ? `The others become ${found.others.map(seconds).join(", ")}` : "");
      return found;
    },
  };
}

/**
 * All lengths as they would be with a scene of so many seconds; no `durations` when nothing changes.
 * @returns {{durations: number[] | undefined, others: number[], fits: boolean}}
 */
function lengthsAfter(job, scene, wanted, longest) {
  if (Number(wanted) === scene.duration) return { durations: undefined, others: [], fits: true };
  const now = job.scenes.map((one) => one.duration);
  const found = rebalance(now, scene.scene_index, wanted, longest);
  if (!found) return { durations: now.with(scene.scene_index, Number(wanted)), others: [], fits: false };
  return { durations: found, others: found.filter((_, place) => place !== scene.scene_index), fits: true };
}

function controls() {
  const { maximum: max, multipleOf: step } = limits.duration;
  return {
    text: textField({
      name: "text",
      label: "Narration (voice-over)",
      rows: 4,
      note: (typed) => count(words(typed), "word"),
      attributes: { maxlength: limits.text.maxLength },
    }),
    prompt: textField({
      name: "visual_prompt",
      label: "Visual prompt",
      rows: 4,
      attributes: { maxlength: limits.visual_prompt.maxLength },
    }),
    duration: textField({
      name: "duration",
      label: "Seconds",
      type: "number",
      attributes: { min: MIN_SCENE_SECONDS, max, step },
    }),
    transition: select({ name: "transition", label: "Transition in", options: TRANSITIONS }),
  };
}
