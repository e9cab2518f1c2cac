/** The label of a medicine: read from files or typed, kept at the API, and named by its id from then on. */

import { ask } from "../../client/client.js";
import { el, fill, newId } from "../../lib/dom.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";

/** The control; its value is the id of the kept label, empty for none. @param {() => void} changed */
export function labelFile(changed) {
  let kept = "";
  const files = el("input", { type: "file", id: newId("label"), multiple: true, accept: ".toml,.json,.xml" });
  const typed = textField({
    name: "label_text",
    label: "Or write it, or add to the files",
    hint: "TOML or JSON. What stands here adds to the files and corrects them.",
    rows: 6,
    attributes: { spellcheck: "false" },
  });
  const state = el("p", { class: "hint", role: "status" });
  const complaint = el("p", { class: "complaint", hidden: true });
  const complain = (words) => {
    complaint.textContent = words;
    complaint.hidden = !words;
  };
  const say = (label) => fill(state, label ? `Kept: ${label}` : "An ad for a medicine needs its label.");
  const keep = async () => {
    complain("");
    const { label_id: reference, label } = await ask("POST", "/labels", {
      body: { files: await textsOf(files, typed) },
    });
    kept = reference;
    say(summary(label));
    changed();
  };
  const act = button({
    label: "Check and keep the label",
    busy: "Checking…",
    act: keep,
    failed: (e) => complain(e.message),
  });
  const node = fieldset(files, typed.node, act, state, complaint);
  say("");
  return {
    name: "label",
    node,
    read: () => kept,
    write: (value) => {
      kept = value;
      say(value && `${value.slice(0, 16)}…`);
    },
    complain,
    focus: () => files.focus(),
  };
}

function fieldset(files, typed, act, state, complaint) {
  return el(
    "fieldset",
    { class: "field" },
    el("legend", {}, "Label of the medicine"),
    el(
      "p",
      { class: "hint" },
      "What the ad may and must say: a TOML or JSON file, or a structured product label (XML) with a file that adds its " +
        "ad type, major statement and key risk terms.",
    ),
    el("label", { for: files.id, class: "unseen" }, "Files of the label"),
    files,
    el("details", { class: "more" }, el("summary", {}, "Write the label here"), typed),
    el("div", { class: "actions" }, act),
    state,
    complaint,
  );
}

/** The texts to send; a structured product label comes first, since the others add to it. */
async function textsOf(files, typed) {
  const chosen = [...files.files].toSorted((one, other) => rank(one) - rank(other));
  const texts = await Promise.all(chosen.map((file) => file.text()));
  return [...texts, typed.read().trim()].filter(Boolean);
}

function rank(file) {
  return file.name.toLowerCase().endsWith(".xml") ? 0 : 1;
}

function summary({ brand, generic, indications, ad_type: kind, market, version }) {
  const names = brand ? `${brand} (${generic})` : indications[0];
  return `${names}, ${kind.replace("_", " ")}, ${market}${version ? `, version ${version}` : ""}`;
}
