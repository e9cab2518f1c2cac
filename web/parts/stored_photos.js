/** Choosing product photos that were added before. */

import { ask } from "../client/client.js";
import { el, fill } from "../lib/dom.js";
import { button } from "./buttons.js";
import { dialog } from "./dialogs.js";
import { problemNotice } from "./notices.js";

const PAGE = 100;

/**
 * Asks which; resolves to the assets, none when the dialog was dismissed.
 * @param {{room: number, without: string[]}} what `room` is how many more may be chosen
 * @returns {Promise<import("../client/api_types.js").Asset[]>}
 */
export async function chosenPhotos({ room, without }) {
  const answer = await dialog({
    title: "Photos added before",
    look: "wide",
    body: (close) => chooser(close, room, without),
  });
  return answer ?? [];
}

function chooser(close, room, without) {
  const place = el("div", { class: "stack" }, el("p", { class: "hint" }, "Loading…"));
  /** @type {Map<string, any>} */
  let known = new Map();
  const boxes = () => /** @type {HTMLInputElement[]} */ ([...place.querySelectorAll("input")]);
  const chosen = () => boxes().filter((box) => box.checked);
  const use = button({
    label: "Use these photos",
    look: "primary",
    act: () => close(chosen().map((box) => known.get(box.value))),
  });
  const arrange = () => {
    const full = chosen().length >= room;
    for (const box of boxes()) box.disabled = full && !box.checked;
    use.toggleAttribute("disabled", chosen().length === 0);
  };
  place.addEventListener("change", arrange);
  load(without).then(
    (assets) => {
      known = new Map(assets.map((asset) => [asset.asset_id, asset]));
      fill(
        place,
        room > 0 ? picksOf(assets, room) : el("p", {}, "There is no room for more photos; remove one first."),
      );
      arrange();
      boxes()[0]?.focus();
    },
    (error) => fill(place, problemNotice(error, { title: "Your photos cannot be shown" })),
  );
  arrange();
  const cancel = button({ label: "Cancel", look: "quiet", act: () => close(null) });
  return [place, el("div", { class: "actions end" }, cancel, use)];
}

async function load(without) {
  const page = await ask("GET", `/assets?kind=product_image&limit=${PAGE}`);
  return page.items.filter((asset) => !without.includes(asset.asset_id));
}

function picksOf(assets, room) {
  if (!assets.length) return el("p", {}, "There are no others yet. Photos that you add are kept under “Files”.");
  return el(
    "fieldset",
    { class: "field" },
    el("legend", {}, `Which photos? There is room for ${room}.`),
    el("div", { class: "picks" }, assets.map(pick)),
  );
}

function pick(asset) {
  const id = `stored-${asset.asset_id}`;
  const { width, height } = asset.facts;
  return el(
    "label",
    { class: "pick", for: id },
    el("input", { type: "checkbox", id, value: asset.asset_id }),
    el("span", { class: "photo-picture" }, el("img", { src: asset.url, alt: "", loading: "lazy" })),
    el("span", {}, asset.file_name, el("span", { class: "hint" }, `${width} × ${height}`)),
  );
}
