/** Buttons that do one thing at a time: while it is under way a second press does nothing. */

import { el, newId, say } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/**
 * @param {{label: string, act: () => any, look?: string, sign?: string, busy?: string, id?: string, failed?: (error: Error) => void}} what
 * `busy` is what the button says meanwhile; `failed` hears what went wrong.
 */
export function button({
  label,
  act,
  look = "",
  sign = "",
  busy = label,
  id = newId("button"),
  failed = null,
  attributes = {},
}) {
  const words = el("span", {}, label);
  const node = el("button", { type: "button", class: `button ${look}`, id, ...attributes }, sign && icon(sign), words);
  let underWay = false;
  node.addEventListener("click", async () => {
    if (underWay || node.getAttribute("aria-disabled") === "true") return;
    underWay = true;
    node.setAttribute("aria-busy", "true");
    say(words, busy);
    try {
      await act();
    } catch (error) {
      if (!failed || error.name === "AbortError") throw error;
      failed(error);
    } finally {
      underWay = false;
      node.removeAttribute("aria-busy");
      say(words, node.dataset.label ?? label);
    }
  });
  return node;
}

/** Changes what a button says when it rests. */
export function relabel(node, label) {
  node.dataset.label = label;
  if (!node.hasAttribute("aria-busy")) say(node.querySelector("span"), label);
}

/** A link that looks like a button. */
export function linkButton({ label, href, look = "", sign = "", attributes = {} }) {
  return el("a", { class: `button ${look}`, href, ...attributes }, sign && icon(sign), el("span", {}, label));
}
