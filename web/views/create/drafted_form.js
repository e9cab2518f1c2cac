/** The form with its draft: what was typed is kept at every change, and defaults of a subject touch nobody's choices. */

import { BLANK, subjectDefaultsIn, withSubjectDefaults } from "../../lib/form_defaults.js";
import { region } from "../../lib/dom.js";
import { adoptDrafts, draftOf, keepDraft } from "../../lib/form_storage.js";
import { button } from "../../parts/buttons.js";
import { notice } from "../../parts/notices.js";
import { CREATE_DRAFT, EARLIER_DRAFT, swapDrafts } from "./drafts.js";
import { sections } from "./form.js";

/** @param {(values: Record<string, any>) => void} onValues hears of every change, by people or by the page */
export function draftedForm(onValues) {
  adoptDrafts([CREATE_DRAFT, EARLIER_DRAFT]);
  const form = sections(() => changed());
  const earlier = region("div", {}, (has) => has && earlierDraft(() => (swapDrafts(), load())));
  const note = region("div", {}, (names) => names.length > 0 && defaultsNote(() => keepBlank(names)));
  form.note.append(note.node);
  /** @type {Set<string>} */
  let touched = new Set();
  let subject = "";

  function load() {
    const draft = draftOf(CREATE_DRAFT) ?? {};
    touched = new Set(draft.touched ?? []);
    subject = draft.subject ?? "";
    form.write({ ...BLANK, ...draft });
    changed();
    const said = Object.entries(draft.complaints ?? {});
    if (said.length) form.complain(new Map(said)); // of an earlier order, until the next one is tried
    if (said.length) queueMicrotask(() => form.focus(said[0][0]));
  }

  function changed() {
    let values = form.read();
    if (subject && subject !== values.subject) form.write((values = withSubjectDefaults(values, touched)));
    subject = values.subject;
    note.show(subjectDefaultsIn(values, touched));
    keepDraft(CREATE_DRAFT, { ...values, touched: [...touched] });
    earlier.show(draftOf(EARLIER_DRAFT) !== null);
    form.arrange(values);
    onValues(values);
  }

  function keepBlank(names) {
    names.forEach((name) => touched.add(name));
    form.write({ ...form.read(), ...Object.fromEntries(names.map((name) => [name, BLANK[name]])) });
    changed();
  }

  return {
    form,
    earlier: earlier.node,
    load,
    changed,
    /** Somebody has chosen a value of this control. */
    touch: (name) => touched.add(name),
    write: (values) => (form.write({ ...form.read(), ...values }), changed()),
  };
}

function earlierDraft(bringBack) {
  const back = button({ label: "Bring it back", look: "small", id: "bring-back", act: bringBack });
  return notice({ look: "plain", title: "Your earlier draft is kept", actions: [back] });
}

function defaultsNote(undo) {
  const text =
    "For your own script: animated stills, and your approval at every step, unless you choose otherwise below.";
  const keep = button({ label: "Undo", look: "small", id: "undo-defaults", act: undo });
  return notice({ look: "plain", text, actions: [keep] });
}
