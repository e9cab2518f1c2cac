/** The photos in a form: each file becomes an asset as it comes; what was added before is looked up. */

import { ask } from "../client/client.js";
import { addAsset } from "../client/uploads.js";
import { newId } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { announce } from "../lib/live_region.js";
import { noRoom } from "./drop_area.js";

/** @typedef {import("../client/api_types.js").Asset} Asset */
/** @typedef {{id: string, asset: string, name: string, shows: string, facts: Asset | null, preview?: string}} Photo */

/**
 * @param {{max: number, complain: (words: string) => void, changed: () => void, onChange: (photos: Photo[]) => void}} what
 * `onChange` hears of everything that is to be shown, `changed` of what is another value.
 */
export function photoList({ max, complain, changed, onChange }) {
  /** @type {Photo[]} */
  let entries = [];
  const set = (next) => ((entries = next), onChange(entries));
  const drop = (photo) => set(entries.filter((other) => other !== photo));
  const room = () => max - entries.length;
  const added = () => entries.filter(({ asset }) => asset);

  const store = { set, drop, entries: () => entries, complain, changed };

  return {
    room,
    entries: () => entries,
    added,
    /** Whether it holds these, in this order: a form that writes back what it has read changes nothing. */
    holds: (value) => assetsOf(value) === assetsOf(added()),
    add: async (files) => {
      complain(files.length > room() ? noRoom(room(), max) : "");
      await Promise.all(files.slice(0, Math.max(room(), 0)).map((file) => send(file, store)));
    },
    /** @param {Asset[]} assets */
    take: (assets) => {
      if (!assets.length) return;
      const taken = assets.slice(0, room()).map((asset) => ({ id: newId("photo"), shows: "", ...factsOf(asset) }));
      complain("");
      set([...entries, ...taken]);
      announce(`Added: ${count(taken.length, "photo")}`);
      changed();
    },
    remove: (id) => {
      const photo = entries.find((one) => one.id === id);
      if (photo?.preview) URL.revokeObjectURL(photo.preview);
      drop(photo);
      announce("The photo was taken out");
      changed();
    },
    write: (value) => {
      set(value.map((photo) => ({ facts: null, ...photo, id: newId("photo") })));
      for (const photo of entries) look(photo, store);
    },
  };
}

/** Makes a file an asset; until it is one its row says so. */
async function send(file, { set, drop, entries, complain, changed }) {
  /** @type {Photo} */
  const photo = {
    id: newId("photo"),
    asset: "",
    name: file.name,
    shows: "",
    facts: null,
    preview: URL.createObjectURL(file),
  };
  set([...entries(), photo]);
  try {
    Object.assign(photo, factsOf(await addAsset("product_image", file)));
    announce(`${file.name} is added`);
    set(entries());
  } catch (error) {
    if (!error.code) throw error;
    drop(photo);
    complain(error.message.includes(file.name) ? error.message : `“${file.name}” is not added: ${error.message}`);
  }
  changed();
}

/** Shows what is known of a photo that was added before; one that is gone is told, and taken out. */
async function look(photo, { set, drop, entries, complain, changed }) {
  const found = await known(photo.asset);
  if (!entries().includes(photo)) return;
  if (found === "deleted") {
    drop(photo);
    complain(`“${photo.name}” was deleted; it is left out`);
    changed();
  } else {
    Object.assign(photo, found && factsOf(found));
    set(entries());
  }
}

/** @param {Asset} asset */
function factsOf(asset) {
  return { asset: asset.asset_id, name: asset.file_name, facts: asset };
}

/** An asset; "deleted" where there is none, null while nobody can tell: the server says it when the order is sent. */
async function known(assetId) {
  try {
    return await ask("GET", `/assets/${assetId}`);
  } catch (error) {
    if (error.status === undefined) throw error;
    return error.status === 404 ? "deleted" : null;
  }
}

function assetsOf(photos) {
  return photos.map(({ asset }) => asset).join();
}
