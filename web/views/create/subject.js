/** What a video is about: a prompt, a product, or one's own script. */

import { LIMITS } from "../../client/limits.js";
import { el } from "../../lib/dom.js";
import { count, words } from "../../lib/format.js";
import { choices, textField } from "../../parts/controls.js";
import { section } from "../../parts/section.js";
import { characters, productFields } from "./product.js";

const SUBJECTS = [
  { value: "prompt", label: "An idea" },
  { value: "product", label: "A product" },
  { value: "script", label: "My own script" },
];

/** @param {() => void} changed */
export function subjectSection(changed) {
  const subject = choices({ name: "subject", label: "Start from", options: SUBJECTS, look: "tabs" });
  const prompt = textField({
    name: "prompt",
    label: "What is the video about?",
    hint: "What is shown, for whom, in which mood. A sentence is enough.",
    rows: 5,
    note: characters(LIMITS.brief.prompt.maxLength),
    attributes: { placeholder: "A calm ad for a reusable water bottle: early light, a desk, a long walk home" },
  });
  const script = textField({
    name: "script_text",
    label: "Narration (voice-over)",
    hint: "Spoken as it stands, and divided into scenes. About 2.3 words fit into a second.",
    rows: 8,
    note: (text) => count(words(text), "word"),
  });
  const product = productFields(changed);
  const note = el("div", { class: "subject-note" });
  return {
    node: section("What is it about?", subject.node, note, prompt.node, product.node, script.node),
    controls: [subject, prompt, script, ...product.controls],
    products: product,
    note,
    arrange: (values) => {
      prompt.node.hidden = values.subject !== "prompt";
      product.node.hidden = values.subject !== "product";
      script.node.hidden = values.subject !== "script";
      product.arrange(values);
    },
  };
}
