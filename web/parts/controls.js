/**
 * Form controls with label, hint and complaint. Each has its `name` in the form, its `node`, and reads and writes its
 * value; `complain` says what is wrong with it, to eyes and to screen readers alike.
 */

import { el, newId, say } from "../lib/dom.js";

/** @typedef {{name: string, node: HTMLElement, read: () => any, write: (value: any) => void, complain: (words: string) => void, focus: () => void}} Control */

/**
 * A line, or with `rows` a box, of text.
 * @param {{name: string, label: string, hint?: string, rows?: number, type?: string, note?: (text: string) => string, attributes?: object}} what
 * @returns {Control}
 */
export function textField({ name, label, hint = "", rows = 0, type = "text", note = null, attributes = {} }) {
  const id = newId(name);
  const input = el(rows ? "textarea" : "input", {
    id,
    name,
    ...(rows ? { rows } : { type }),
    autocomplete: "off",
    ...attributes,
  });
  const counter = note && el("span", { class: "note" });
  const update = () => note && say(counter, note(input.value));
  input.addEventListener("input", update);
  update();
  const frame = framed({ id, label, hint, input, aside: counter });
  return {
    name,
    ...frame,
    read: () => input.value,
    write: (value) => ((input.value = value), update()),
    focus: () => input.focus(),
    input,
  };
}

/** A choice from a list that folds out. @returns {Control} */
export function select({ name, label, hint = "", options }) {
  const id = newId(name);
  const input = el("select", { id, name }, options.map(option));
  return {
    name,
    ...framed({ id, label, hint, input }),
    read: () => input.value,
    write: (value) => {
      if (![...input.options].some((known) => known.value === value)) input.append(option({ value, label: value }));
      input.value = value;
    },
    offer: (choices) => {
      const chosen = input.value;
      input.replaceChildren(...choices.map(option));
      input.value = chosen;
    },
    focus: () => input.focus(),
    input,
  };
}

/** One of a few, all in sight. `options` may bring a hint and a small picture. @returns {Control} */
export function choices({ name, label, options, hint = "", look = "" }) {
  const radios = options.map((one) => [one, el("input", { type: "radio", name, value: one.value, id: newId(name) })]);
  const body = radios.map(([one, radio]) =>
    el(
      "label",
      { class: "choice", for: radio.id },
      radio,
      el(
        "span",
        { class: "choice-body" },
        one.picture,
        el("span", { class: "choice-label" }, one.label),
        one.hint && el("span", { class: "hint" }, one.hint),
      ),
    ),
  );
  const group = grouped({ label, hint, body: el("div", { class: `choices ${look}` }, body) });
  radios[0][1].checked = true;
  return {
    name,
    ...group,
    read: () => radios.find(([, radio]) => radio.checked)[0].value,
    write: (value) => radios.forEach(([one, radio]) => (radio.checked = one.value === value)),
    focus: () => radios.find(([, radio]) => radio.checked)[1].focus(),
    /** Closes an option, with the reason in place of its hint. */
    close: (value, closed) => radios.forEach(([one, radio]) => one.value === value && (radio.disabled = closed)),
  };
}

/** Any of a few. @returns {Control} */
export function checks({ name, label, options, hint = "" }) {
  const boxes = options.map((one) => [one, el("input", { type: "checkbox", name, value: one.value, id: newId(name) })]);
  const hints = new Map(options.map((one) => [one.value, el("span", { class: "hint" }, one.hint)]));
  const body = boxes.map(([one, box]) =>
    el(
      "label",
      { class: "check", for: box.id },
      box,
      el("span", {}, el("span", { class: "choice-label" }, one.label), hints.get(one.value)),
    ),
  );
  return {
    name,
    ...grouped({ label, hint, body: el("div", { class: "checks" }, body) }),
    read: () => boxes.filter(([, box]) => box.checked).map(([one]) => one.value),
    write: (values) => boxes.forEach(([one, box]) => (box.checked = values.includes(one.value))),
    focus: () => boxes[0][1].focus(),
    /** Closes an option, or opens it again; what it says then. */
    close: (value, closed, words) => {
      const [one, box] = boxes.find(([known]) => known.value === value);
      box.disabled = closed;
      if (closed) box.checked = false;
      say(hints.get(value), closed ? words : one.hint);
    },
  };
}

/** On or off. @returns {Control} */
export function toggle({ name, label, hint = "" }) {
  const input = el("input", { type: "checkbox", role: "switch", name, id: newId(name), class: "switch" });
  const complaint = el("p", { class: "complaint", hidden: true });
  const words = el(
    "span",
    {},
    el("span", { class: "choice-label" }, label),
    hint && el("span", { class: "hint" }, hint),
  );
  return {
    name,
    node: el("div", { class: "field" }, el("label", { class: "check", for: input.id }, input, words), complaint),
    read: () => input.checked,
    write: (value) => (input.checked = value),
    complain: (text) => tell(complaint, text),
    focus: () => input.focus(),
  };
}

function option({ value, label }) {
  return el("option", { value }, label);
}

function framed({ id, label, hint, input, aside = null }) {
  const hintNode = hint && el("p", { class: "hint", id: `${id}-hint` }, hint);
  const complaint = el("p", { class: "complaint", id: `${id}-complaint`, hidden: true });
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  const head = el("div", { class: "field-head" }, el("label", { for: id }, label), aside);
  return {
    node: el("div", { class: "field" }, head, hintNode, input, complaint),
    complain: (text) => {
      tell(complaint, text);
      input.toggleAttribute("aria-invalid", Boolean(text));
      if (text) input.setAttribute("aria-invalid", "true");
      const described = [hint && `${id}-hint`, text && `${id}-complaint`].filter(Boolean).join(" ");
      if (described) input.setAttribute("aria-describedby", described);
      else input.removeAttribute("aria-describedby");
    },
  };
}

function grouped({ label, hint, body }) {
  const complaint = el("p", { class: "complaint", id: newId("complaint"), hidden: true });
  const node = el(
    "fieldset",
    { class: "field" },
    el("legend", {}, label),
    hint && el("p", { class: "hint" }, hint),
    body,
    complaint,
  );
  return {
    node,
    complain: (text) => {
      tell(complaint, text);
      if (text) node.setAttribute("aria-describedby", complaint.id);
      else node.removeAttribute("aria-describedby");
    },
  };
}

function tell(complaint, text) {
  say(complaint, text);
  complaint.hidden = !text;
}
