/** The photos of the product of a video: each as it was cut out, or why it could not be. */

import { el } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { photosOfBrief } from "../../lib/scene_media.js";
import { reasonWords } from "../../lib/labels.js";

const METHODS = { alpha: "by its transparent background", plain_background: "from its plain background" };

/** What is shown of them, for a region. @param {import("./view.js").Job} job */
export function photoFacts(job) {
  const refused = refusalOf(job.problem);
  return photosOfBrief(job.brief).map(({ asset, shows }, place) => ({
    place,
    shows,
    cutout: job.cutouts.find((one) => one.asset === asset) ?? null,
    refused: refused?.place === place ? refused.words : "",
    waits: !job.problem,
  }));
}

/** Which photo could not be cut out, counted from 0, and why; null for other problems. */
export function refusalOf(problem) {
  if (problem?.stage !== "cut_out_product") return null;
  const words = reasonWords(problem.message);
  const number = /^Photo (\d+) of the product/.exec(words)?.[1];
  return { place: Number(number ?? 1) - 1, words };
}

export function productPhotos(photos) {
  if (!photos.length) return null;
  return [el("h2", {}, "The product, cut out of its photos"), el("ol", { class: "gallery" }, photos.map(item))];
}

function item({ place, shows, cutout, refused, waits }) {
  const name = `Photo ${place + 1}`;
  const picture = cutout
    ? el("img", { src: cutout.url, alt: `${name}, cut out` })
    : icon(refused ? "alert" : "picture");
  const state = cutout ? `Cut out ${METHODS[cutout.method] ?? ""}` : waits ? "Not cut out yet" : "Not cut out";
  return el(
    "li",
    {},
    el("span", { class: "photo-picture" }, picture),
    el("span", { class: "photo-name" }, name),
    el("span", { class: "hint" }, `${state}.`),
    shows.length > 0 && el("span", { class: "hint", dir: "auto" }, `Shows: ${shows.join("; ")}`),
    cutout && el("a", { href: cutout.photo_url, target: "_blank", rel: "noopener" }, `See ${name.toLowerCase()}`),
    refused && el("span", { class: "complaint" }, refused),
  );
}
