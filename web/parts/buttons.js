/** Buttons that do one thing at a time: while it is under way a second press does nothing. */

import { el, focusNear, isVisible, newId, setText } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/**
 * When the act is done and the button is gone, the focus goes to what is around it instead of to nothing.
 * @param {{label: string, act: () => any, look?: string, sign?: Parameters<typeof icon>[0] | "", busy?: string, id?: string, failed?: ((error: any) => void) | null, attributes?: Record<string, any>}} what
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
  node.addEventListener("click", async () => {
    if (node.hasAttribute("aria-busy") || node.getAttribute("aria-disabled") === "true") return;
    node.setAttribute("aria-busy", "true");
    setText(words, busy);
    try {
      await act();
    } catch (error) {
      if (!failed || error.name === "AbortError") throw error;
      failed(error);
    } finally {
      node.removeAttribute("aria-busy");
      setText(words, node.dataset.label ?? label);
      keepFocus(node);
    }
  });
  return node;
}

/** Nothing has the focus any more because the button that had it was hidden. */
function keepFocus(node) {
  const nowhere = !document.activeElement || document.activeElement === document.body;
  if (document.activeElement === node ? !isVisible(node) : nowhere && node.isConnected && !isVisible(node)) {
    focusNear(node);
  }
}

/** Changes what a button says when it rests. */
export function relabel(node, label) {
  node.dataset.label = label;
  if (!node.hasAttribute("aria-busy")) setText(node.querySelector("span"), label);
}

/**
 * A link that looks like a button.
 * @param {{label: string, href: string, look?: string, sign?: Parameters<typeof icon>[0] | "", attributes?: Record<string, any>}} what
 */
export function linkButton({ label, href, look = "", sign = "", attributes = {} }) {
  return el("a", { class: `button ${look}`, href, ...attributes }, sign && icon(sign), el("span", {}, label));
}
