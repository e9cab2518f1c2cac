/** Asks before the tab is closed while something was typed that the server does not have. */

import { draftNamesKept, draftOf } from "./form_storage.js";

/** Fields of the form of a brief that hold words of people. */
const TYPED = ["prompt", "script_text", "product_name", "product_description", "selling_points", "title"];
const BRIEF = "create";

/** Begins to watch. What was left from an earlier visit is no reason to ask. */
export function warnOfUnsentText() {
  let isTyped = false;
  document.addEventListener("input", () => (isTyped = true));
  window.addEventListener("beforeunload", (event) => {
    if (isTyped && hasUnsentText()) event.preventDefault();
  });
}

/** Whether a form of this tab holds words that were not sent. */
export function hasUnsentText() {
  return draftNamesKept().some((name) => {
    if (name !== BRIEF) return !name.startsWith(`${BRIEF}.`);
    const draft = draftOf(BRIEF) ?? {};
    return TYPED.some((field) => (draft[field] ?? "").trim());
  });
}
