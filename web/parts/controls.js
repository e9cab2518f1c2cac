/**
 * Form controls with label, hint and complaint. Each has its `name` in the form, its `node`, and reads and writes its
 * value; `complain` says what is wrong with it, to eyes and to screen readers alike.
 */

import { el, newId, setText } from "../lib/dom.js";

/** @typedef {{name: string, node: HTMLElement, read: () => any, write: (value: any) => void, complain: (words: string) => void, focus: () => void}} Control */
/** @typedef {Control & {input: HTMLElement & Record<string, any>}} Field a control with one element to type or choose in */
/** @typedef {{value: string, label: string, hint?: string, picture?: HTMLElement}} Option */

/**
 * A line, or with `rows` a box, of text. Words of people may be of any language and direction.
 * @param {{name: string, label: string, hint?: string, rows?: number, type?: string, note?: ((text: string) => string) | null, attributes?: object}} what
 * @returns {Field}
 */
export function textField({ name, label, hint = "", rows = 0, type = "text", note = null, attributes = {} }) {
  const id = newId(name);
  const kind = rows ? { rows, dir: "auto" } : { type, ...(type === "text" && { dir: "auto" }) };
  const input = el(rows ? "textarea" : "input", { id, name, ...kind, autocomplete: "off", ...attributes });
  const counter = note && el("span", { class: "note", dir: "ltr" });
  const update = () => {
    if (counter && note) setText(counter, note(input.value));
  };
  input.addEventListener("input", update);
  update();
  return {
    name,
    ...framed({ id, label, hint, input, aside: counter }),
    read: () => input.value,
    write: (value) => ((input.value = value), update()),
    focus: () => input.focus(),
    input,
  };
}

/**
 * A choice from a list that folds out.
 * @param {{name: string, label: string, hint?: string, options: Option[]}} what
 * @returns {Field & {offer: (options: Option[]) => void}}
 */
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
    offer: (offered) => {
      const chosen = input.value;
      input.replaceChildren(...offered.map(option));
      input.value = chosen;
    },
    focus: () => input.focus(),
    input,
  };
}

/**
 * One of a few, all in sight.
 * @param {{name: string, label: string, options: Option[], hint?: string, look?: string}} what
 * @returns {Control}
 */
export function choices({ name, label, options, hint = "", look = "" }) {
  const radios = options.map((one) => ({
    one,
    radio: el("input", { type: "radio", name, value: one.value, id: newId(name) }),
  }));
  const body = radios.map(({ one, radio }) =>
    el("label", { class: "choice", for: radio.id }, radio, el("span", { class: "choice-body" }, ...choiceWords(one))),
  );
  const chosen = () => radios.find(({ radio }) => radio.checked) ?? radios[0];
  radios[0].radio.checked = true;
  return {
    name,
    ...grouped({ label, hint, body: el("div", { class: `choices ${look}` }, body) }),
    read: () => chosen().one.value,
    write: (value) => radios.forEach(({ one, radio }) => (radio.checked = one.value === value)),
    focus: () => chosen().radio.focus(),
  };
}

/**
 * Any of a few. An option can be closed, and says why then.
 * @param {{name: string, label: string, options: Option[], hint?: string}} what
 * @returns {Control & {close: (value: string, closed: boolean, words: string) => void}}
 */
export function checks({ name, label, options, hint = "" }) {
  const boxes = options.map((one) => ({
    one,
    box: el("input", { type: "checkbox", name, value: one.value, id: newId(name) }),
    hint: el("span", { class: "hint" }, one.hint),
  }));
  const body = boxes.map(({ one, box, hint: words }) =>
    el(
      "label",
      { class: "check", for: box.id },
      box,
      el("span", {}, el("span", { class: "choice-label" }, one.label), words),
    ),
  );
  return {
    name,
    ...grouped({ label, hint, body: el("div", { class: "checks" }, body) }),
    read: () => boxes.filter(({ box }) => box.checked).map(({ one }) => one.value),
    write: (values) => boxes.forEach(({ one, box }) => (box.checked = values.includes(one.value))),
    focus: () => boxes[0].box.focus(),
    close: (value, closed, words) => {
      const found = boxes.find(({ one }) => one.value === value);
      if (!found) return;
      found.box.disabled = closed;
      if (closed) found.box.checked = false;
      setText(found.hint, closed ? words : (found.one.hint ?? ""));
    },
  };
}

/**
 * On or off.
 * @param {{name: string, label: string, hint?: string}} what
 * @returns {Control}
 */
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
    complain: (text) => showComplaint(complaint, text),
    focus: () => input.focus(),
  };
}

/** @param {Option} option */
function choiceWords({ picture, label, hint }) {
  return [picture, el("span", { class: "choice-label" }, label), hint && el("span", { class: "hint" }, hint)];
}

function option({ value, label }) {
  return el("option", { value }, label);
}
/** @param {{id: string, label: string, hint: string, input: HTMLElement, aside?: HTMLElement | null}} what */
function framed({ id, label, hint, input, aside = null }) {
  const hintNode = hint && el("p", { class: "hint", id: `${id}-hint` }, hint);
  const complaint = el("p", { class: "complaint", id: `${id}-complaint`, hidden: true });
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  const head = el("div", { class: "field-head" }, el("label", { for: id }, label), aside);
  return {
    node: el("div", { class: "field" }, head, hintNode, input, complaint),
    complain: (text) => {
      showComplaint(complaint, text);
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
      showComplaint(complaint, text);
      if (text) node.setAttribute("aria-describedby", complaint.id);
      else node.removeAttribute("aria-describedby");
    },
  };
}

function showComplaint(complaint, text) {
  setText(complaint, text);
  complaint.hidden = !text;
}
