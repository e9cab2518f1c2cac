/** A section of a page: a card with a heading. */

import { el } from "../lib/dom.js";

/**
 * @param {string} title
 * @param {...any} children
 */
export function section(title, ...children) {
  return el("section", { class: "card stack" }, el("h2", {}, title), children);
}
