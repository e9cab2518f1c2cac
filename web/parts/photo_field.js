/** Photos of a product: added, or chosen from those added before, each with the features that it shows. */

import { LIMITS } from "../client/limits.js";
import { ASSET_KINDS } from "../client/uploads.js";
import { el, newId } from "../lib/dom.js";
import { button } from "./buttons.js";
import { complaintPlace, dropArea, fileInput } from "./drop_area.js";
import { keyedList } from "./keyed_list.js";
import { photoList } from "./photo_list.js";
import { photoRow } from "./photo_row.js";
import { chosenPhotos } from "./stored_photos.js";

const MAX = LIMITS.product["product.photos"].maxItems;
const HINT =
  `up to ${MAX} pictures, each of the whole product before a plain background, or cut out with a transparent one. ` +
  "The video shows the product itself, not a drawing of it.";

/**
 * A control whose value is a list of `{asset, name, shows}`; `shows` has a feature in each line.
 * @param {{name: string, changed: () => void}} what `changed` hears of files that came or went
 */
export function photoField({ name, changed }) {
  const id = newId(name);
  const input = fileInput({ id, types: ASSET_KINDS.product_image.types, max: MAX });
  const zone = dropArea({ id, label: "Photos of the product", hint: HINT, input });
  const complaint = complaintPlace();
  const list = el("ol", { class: "files photos", "aria-label": "Photos of the product" });
  const rows = keyedList(list, (key) => photoRow({ remove: () => photos.remove(key) }));
  const photos = photoList({ max: MAX, complain: complaint.ofFile, changed, onChange: show });
  const again = button({ label: "Choose from photos added before", look: "small", act: chooseStored });

  function show(entries) {
    rows.show(entries.map((photo, place) => [photo.id, (row) => row.show(photo, place)]));
    zone.classList.toggle("full", entries.length >= MAX);
    input.disabled = entries.length >= MAX;
  }

  async function chooseStored() {
    const chosen = await chosenPhotos({ room: photos.room(), without: photos.entries().map(({ asset }) => asset) });
    photos.take(chosen);
  }

  input.addEventListener("change", () => photos.add([...input.files]).finally(() => (input.value = "")));
  zone.addEventListener("drop", (drag) => photos.add([...(drag.dataTransfer?.files ?? [])]));
  return {
    name,
    node: el("div", { class: "field" }, zone, el("div", { class: "actions" }, again), list, complaint.node),
    read: () => {
      const typed = (photo) => rows.get(photo.id)?.shows() ?? photo.shows;
      return photos.added().map((photo) => ({ asset: photo.asset, name: photo.name, shows: typed(photo) }));
    },
    write: (value) => {
      if (!photos.holds(value)) return photos.write(value);
      return photos.added().forEach(({ id: key }, place) => rows.get(key)?.write(value[place].shows));
    },
    sending: () => photos.entries().some(({ asset }) => !asset),
    complain: complaint.ofForm,
    focus: () => input.focus(),
  };
}
