/** The clips of a brand that its videos begin and end with: one of each, added, exchanged or taken away. */

import { el } from "../../lib/dom.js";
import { toggle } from "../../parts/controls.js";
import { dropzone } from "../../parts/dropzone.js";

const PLACES = [
  ["intro", "Intro", "before the first scene"],
  ["outro", "Outro", "after the end card"],
];

/** @param {any} kit the brand that is changed */
export function bookendFields(kit) {
  const fields = PLACES.map(([name, label, place]) => bookendField(kit[name] ?? null, name, label, place));
  return {
    node: el(
      "div",
      { class: "two" },
      fields.map((field) => field.node),
    ),
    /** @returns {Record<string, string | null>} */
    read: () => Object.fromEntries(fields.map((field) => [field.name, field.read()])),
    sending: () => fields.some((field) => field.sending()),
  };
}

function bookendField(kept, name, label, place) {
  const files = dropzone({
    name,
    kind: /** @type {"intro" | "outro"} */ (name),
    max: 1,
    changed: () => {},
    label: kept ? `Another ${name}` : label,
    hint: `an MP4 or MOV clip of 1 to 10 seconds, ${place}. Its seconds count as the video’s.`,
  });
  const without = kept ? toggle({ name: `no_${name}`, label: `Show no ${name} in new videos` }) : null;
  const added = () => files.read()[0]?.key ?? null;
  return {
    name,
    node: el("div", { class: "stack" }, files.node, without?.node),
    read: () => added() ?? (without?.read() ? null : kept),
    sending: () => files.sending(),
  };
}
