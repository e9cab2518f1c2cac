/** What controls for files have in common: where they are dropped or chosen, and where it says what was wrong. */

import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** The field that opens the browser's dialog. */
export function fileInput({ id, types, max }) {
  return el("input", {
    type: "file",
    id,
    accept: types.join(","),
    multiple: max > 1,
    "aria-describedby": `${id}-hint`,
  });
}

/** Where it says what is wrong: with the file that was just added, else with the field as the form sees it. */
export function complaintPlace() {
  const node = el("p", { class: "complaint", role: "alert", hidden: true });
  const said = { file: "", form: "" };
  const show = () => {
    const words = said.file || said.form;
    if (node.textContent !== words) node.textContent = words;
    node.hidden = !words;
  };
  return {
    node,
    /** @param {string} words */
    ofFile: (words) => ((said.file = words), show()),
    /** @param {string} words */
    ofForm: (words) => ((said.form = words), show()),
  };
}

/** A place to drop files on, around the field that chooses them. */
export function dropArea({ id, label, hint, input }) {
  const words = el(
    "p",
    { class: "hint", id: `${id}-hint` },
    el("span", { class: "with-mouse" }, "Drop or choose "),
    el("span", { class: "with-touch" }, "Choose "),
    hint,
  );
  const zone = el("div", { class: "dropzone" }, icon("upload"), el("label", { for: id }, label), words, input);
  for (const event of ["dragenter", "dragover"]) {
    zone.addEventListener(event, (drag) => (drag.preventDefault(), zone.classList.add("over")));
  }
  for (const event of ["dragleave", "drop"]) {
    zone.addEventListener(event, (drag) => (drag.preventDefault(), zone.classList.remove("over")));
  }
  return zone;
}

/** Why no more files are taken. */
export function noRoom(room, max) {
  return room ? `There is room for ${room} more` : `There is room for ${max} only; remove one first`;
}
