/** A place to drop files on, or to choose them with: each is uploaded at once, and can be removed again. */

import { KINDS } from "../client/uploads.js";
import { el, fill, newId } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { announce } from "../lib/live_region.js";
import { button } from "./buttons.js";
import { complaintPlace, dropArea, fileInput, noRoom } from "./drop_area.js";

/** @typedef {{key: string, name: string, preview?: string, sending?: boolean, placed?: any}} Entry */
/** @typedef {{name: string, kind: keyof typeof KINDS, max: number, label: string, hint: string, changed: () => void}} Dropzone */

/**
 * A control whose value is a list of `{key, name}`. What was wrong with a file stays until the next one is added, whatever
 * the form has to say about the field.
 * @param {Dropzone} what
 */
export function dropzone({ name, kind, max, label, hint, changed }) {
  const id = newId(name);
  const input = fileInput({ id, types: KINDS[kind].types, max });
  const list = el("ul", { class: "files" });
  const complaint = complaintPlace();
  const zone = dropArea({ id, label, hint, input });
  const files = fileList({ kind, max, changed, complain: complaint.ofFile, onChange: show });

  function show(entries) {
    const remove = (file) => (files.remove(file), input.focus());
    fill(
      list,
      entries.map((file) => row(file, () => remove(file))),
    );
    zone.classList.toggle("full", entries.length >= max);
    input.disabled = entries.length >= max;
  }

  input.addEventListener("change", () => files.add([...input.files]).finally(() => (input.value = "")));
  zone.addEventListener("drop", (drag) => files.add([...(drag.dataTransfer?.files ?? [])]));
  return {
    name,
    node: el("div", { class: "field" }, zone, list, complaint.node),
    read: () => files.uploaded(),
    write: (value) => files.write(value),
    sending: () => files.sending(),
    complain: complaint.ofForm,
    focus: () => input.focus(),
  };
}

/** The files of a drop zone, each uploaded as it comes. */
function fileList({ kind, max, changed, complain, onChange }) {
  /** @type {Entry[]} */
  let entries = [];
  const set = (next) => ((entries = next), onChange(entries));

  async function send(file) {
    const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined;
    /** @type {Entry} */
    const entry = { key: "", name: file.name, preview, sending: true };
    set([...entries, entry]);
    try {
      entry.key = await KINDS[kind].send(kind, file);
      entry.sending = false;
      announce(`${file.name} is uploaded`);
      set(entries);
    } catch (error) {
      if (!error.code) throw error;
      set(entries.filter((known) => known !== entry));
      complain(error.message);
    }
    changed();
  }

  return {
    add: async (chosen) => {
      const room = max - entries.length;
      complain(chosen.length > room ? noRoom(room, max) : "");
      await Promise.all(chosen.slice(0, Math.max(room, 0)).map(send));
    },
    remove: (file) => {
      set(entries.filter((known) => known !== file));
      if (file.preview) URL.revokeObjectURL(file.preview);
      announce(`${file.name} was removed`);
      changed();
    },
    write: (value) => set(value.map((file) => ({ ...file }))),
    uploaded: () =>
      entries.filter((file) => file.key).map(({ key, name, placed }) => ({ key, name, ...(placed && { placed }) })),
    sending: () => entries.some((file) => file.sending),
  };
}

function row(file, remove) {
  const picture = file.preview ? el("img", { src: file.preview, alt: "", width: 40, height: 40 }) : icon("picture");
  const state = el("span", { class: "hint" }, file.sending ? "Uploading…" : "Uploaded");
  const away = button({ label: `Remove ${file.name}`, act: remove, look: "bare only-icon", sign: "close" });
  return el("li", {}, picture, el("span", { class: "file-name" }, file.name, state), away);
}
