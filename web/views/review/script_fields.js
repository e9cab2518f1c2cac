/** The fields of a written script: its texts on screen, and its segments with their lengths. */

import { LIMITS } from "../../client/limits.js";
import { el, region, setText } from "../../lib/dom.js";
import { sumUp } from "../../lib/durations.js";
import { count, words } from "../../lib/format.js";
import { textField } from "../../parts/controls.js";

const limits = LIMITS.script;

export function scriptFields() {
  /** @type {Record<string, import("../../parts/controls.js").Field>} */
  const head = {
    title: headField("title", "Title"),
    product_name: headField("product_name", "Product name on screen"),
    call_to_action: headField("call_to_action", "Call to action on screen"),
  };
  const total = el("p", { class: "sum", role: "status" });
  /** @type {ReturnType<typeof segmentRow>[]} */
  let rows = [];
  const segments = region("ol", { class: "segments" }, (list) => {
    rows = list.map(segmentRow);
    return rows.map((row) => row.node);
  });
  return {
    nodes: [
      head.title.node,
      el("div", { class: "two" }, head.product_name.node, head.call_to_action.node),
      segments.node,
      total,
    ],
    read: () => ({
      title: head.title.read(),
      product_name: head.product_name.read(),
      call_to_action: head.call_to_action.read(),
      segments: rows.map((row) => ({ text: row.text.read(), duration: row.duration.read() })),
    }),
    write: (values, language) => {
      for (const [name, field] of Object.entries(head)) field.write(values[name]);
      segments.show(values.segments.map((_, place) => place));
      rows.forEach((row, index) => {
        row.text.input.lang = language;
        row.text.write(values.segments[index].text);
        row.duration.write(values.segments[index].duration);
      });
    },
    /** Says the sum of the lengths; whether it is the video's. */
    sumUp: (seconds) => {
      const { fits, message } = sumUp(
        rows.map((row) => row.duration.read()),
        seconds,
      );
      setText(total, message);
      total.classList.toggle("off", !fits);
      return fits;
    },
    focus: () => rows[0]?.text.focus(),
  };
}

function headField(name, label) {
  return textField({ name, label, attributes: { maxlength: limits[name].maxLength } });
}

function segmentRow(_, index) {
  const text = textField({
    name: `segment-${index}`,
    label: `Part ${index + 1}: narration (voice-over)`,
    rows: 2,
    note: (typed) => count(words(typed), "word"),
    attributes: { maxlength: limits["segments.text"].maxLength },
  });
  const { minimum: min, maximum: max, multipleOf: step } = limits["segments.duration"];
  const duration = textField({
    name: `seconds-${index}`,
    label: "Seconds",
    type: "number",
    attributes: { min, max, step },
  });
  return { node: el("li", { class: "segment" }, text.node, duration.node), text, duration };
}
