/**
 * Builds the page's elements. What people typed only ever becomes text or an attribute's value here, never markup.
 */

/** Properties that are set on the element itself: as attributes they would only give the initial state. */
const LIVE = new Set(["value", "checked", "disabled", "hidden", "open", "muted", "selected", "indeterminate"]);

/**
 * An element. `on` holds listeners, `data` a dataset, `class` and everything else are attributes; null and false leave
 * an attribute out. Children are nodes or text; null, false and undefined are passed over.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...any} children
 * @returns {HTMLElement & Record<string, any>}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (LIVE.has(name)) node[name] = value;
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  fill(node, children);
  return node;
}

/** Replaces what is in a node. */
export function fill(node, ...children) {
  node.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** Changes a node's text only when it differs, so that nothing is announced or selected anew for nothing. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

let numbers = 0;

/** An id that nobody else on this page has, to tie labels and descriptions to controls. */
export function newId(word) {
  numbers += 1;
  return `${word}-${numbers}`;
}

/** Puts the focus where it makes sense when what had it is gone: on the card around it, else on the view's heading. */
export function focusNear(node) {
  const around = node.isConnected ? node.closest("[tabindex='-1']") : null;
  const target = around && isVisible(around) && around.id !== "content" ? around : document.querySelector("main h1");
  if (target instanceof HTMLElement) target.focus({ preventScroll: target.tagName === "H1" });
}

/** @param {Element} node */
export function isVisible(node) {
  return node.isConnected && node.checkVisibility();
}

/**
 * A part of a view that is built anew only when the facts it shows have changed. The focus stays on the element with
 * the same id, or goes near it when there is none any more, and details that were open stay open.
 * @param {string} tag
 * @param {Record<string, any>} properties
 * @param {(facts: any) => any} build
 */
export function region(tag, properties, build) {
  const node = el(tag, properties);
  /** @type {string | undefined} */
  let shown;
  return {
    node,
    show(facts) {
      const now = JSON.stringify(facts) ?? "";
      if (now === shown) return;
      shown = now;
      const focused = node.contains(document.activeElement) ? document.activeElement : null;
      const open = [...node.querySelectorAll("details[open][id]")].map((details) => details.id);
      fill(node, build(facts));
      for (const id of open) node.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
      if (!focused || focused === node) return;
      const same = focused.id ? document.getElementById(focused.id) : null;
      if (same) same.focus({ preventScroll: true });
      else focusNear(node);
    },
  };
}
