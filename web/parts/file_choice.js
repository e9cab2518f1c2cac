/** Choosing one file with the browser's own dialog. */

import { el } from "../lib/dom.js";

/**
 * The file that somebody chooses; null when the dialog is closed without one.
 * @param {string[]} types media types that are offered
 * @returns {Promise<File | null>}
 */
export function chosenFile(types) {
  return new Promise((resolve) => {
    const input = el("input", { type: "file", accept: types.join(","), hidden: true });
    const end = () => (input.remove(), resolve(input.files[0] ?? null));
    input.addEventListener("change", end);
    input.addEventListener("cancel", end);
    document.body.append(input);
    input.click();
  });
}
