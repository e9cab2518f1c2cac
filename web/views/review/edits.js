/** Fields that show what is stored until somebody types; what was typed is kept until it is saved, over reloads too. */

import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";

/**
 * @param {string} name of the draft, one of `DRAFTS` in lib/unsaved_edits.js, which says how it is saved
 * @param {Record<string, import("../../parts/controls.js").Field>} fields
 * @param {() => void} onChange after every change, by people or by what came from the server
 */
export function edits(name, fields, onChange) {
  /** @type {Record<string, string>} */
  let stored = {};
  const typed = () => Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.read()]));
  const differing = () => Object.entries(typed()).filter(([key, value]) => key in stored && value !== stored[key]);
  let first = true;

  for (const field of Object.values(fields)) {
    field.input.addEventListener("input", () => {
      if (differing().length) keepDraft(name, Object.fromEntries(differing()));
      else dropDraft(name);
      onChange();
    });
  }
  return {
    /** What is stored now: goes into the fields that nobody has changed. */
    show: (values) => {
      const touched = first ? (draftOf(name) ?? {}) : Object.fromEntries(differing());
      stored = values;
      first = false;
      for (const [key, field] of Object.entries(fields)) {
        const wanted = touched[key] ?? values[key];
        if (field.read() !== wanted) field.write(wanted);
      }
      onChange();
    },
    changed: () => differing().length > 0,
    /** Back to what is stored. */
    undo: () => {
      for (const [key, field] of Object.entries(fields)) field.write(stored[key]);
      dropDraft(name);
      onChange();
    },
  };
}
