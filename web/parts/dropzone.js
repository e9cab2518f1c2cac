/** A place to drop files on, or to choose them with: each is uploaded at once, and can be taken away again. */

import { announce } from "../lib/live_region.js";
import { el, fill, newId } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { KINDS, upload } from "../client/uploads.js";
import { button } from "./buttons.js";

/**
 * A control whose value is a list of `{key, name}`.
 * @param {{name: string, kind: keyof typeof KINDS, most: number, label: string, hint: string, changed: () => void}} what
 */
export function dropzone({ name, kind, most, label, hint, changed }) {
  const id = newId(name);
  /** @type {{key: string, name: string, preview?: string, sending?: boolean}[]} */
  let files = [];
  const input = el("input", {
    type: "file",
    id,
    accept: KINDS[kind].types.join(","),
    multiple: most > 1,
    "aria-describedby": `${id}-hint`,
  });
  const list = el("ul", { class: "files" });
  const complaint = el("p", { class: "complaint", role: "alert", hidden: true });
  const zone = el(
    "div",
    { class: "dropzone" },
    icon("upload"),
    el("label", { for: id }, label),
    el("p", { class: "hint", id: `${id}-hint` }, hint),
    input,
  );

  const complain = (text) => {
    complaint.textContent = text;
    complaint.hidden = !text;
  };
  const show = () => {
    fill(
      list,
      files.map((file) => row(file, () => remove(file))),
    );
    zone.classList.toggle("full", files.length >= most);
    input.disabled = files.length >= most;
  };
  const remove = (file) => {
    files = files.filter((known) => known !== file);
    if (file.preview) URL.revokeObjectURL(file.preview);
    show();
    announce(`${file.name} was taken away`);
    changed();
    input.focus();
  };
  const add = async (chosen) => {
    complain("");
    const room = most - files.length;
    if (chosen.length > room)
      complain(room ? `There is room for ${room} more` : `There is room for ${most} only; take one away first`);
    await Promise.all([...chosen].slice(0, Math.max(room, 0)).map(send));
  };
  const send = async (file) => {
    const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined;
    const entry = { key: "", name: file.name, preview, sending: true };
    files.push(entry);
    show();
    try {
      entry.key = await upload(kind, file);
      entry.sending = false;
      announce(`${file.name} is uploaded`);
    } catch (error) {
      if (!error.code) throw error;
      files = files.filter((known) => known !== entry);
      complain(error.message);
    }
    show();
    changed();
  };

  input.addEventListener("change", () => add([...input.files]).finally(() => (input.value = "")));
  for (const event of ["dragenter", "dragover"])
    zone.addEventListener(event, (drag) => (drag.preventDefault(), zone.classList.add("over")));
  for (const event of ["dragleave", "drop"])
    zone.addEventListener(event, (drag) => (drag.preventDefault(), zone.classList.remove("over")));
  zone.addEventListener("drop", (drag) => add([...drag.dataTransfer.files]));

  return {
    name,
    node: el("div", { class: "field" }, zone, list, complaint),
    read: () => files.filter((file) => file.key).map(({ key, name: title }) => ({ key, name: title })),
    write: (value) => ((files = value.map((file) => ({ ...file }))), show()),
    sending: () => files.some((file) => file.sending),
    complain,
    focus: () => input.focus(),
  };
}

function row(file, remove) {
  const picture = file.preview ? el("img", { src: file.preview, alt: "", width: 40, height: 40 }) : icon("picture");
  const state = el("span", { class: "hint" }, file.sending ? "Uploading…" : "Uploaded");
  const away = button({ label: `Take away ${file.name}`, act: remove, look: "bare only-icon", sign: "close" });
  return el("li", {}, picture, el("span", { class: "file-name" }, file.name, state), away);
}
