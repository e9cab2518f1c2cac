/** Every picture drawn of a scene: the newest large, the earlier ones small, each with what was said of it. */

import { el } from "../../lib/dom.js";
import { picture, scenePicture } from "../../parts/pictures.js";

const VERDICTS = { pending: "waits for your word", approved: "approved", rejected: "turned down" };

export function pictureHistory({ scene, ratio, draws, held, asked }) {
  const newest = scene.images.at(-1);
  const waits = !draws ? "Filmed when its turn comes" : held ? "Drawn once the scene is approved" : "Not drawn yet";
  return [
    scenePicture(scene, { ratio, waits, image: newest ?? null }),
    newest &&
      el(
        "p",
        { class: "hint" },
        `Picture ${newest.number}${newest.status !== "pending" || asked ? `, ${VERDICTS[newest.status]}` : ""}${said(newest)}`,
      ),
    scene.images.length > 1 &&
      el(
        "ul",
        { class: "history", "aria-label": "Earlier pictures" },
        scene.images
          .slice(0, -1)
          .toReversed()
          .map((image) =>
            el(
              "li",
              {},
              el(
                "a",
                { href: image.url, target: "_blank", rel: "noopener" },
                el(
                  "span",
                  { class: "frame", data: { ratio } },
                  picture(image, `Picture ${image.number}, ${VERDICTS[image.status]}`),
                ),
              ),
              el("span", { class: "hint" }, `${image.number}: ${VERDICTS[image.status]}${said(image)}`),
            ),
          ),
      ),
  ];
}

function said(image) {
  return image.reason ? `: “${image.reason}”` : "";
}
