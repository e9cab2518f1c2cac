/** Dialogs: the browser's own, which keep the focus and close with Escape. */

import { LIMITS } from "../client/limits.js";
import { el, newId } from "../lib/dom.js";
import { button } from "./buttons.js";
import { textField } from "./controls.js";
import { notice } from "./notices.js";

/**
 * Opens a dialog; resolves to what `close` was called with, null when it was dismissed.
 * @param {{title: string, body: (close: (value: any) => void) => any, look?: string}} what
 */
export function dialog({ title, body, look = "" }) {
  return new Promise((resolve) => {
    const heading = newId("dialog");
    /** @type {any} */
    let answer = null;
    const node = el("dialog", { class: look, "aria-labelledby": heading });
    const close = (value) => ((answer = value), node.close());
    node.append(el("div", { class: "dialog-body" }, el("h2", { id: heading }, title), body(close)));
    node.addEventListener("close", () => (node.remove(), resolve(answer)));
    document.body.append(node);
    node.showModal();
  });
}

/** Asks before something that cannot be taken back; resolves to whether to go on. */
export async function confirmed({ title, text, yes, look = "danger" }) {
  const body = (close) => [
    el("p", {}, text),
    el(
      "div",
      { class: "actions end" },
      button({ label: "Cancel", act: () => close(false), look: "quiet" }),
      button({ label: yes, act: () => close(true), look }),
    ),
  ];
  return (await dialog({ title, body })) === true;
}

/**
 * Asks for a reason; resolves to it, or null.
 * @param {{title: string, label: string, yes: string, suggestions?: string[], watch?: (listener: () => void) => void, isOpen?: () => boolean}} what
 * `isOpen` says whether it can still be decided; `watch` has a listener called whenever that may have changed.
 */
export function reasonFor({ title, label, yes, suggestions = [], watch = () => {}, isOpen = () => true }) {
  const attributes = { maxlength: LIMITS.rejection.reason.maxLength, required: true };
  const body = (close) => {
    const field = textField({ name: "reason", label, rows: 3, attributes });
    const send = () => {
      const reason = field.read().trim();
      field.complain(reason ? "" : "Say what should be different");
      if (!reason) field.focus();
      else if (isOpen()) close(reason);
    };
    field.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    });
    const decided = el("div", { role: "alert" });
    const sendButton = button({ label: yes, act: send, look: "danger" });
    watch(() => isOpen() || sendButton.hidden || showDecided(decided, sendButton));
    return [
      decided,
      field.node,
      suggestions.length > 0 && suggestionChips(suggestions, field),
      el(
        "div",
        { class: "actions end" },
        button({ label: "Cancel", act: () => close(null), look: "quiet" }),
        sendButton,
      ),
    ];
  };
  return dialog({ title, body });
}

function showDecided(place, sendButton) {
  sendButton.hidden = true;
  const text = "Somebody has decided this in the meantime. Close this dialog to see it.";
  place.replaceChildren(notice({ look: "plain", title: "Already decided", text }));
}

function suggestionChips(suggestions, field) {
  const chips = suggestions.map((words) =>
    button({ label: words, look: "chip", act: () => (field.write(words), field.focus()) }),
  );
  return el("div", { class: "chips", role: "group", "aria-label": "Suggestions" }, chips);
}
