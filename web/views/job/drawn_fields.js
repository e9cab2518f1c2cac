/** The fields of what is only drawn or mixed in a video. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { el } from "../../lib/dom.js";
import { CAPTION_STYLES } from "../../lib/labels.js";
import { select, textField } from "../../parts/controls.js";

const { brief, script } = LIMITS;
const CAPTIONS = [
  { value: "both", label: "Burned in and subtitle files" },
  { value: "burned", label: "Burned in (open captions)" },
  { value: "sidecar", label: "Subtitle files (SRT, VTT)" },
  { value: "none", label: "None" },
];
const NO_BRAND = { value: "", label: "No brand" };

/** The fields, by the names that they have in the API. */
export function drawnFields() {
  const byName = { ...texts(), ...looks() };
  const [title, name, call, address, legal, captions, style, spellings, brand, volume] = Object.values(byName).map(
    (field) => field.node,
  );
  return {
    /** @type {Record<string, import("../../parts/controls.js").Field>} */
    byName,
    nodes: [
      title,
      el("div", { class: "two" }, name, call),
      el("div", { class: "two" }, address, legal),
      el("div", { class: "two" }, captions, style),
      spellings,
      el("div", { class: "two" }, brand, volume),
    ],
    read: () => Object.fromEntries(Object.entries(byName).map(([key, field]) => [key, field.read()])),
    /** What makes no sense for this video is not shown. @param {import("./view.js").Job} job */
    arrange: (job) => {
      volume.hidden = !job.brief.music.enabled;
      brand.hidden = byName.brand_id.input.options.length < 2;
    },
  };
}

function texts() {
  const line = (key, label, limit, hint = "") =>
    textField({ name: key, label, hint, attributes: { maxlength: limit.maxLength } });
  return {
    title: line("title", "Title", script.title),
    product_name: line("product_name", "Product name on screen", script.product_name),
    call_to_action: line("call_to_action", "Call to action on screen", script.call_to_action),
    display_url: line("display_url", "Web address on screen", brief.display_url),
    legal_line: line("legal_line", "Legal line", brief.legal_line),
  };
}

function looks() {
  const { minimum: min, maximum: max } = brief["music.volume_db"];
  return {
    captions: select({ name: "captions", label: "Captions", options: CAPTIONS }),
    caption_style: select({ name: "caption_style", label: "Look of burned captions", options: CAPTION_STYLES }),
    caption_spellings: textField({
      name: "caption_spellings",
      label: "Spelling in captions",
      hint: "One word a line, such as: aqua = Aqua®. What is said stays.",
      rows: 2,
    }),
    brand_id: select({ name: "brand_id", label: "Brand, in its newest version", options: [NO_BRAND] }),
    music_volume_db: textField({
      name: "music_volume_db",
      label: "Volume of the music in decibels",
      hint: `${min} to ${max}; 0 as it was mixed`,
      type: "number",
      attributes: { min, max, step: 1 },
    }),
  };
}

/** Offers the brands that are kept; without an answer the others work all the same. */
export async function loadBrands(field, loaded) {
  try {
    const known = await ask("GET", "/brands");
    field.offer([NO_BRAND, ...known.items.map((one) => ({ value: one.brand_id, label: one.kit.name }))]);
    field.node.hidden = field.input.options.length < 2;
    loaded();
  } catch (error) {
    if (error.status === undefined) throw error;
  }
}
