/** The photos of a kept product, small, each with the features that it shows. */

import { ask } from "../client/client.js";
import { el, fill } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** @param {{asset: string, shows: string[]}[]} photos @returns {HTMLElement | null} nothing without photos */
export function photoGallery(photos = []) {
  if (!photos.length) return null;
  return el("ul", { class: "gallery", "aria-label": "Photos of the product" }, photos.map(item));
}

function item({ asset, shows }, place) {
  const picture = el("span", { class: "photo-picture" }, icon("picture"));
  const name = `Photo ${place + 1}`;
  const words = el("span", { class: "hint", dir: "auto" }, shows.join("; ") || name);
  show(asset, picture, `${name} of the product${shows.length ? `: ${shows.join("; ")}` : ""}`, words);
  return el("li", {}, picture, words);
}

async function show(asset, picture, alt, words) {
  try {
    const { url } = await ask("GET", `/assets/${asset}`);
    fill(picture, el("img", { src: url, alt, loading: "lazy" }));
  } catch (error) {
    if (error.status === undefined) throw error;
    fill(words, error.status === 404 ? "Deleted; edit the product to take it out" : "It cannot be shown now");
  }
}
