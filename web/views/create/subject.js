/** What a video is about: a prompt, a product, or words of one's own. */

import { ask } from "../../client/client.js";
import { el } from "../../lib/dom.js";
import { count, words } from "../../lib/format.js";
import { choices, select, textField, toggle } from "../../parts/controls.js";
import { section } from "./form.js";

const SUBJECTS = [
  { value: "prompt", label: "An idea" },
  { value: "product", label: "A product" },
  { value: "script", label: "My own script" },
];
const NEW_PRODUCT = { value: "", label: "A new product" };

const characters = (most) => (text) => `${text.trim().length.toLocaleString("en")} of ${most.toLocaleString("en")}`;

export function subjectSection() {
  const subject = choices({ name: "subject", label: "Start from", options: SUBJECTS, look: "tabs" });
  const prompt = textField({
    name: "prompt",
    label: "What is the video about?",
    hint: "What is shown, for whom, in which mood. A sentence is enough.",
    rows: 5,
    note: characters(4_000),
    attributes: { placeholder: "A calm ad for a reusable water bottle: early light, a desk, a long walk home" },
  });
  const script = textField({
    name: "script_text",
    label: "The words to be spoken",
    hint: "They are spoken as they stand, and cut into scenes. About 2.3 words fit into a second.",
    rows: 8,
    note: (text) => count(words(text), "word"),
  });
  const product = productFields();
  const node = section("What is it about?", subject.node, prompt.node, product.node, script.node);
  return {
    node,
    controls: [subject, prompt, script, ...product.controls],
    products: product,
    arrange: (values) => {
      prompt.node.hidden = values.subject !== "prompt";
      product.node.hidden = values.subject !== "product";
      script.node.hidden = values.subject !== "script";
      product.arrange(values);
    },
  };
}

function productFields() {
  const kept = select({ name: "project_id", label: "Product", options: [NEW_PRODUCT] });
  const name = textField({ name: "product_name", label: "Name", attributes: { placeholder: "Aqua One" } });
  const description = textField({
    name: "product_description",
    label: "Description",
    rows: 3,
    note: characters(2_000),
    attributes: { placeholder: "A steel bottle that keeps drinks cold for a day" },
  });
  const points = textField({
    name: "selling_points",
    label: "Selling points",
    hint: "One in each line, up to ten",
    rows: 3,
  });
  const audience = textField({
    name: "target_audience",
    label: "For whom",
    attributes: { placeholder: "People who commute" },
  });
  const keep = toggle({ name: "keep_product", label: "Keep this product", hint: "To make more videos of it later" });
  const fresh = el(
    "div",
    { class: "stack" },
    el("div", { class: "two" }, name.node, audience.node),
    description.node,
    points.node,
    keep.node,
  );
  const fields = [name, description, points, audience, keep];
  return {
    node: el("div", { class: "stack" }, kept.node, fresh),
    controls: [kept, ...fields],
    arrange: (values) => {
      fresh.hidden = Boolean(values.project_id);
      kept.node.hidden = kept.input.options.length < 2;
    },
    /** Offers the products that were kept. Without them the form works all the same. */
    load: async () => {
      try {
        const page = await ask("GET", "/projects?limit=100");
        kept.offer([
          NEW_PRODUCT,
          ...page.items.map((project) => ({ value: project.project_id, label: project.title })),
        ]);
      } catch (error) {
        kept.complain(`Products kept earlier cannot be shown. ${error.message}`);
      }
    },
  };
}
