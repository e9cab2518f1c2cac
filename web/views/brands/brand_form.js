/** The form of a brand, with its preview beside what is typed. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { el } from "../../lib/dom.js";
import { button } from "../../parts/buttons.js";
import { select, textField } from "../../parts/controls.js";
import { dropzone } from "../../parts/dropzone.js";
import { problemPlace } from "../../parts/notices.js";
import { bookendFields } from "./bookend_fields.js";
import { brandPreview } from "./preview.js";

const COLOURS = { primary: "#101418", accent: "#FFC53D" };
const TEXTS = [
  ["name", "Name"],
  ["tagline", "Tagline"],
  ["call_to_action", "Call to action"],
  ["display_url", "Web address on screen"],
  ["legal_line", "Legal line"],
];
const LISTS = [
  ["must_say", "Must be said or shown", "One phrase in each line"],
  ["never_say", "Never said or shown", "One phrase in each line; scripts with it are refused"],
];
const LAYOUTS = [
  { value: "auto", label: "As suits the aspect ratio" },
  { value: "beside", label: "Beside the picture" },
  { value: "below", label: "Below the picture" },
];

/**
 * @param {any} brand the brand that is changed; null for a new one
 * @param {{saved: () => unknown, close: () => unknown}} then
 */
export function brandForm(brand, { saved, close }) {
  const kit = brand?.kit ?? { name: "", palette: COLOURS };
  const fields = fieldsOf(kit);
  const logo = dropzone({
    name: "logo",
    kind: "logo",
    max: 1,
    changed: () => {},
    label: brand ? "Another logo" : "Logo",
    hint: "a PNG, JPEG, WebP or SVG picture, best without a ground.",
  });
  const bookends = bookendFields(kit);
  const preview = brandPreview();
  const problems = problemPlace();
  const read = () => kitOf(kit, fields);
  const show = () => preview.show(read(), Object.values(brand?.logo_urls ?? {})[0] ?? "");
  const failed = (problem) => {
    for (const field of [...fields.texts, ...fields.lists, ...fields.colours]) {
      field.complain(problem.fields.find((one) => one.field.split(".").at(-1) === field.name)?.message ?? "");
    }
    problems.show(problem, { title: "The brand was not kept" });
  };
  const save = button({
    label: brand ? "Save as a new version" : "Keep this brand",
    busy: "Saving…",
    look: "primary",
    id: "save-brand",
    failed,
    act: async () => {
      problems.clear();
      await send(brand, await withLogo({ ...read(), ...bookends.read() }, logo.read()[0]));
      await saved();
    },
  });
  const actions = el("div", { class: "actions" }, save, button({ label: "Cancel", look: "quiet", act: close }));
  const node = layoutOf(brand, fields, [preview.node, logo.node, bookends.node, problems.node, actions]);
  node.addEventListener("input", show);
  show();
  return node;
}

/** The fields of a brand, filled in. */
function fieldsOf(kit) {
  const texts = TEXTS.map(([name, label]) => {
    const attributes = { maxlength: LIMITS.brand[name]?.maxLength };
    const field = textField({ name, label, attributes });
    field.write(kit[name] ?? "");
    return field;
  });
  const lists = LISTS.map(([name, label, hint]) => {
    const field = textField({ name, label, hint, rows: 2 });
    field.write((kit[name] ?? []).join("\n"));
    return field;
  });
  const colours = Object.entries(COLOURS).map(([name, usual]) => {
    const label = name === "primary" ? "Ground of the end card" : "Accent: bars and buttons";
    const field = textField({ name, label, type: "color" });
    field.write(kit.palette[name] ?? usual);
    return field;
  });
  const layout = select({ name: "end_card", label: "End card", options: LAYOUTS });
  layout.write(kit.end_card ?? "auto");
  return { texts, lists, colours, layout };
}

function layoutOf(brand, { texts, lists, colours, layout }, [preview, logo, bookends, problems, actions]) {
  const title = brand ? `Change ${brand.kit.name}` : "A new brand";
  const nodes = (fields) => fields.map((field) => field.node);
  return el(
    "section",
    { class: "card stack", id: "brand-form", "aria-label": title },
    el("h2", { tabindex: "-1" }, title),
    preview,
    el("div", { class: "two" }, nodes([...texts, ...colours, layout])),
    logo,
    bookends,
    el("div", { class: "two" }, nodes(lists)),
    brand && el("p", { class: "hint" }, "Finished videos keep the version that they have."),
    problems,
    actions,
  );
}

/** The brand as the form says it; what the form does not show stays as it was. */
function kitOf(before, { texts, lists, colours, layout }) {
  const kit = { ...before, palette: { ...before.palette }, end_card: layout.read() };
  for (const field of texts) kit[field.name] = field.read().trim() || null;
  kit.name = kit.name ?? "";
  for (const field of lists) kit[field.name] = lines(field.read());
  for (const field of colours) kit.palette[field.name] = field.read();
  return kit;
}

function lines(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** A logo that was added becomes an asset; it stands on the ground of the end card, dark or light. */
async function withLogo(kit, file) {
  if (!file) return kit;
  const body = { kind: "logo", upload: file.key, file_name: file.name };
  const asset = await ask("POST", "/assets", { body });
  return { ...kit, logo: { on_light: asset.asset_id, on_dark: asset.asset_id } };
}

async function send(brand, kit) {
  if (!brand) return ask("POST", "/brands", { body: kit });
  return ask("PUT", `/brands/${brand.brand_id}`, { body: { ...kit, rev: brand.rev } });
}
