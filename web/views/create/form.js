/** The form of a brief, section by section: its controls, and which of them make sense together. */

import { el } from "../../lib/dom.js";
import { BLANK } from "../../lib/brief_form.js";
import { formatSection, limitsSection, picturesSection, reviewSection, soundSection } from "./options.js";
import { subjectSection } from "./subject.js";

/** @param {() => void} changed when something was written other than by typing */
export function sections(changed) {
  const subject = subjectSection();
  const parts = [
    subject,
    formatSection(changed),
    picturesSection(changed),
    soundSection(changed),
    reviewSection(),
    limitsSection(),
  ];
  const controls = new Map(parts.flatMap((part) => part.controls).map((control) => [control.name, control]));

  return {
    node: parts.map((part) => part.node),
    products: subject.products,
    has: (name) => controls.has(name),
    read: () => Object.fromEntries(Object.keys(BLANK).map((name) => [name, controls.get(name).read()])),
    write: (values) => Object.keys(BLANK).forEach((name) => controls.get(name).write(values[name])),
    /** Shows what belongs to the present choices, and closes what is impossible with them. */
    arrange: (values) => parts.forEach((part) => part.arrange?.(values)),
    complain: (found) => controls.forEach((control) => control.complain(found.get(control.name) ?? "")),
    focus: (name) => {
      const control = controls.get(name);
      control.node.closest("details")?.setAttribute("open", "");
      control.focus();
      control.node.scrollIntoView({ block: "center" });
    },
    sending: () => [...controls.values()].some((control) => control.sending?.()),
  };
}

/** A section with a heading. */
export function section(title, ...children) {
  return el("section", { class: "card stack" }, el("h2", {}, title), children);
}
