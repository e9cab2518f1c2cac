/** Dialogs: the browser's own, which keep the focus and close with Escape. */

import { el, newId } from "../lib/dom.js";
import { button } from "./buttons.js";
import { textField } from "./controls.js";

/**
 * Opens a dialog; resolves to what `close` was called with, null when it was dismissed.
 * @param {{title: string, body: (close: (value: any) => void) => any, look?: string, dismissable?: boolean}} what
 */
export function dialog({ title, body, look = "", dismissable = true }) {
  return new Promise((resolve) => {
    const heading = newId("dialog");
    let answer = null;
    const node = el("dialog", { class: look, "aria-labelledby": heading });
    const close = (value) => ((answer = value), node.close());
    node.append(el("div", { class: "dialog-body" }, el("h2", { id: heading }, title), body(close)));
    node.addEventListener("cancel", (event) => dismissable || event.preventDefault());
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
      button({ label: "Go back", act: () => close(false), look: "quiet" }),
      button({ label: yes, act: () => close(true), look }),
    ),
  ];
  return (await dialog({ title, body })) === true;
}

/** Asks for a reason; resolves to it, or null. What was typed and not sent is there at the next time. */
export function reasonFor({ title, label, yes, hint = "", suggestions = [] }) {
  const body = (close) => {
    const field = textField({ name: "reason", label, hint, rows: 3, attributes: { maxlength: 500, required: true } });
    const send = () => {
      const reason = field.read().trim();
      field.complain(reason ? "" : "Say what should be different");
      if (reason) close(reason);
      else field.focus();
    };
    field.input.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send(),
    );
    const chips = suggestions.map((words) =>
      button({ label: words, look: "chip", act: () => (field.write(words), field.focus()) }),
    );
    return [
      field.node,
      chips.length > 0 && el("div", { class: "chips", role: "group", "aria-label": "Suggestions" }, chips),
      el(
        "div",
        { class: "actions end" },
        button({ label: "Go back", act: () => close(null), look: "quiet" }),
        button({ label: yes, act: send, look: "danger" }),
      ),
    ];
  };
  return dialog({ title, body });
}
