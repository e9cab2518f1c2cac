/** The form of a brief, section by section: its controls, and which of them make sense together. */

import { BLANK } from "../../lib/form_defaults.js";
import { limitsSection, reviewSection } from "./approvals.js";
import { formatSection, soundSection } from "./options.js";
import { subjectSection } from "./subject.js";
import { picturesSection } from "./visuals.js";

/** @param {() => void} changed when something was written other than by typing */
export function sections(changed) {
  const subject = subjectSection(changed);
  const format = formatSection(changed);
  const parts = [subject, format, picturesSection(changed), soundSection(changed), reviewSection(), limitsSection()];
  /** @type {Map<string, import("../../parts/controls.js").Control & {sending?: () => boolean}>} */
  const controls = new Map(parts.flatMap((part) => part.controls).map((control) => [control.name, control]));
  const control = (name) => {
    const found = controls.get(name);
    if (!found) throw new Error(`no control for ${name}`);
    return found;
  };

  return {
    node: parts.map((part) => part.node),
    products: subject.products,
    /** Where the page says which defaults belong to the subject. */
    note: subject.note,
    has: (name) => controls.has(name),
    read: () => Object.fromEntries(Object.keys(BLANK).map((name) => [name, control(name).read()])),
    write: (values) => Object.keys(BLANK).forEach((name) => control(name).write(values[name])),
    /** Shows what belongs to the present choices, and closes what is impossible with them. */
    arrange: (values) => parts.forEach((part) => part.arrange?.(values)),
    complain: (found) => controls.forEach((one) => one.complain(found.get(one.name) ?? "")),
    focus: (name) => {
      const one = control(name);
      one.node.closest("details")?.setAttribute("open", "");
      one.focus();
      one.node.scrollIntoView({ block: "center" });
    },
    sending: () => [...controls.values()].some((one) => one.sending?.()),
  };
}
