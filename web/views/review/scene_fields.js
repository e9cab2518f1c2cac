/** The fields of a scene, and what becomes of the other scenes when its length changes. */

import { LIMITS } from "../../client/limits.js";
import { el, setText } from "../../lib/dom.js";
import { MIN_SCENE_SECONDS, rebalance } from "../../lib/durations.js";
import { count, seconds, words } from "../../lib/format.js";
import { ANGLES, CAMERA_MOVES, JOINS, PRODUCT_SHOWN, SHOT_SIZES, TRANSITIONS } from "../../lib/scene_labels.js";
import { select, textField } from "../../parts/controls.js";

const limits = LIMITS.scene;

export function sceneFields() {
  const { text, prompt, action, read, duration, transition } = controls();
  const framing = framingControls();
  const product = productControls();
  const plan = el("p", { class: "hint", role: "status" });
  const lengths = el("div", { class: "editor-lengths" }, duration.node, transition.node, plan);
  const shot = Object.values(framing).map((control) => control.node);
  return {
    text,
    prompt,
    /** By the names that a scene's values have. */
    byName: {
      text,
      visual_prompt: prompt,
      action,
      on_screen_text: read,
      ...framing,
      ...product.byName,
      duration,
      transition,
    },
    nodes: [
      el("div", { class: "two" }, text.node, prompt.node),
      el("div", { class: "two" }, action.node, read.node),
      el("div", { class: "editor-shot" }, shot),
      product.node,
      lengths,
    ],
    /** What may be changed now. */
    open: ({ words: wordsOpen, length, joins, language, photos }) => {
      product.open(wordsOpen, photos);
      for (const field of [text, prompt, action, read]) field.input.readOnly = !wordsOpen;
      text.input.lang = language;
      for (const control of [...Object.values(framing), transition]) control.input.disabled = !wordsOpen;
      framing.join.node.hidden = !joins;
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
    action: textField({
      name: "action",
      label: "Action",
      attributes: { maxlength: limits.action.maxLength },
    }),
    read: textField({
      name: "on_screen_text",
      label: "Text on screen",
      attributes: { maxlength: limits.on_screen_text.maxLength },
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

/** How the scene shows the product, and by which of its photos; only where there are photos. */
function productControls() {
  const product = select({ name: "product", label: "Product", options: PRODUCT_SHOWN });
  const photo = select({ name: "product_photo", label: "By which photo", options: [BY_WORDS] });
  const node = el("div", { class: "two" }, product.node, photo.node);
  const arrange = () => (photo.node.hidden = product.read() === "none");
  product.input.addEventListener("change", arrange);
  return {
    node,
    byName: { product, product_photo: photo },
    open: (wordsOpen, photos) => {
      node.hidden = !photos.length;
      product.input.disabled = photo.input.disabled = !wordsOpen;
      photo.offer([BY_WORDS, ...photos.map(photoOption)]);
      queueMicrotask(arrange); // once the values are written
    },
  };
}

const BY_WORDS = { value: "", label: "The one whose features are told" };

function photoOption({ asset, shows }, place) {
  return { value: asset, label: shows.length ? `Photo ${place + 1}: ${shows.join("; ")}` : `Photo ${place + 1}` };
}

/** How the scene is filmed. */
function framingControls() {
  return {
    shot_size: select({ name: "shot_size", label: "Shot size", options: SHOT_SIZES }),
    angle: select({ name: "angle", label: "Angle", options: ANGLES }),
    camera_move: select({ name: "camera_move", label: "Camera", options: CAMERA_MOVES }),
    join: select({ name: "join", label: "Follows the scene before", options: JOINS }),
  };
}
