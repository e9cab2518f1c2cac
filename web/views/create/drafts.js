/** The form's draft, and the one before it: what somebody typed is set aside when something else takes its place. */

import { BLANK } from "../../lib/form_defaults.js";
import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";

export const CREATE_DRAFT = "create";
export const EARLIER_DRAFT = "create.earlier";

/**
 * Starts the form anew, with `values` where they are given. A draft that says anything is kept as the earlier one.
 * @param {Record<string, any> | null} values
 */
export function setDraftAside(values = null) {
  const present = draftOf(CREATE_DRAFT);
  if (present && saysAnything(present)) keepDraft(EARLIER_DRAFT, present);
  if (values) keepDraft(CREATE_DRAFT, values);
  else dropDraft(CREATE_DRAFT);
}

/** The earlier draft comes back, and the present one is the earlier one if it says anything. */
export function swapDrafts() {
  const earlier = draftOf(EARLIER_DRAFT);
  if (!earlier) return;
  dropDraft(EARLIER_DRAFT);
  setDraftAside(earlier);
}

function saysAnything(draft) {
  const blank = /** @type {Record<string, any>} */ (BLANK);
  const typed = ["prompt", "script_text", "product_name", "product_description", "selling_points", "title"];
  return typed.some((name) => (draft[name] ?? "") !== blank[name]);
}
