/** One photo of a product in a form: its picture, what was measured of it, and which features it shows. */

import { LIMITS } from "../client/limits.js";
import { el, fill, setText } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { button } from "./buttons.js";
import { textField } from "./controls.js";

/** The program cuts nothing smaller out of a photo, as it would be blown up in the video. */
const MIN_SIDE = 200;

/** @param {{remove: () => void}} what */
export function photoRow({ remove }) {
  const picture = el("span", { class: "photo-picture" });
  const name = el("span", { class: "photo-name" });
  const facts = el("span", { class: "hint" });
  const shows = textField({
    name: "photo_shows",
    label: "Features that it shows",
    hint: `One in each line, up to ${LIMITS.product["product.photos.shows"].maxItems}; where one is told, this photo is shown`,
    rows: 2,
  });
  const away = button({ label: "Remove", act: remove, look: "bare only-icon", sign: "close" });
  const node = el("li", { class: "photo" }, picture, el("span", { class: "file-name" }, name, facts), away, shows.node);
  let shown = "";
  return {
    node,
    shows: () => shows.read(),
    /** @param {string} text */
    write: (text) => {
      if (shows.read() !== text) shows.write(text);
    },
    /** @param {import("./photo_list.js").Photo} photo @param {number} place */
    show: (photo, place) => {
      const url = photo.preview ?? photo.facts?.url ?? "";
      if (url !== shown || !picture.hasChildNodes())
        fill(picture, url ? el("img", { src: url, alt: "" }) : icon("picture"));
      if (!node.dataset.written) shows.write(photo.shows);
      node.dataset.written = "true";
      shown = url;
      setText(name, `Photo ${place + 1}: ${photo.name}`);
      setText(facts, photo.asset ? factsOf(photo) : "Adding…");
      setText(away.querySelector("span"), `Remove photo ${place + 1}, ${photo.name}`);
      away.dataset.label = `Remove photo ${place + 1}, ${photo.name}`;
    },
  };
}

/** What decides whether the product can be cut out of it, as far as it is known before it is tried. */
function factsOf({ facts: asset }) {
  if (!asset) return "Added before";
  const { width, height, transparent } = asset.facts;
  const parts = [
    width && `${width} × ${height}`,
    transparent ? "transparent background" : "cut out from its plain background before anything is bought",
    width && Math.min(width, height) < MIN_SIDE && `too small: ${MIN_SIDE} pixels are needed`,
    ...asset.warnings,
  ];
  return parts.filter(Boolean).join(" · ");
}
