/** Every image of a scene: the newest large, the earlier ones small, each with what was said of it. */

import { el } from "../../lib/dom.js";
import { picture, scenePicture } from "../../parts/pictures.js";

/** @type {Record<string, string>} */
const VERDICTS = { pending: "needs review", approved: "approved", rejected: "rejected" };

export function pictureHistory({ scene, ratio, draws, held, asked }) {
  const newest = scene.images.at(-1);
  const waits = draws
    ? held
      ? "Generated once the scene is approved"
      : "Not generated yet"
    : "Generated when its turn comes";
  const state = newest && (newest.status !== "pending" || asked) ? `, ${VERDICTS[newest.status]}` : "";
  const earlier = scene.images.slice(0, -1).toReversed();
  return [
    scenePicture(scene, { ratio, waits, image: newest ?? null }),
    newest && el("p", { class: "hint" }, `Image ${newest.number}${state}${said(newest)}`),
    newest && !scene.own_picture && productNote(scene, newest),
    earlier.length > 0 &&
      el(
        "ul",
        { class: "history", "aria-label": "Earlier images" },
        earlier.map((image) => earlierPicture(image, ratio)),
      ),
  ];
}

/** What is to be known of the picture of an empty place. */
function productNote(scene, image) {
  if (scene.product !== "hero") return null;
  if (!image.composite_url) return el("p", { class: "hint" }, "The product is laid into this place in the video.");
  const alone = el("a", { href: image.url, target: "_blank", rel: "noopener" }, "See the place alone");
  return el("p", { class: "hint" }, "With the product from its photo, as the video will show it. ", alone);
}

function earlierPicture(image, ratio) {
  const frame = el(
    "span",
    { class: "frame", data: { ratio } },
    picture(image, `Image ${image.number}, ${VERDICTS[image.status]}`),
  );
  return el(
    "li",
    {},
    el("a", { href: image.url, target: "_blank", rel: "noopener" }, frame),
    el("span", { class: "hint" }, `${image.number}: ${VERDICTS[image.status]}${said(image)}`),
  );
}

function said(image) {
  return image.reason ? `: “${image.reason}”` : "";
}
