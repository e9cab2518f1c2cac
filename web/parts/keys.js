/** Keyboard shortcuts of a view: single keys, which do nothing while somebody types or a dialog is open. */

import { el } from "../lib/dom.js";
import { dialog } from "./dialogs.js";

const TYPING = "input, textarea, select, video, [contenteditable]";

/**
 * @param {{key: string, words: string, act: () => any, shown?: string}[]} list an act that gives false leaves the key
 * to the browser; without words a key is not in the help
 * @param {AbortSignal} signal ends them
 */
export function shortcuts(list, signal) {
  const help = { key: "?", words: "Show these keys", act: () => showHelp([...list, help]) };
  const byKey = new Map([...list, help].map((shortcut) => [shortcut.key, shortcut]));
  const listen = (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.closest?.(TYPING) ||
      document.querySelector("dialog[open]")
    )
      return;
    const shortcut = byKey.get(event.key);
    if (!shortcut) return;
    if (shortcut.act() !== false) event.preventDefault();
  };
  document.addEventListener("keydown", listen, { signal });
  return { showHelp: help.act };
}

function showHelp(list) {
  const rows = list
    .filter(({ words }) => words)
    .map(({ key, shown, words }) => [el("dt", {}, el("kbd", {}, shown ?? key)), el("dd", {}, words)]);
  return dialog({ title: "Keys", body: () => el("dl", { class: "keys" }, rows) });
}
