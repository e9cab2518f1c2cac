/**
 * Keyboard shortcuts of a view: single keys, which do nothing while somebody types or a dialog is open. They can be turned
 * off (WCAG 2.1.4); a key that is held down counts once; while one act is under way no other begins.
 */

import { el } from "../lib/dom.js";
import { announce } from "../lib/live_region.js";
import { toggle } from "./controls.js";
import { dialog } from "./dialogs.js";

const TYPING = "input, textarea, select, video, [contenteditable]";
const OFF = "omnigen.keys-off";

/** @typedef {{key: string, words: string, act: () => any, shown?: string, repeats?: boolean}} Shortcut */

/**
 * @param {Shortcut[]} list an act that gives false leaves the key to the browser; without words a key is not in the help
 * @param {AbortSignal} signal ends them
 */
export function shortcuts(list, signal) {
  const showAll = () => showHelp([...list, help]);
  /** @type {Shortcut} */
  const help = { key: "?", words: "Show these keys", act: () => void showAll() };
  const byKey = new Map([...list, help].map((shortcut) => [shortcut.key, shortcut]));
  let busy = false;
  const listen = (event) => {
    const shortcut = byKey.get(event.key);
    if (!shortcut || !isFree(event)) return;
    if ((event.repeat && !shortcut.repeats) || busy) return event.preventDefault();
    const done = shortcut.act();
    if (done !== false) event.preventDefault();
    if (!(done instanceof Promise)) return;
    busy = true;
    done.finally(() => (busy = false));
  };
  document.addEventListener("keydown", listen, { signal });
  return { showHelp: showAll };
}

/** @param {KeyboardEvent} event */
function isFree({ ctrlKey, metaKey, altKey, target }) {
  if (ctrlKey || metaKey || altKey || localStorage.getItem(OFF)) return false;
  return !(target instanceof Element && target.closest(TYPING)) && !document.querySelector("dialog[open]");
}

function showHelp(list) {
  const rows = list
    .filter(({ words }) => words)
    .map(({ key, shown, words }) => [el("dt", {}, el("kbd", {}, shown ?? key)), el("dd", {}, words)]);
  const on = toggle({
    name: "keys",
    label: "Single keys",
    hint: "Turn them off where they get in the way of speech input",
  });
  on.write(!localStorage.getItem(OFF));
  on.node.addEventListener("change", () => {
    if (on.read()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "true");
    announce(on.read() ? "Single keys are on" : "Single keys are off");
  });
  return dialog({ title: "Keyboard shortcuts", body: () => [el("dl", { class: "keys" }, rows), on.node] });
}
