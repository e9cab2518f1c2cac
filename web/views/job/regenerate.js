/** Having scenes made anew: which, why, and what it costs, before anything is bought. */

import { announce } from "../../lib/live_region.js";
import { ask } from "../../client/client.js";
import { el, fill, region } from "../../lib/dom.js";
import { money, opening } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { estimateTable, pricesAsOf } from "../../parts/estimates.js";
import { notice, problemPlace } from "../../parts/notices.js";
import { scenePicture } from "../../parts/pictures.js";

export function regeneratePart({ jobId, feed, go }) {
  const problems = problemPlace();
  const price = el("div", { class: "stack", "aria-live": "polite" });
  const reason = textField({
    name: "why",
    label: "What should be different?",
    hint: "Goes to whoever draws the pictures anew",
    attributes: { maxlength: 500 },
  });
  const scenes = region("fieldset", { class: "field" }, (list) => [
    el("legend", {}, "Scenes to make anew"),
    el("div", { class: "picks" }, list.map(pick)),
  ]);
  const look = button({
    label: "Show the price",
    busy: "Asking…",
    id: "show-price",
    act: showPrice,
    failed: (problem) => problems.show(problem),
  });

  const chosen = () => [...scenes.node.querySelectorAll("input:checked")].map((box) => box.value);
  const order = () => ({ scenes: chosen(), reason: reason.read().trim() });
  const forget = () => fill(price);
  scenes.node.addEventListener("change", forget);
  reason.input.addEventListener("input", forget);

  async function showPrice() {
    problems.clear();
    const wanted = order();
    const { stale } = await ask("POST", `/jobs/${jobId}/regenerate`, { body: { ...wanted, dry_run: true } });
    if (!wanted.scenes.length && !stale.items.length) {
      const text = "Choose a scene, or edit one under “Review”: without either the video would come out the same.";
      return fill(price, notice({ look: "plain", title: "There is nothing to make anew", text }));
    }
    const start = button({
      label: `Make anew for at most ${money(stale.total_usd)}`,
      busy: "Starting…",
      look: "primary",
      id: "make-anew",
      failed: (problem) => problems.show(problem),
      act: async () => {
        await feed.act("POST", `/jobs/${jobId}/regenerate`, { ...wanted, dry_run: false });
        announce("Started");
        go(`/jobs/${jobId}`);
      },
    });
    return fill(
      price,
      estimateTable(stale),
      el("p", { class: "hint" }, `${pricesAsOf(stale)} The video is cut again at no price.`),
      el("div", { class: "actions" }, start),
    );
  }

  const node = el(
    "section",
    { class: "card stack" },
    el("h2", {}, "Make scenes anew"),
    el(
      "p",
      { class: "hint" },
      "Only what you choose, and what depends on it, is bought again. Without a choice: what your edits have made out of date.",
    ),
    scenes.node,
    reason.node,
    el("div", { class: "actions" }, look),
    price,
    problems.node,
  );
  return {
    node,
    update: (job) =>
      scenes.show(
        job.scenes.map((scene) => ({
          scene: { ...scene, clip_key: scene.images.length ? null : scene.clip_key },
          ratio: job.brief.aspect_ratio,
        })),
      ),
  };
}

function pick({ scene, ratio }) {
  const id = `anew-${scene.id}`;
  return el(
    "label",
    { class: "pick", for: id },
    el("input", { type: "checkbox", id, value: scene.id }),
    el("span", { class: "pick-picture", "aria-hidden": "true" }, thumb(scene, ratio)),
    el(
      "span",
      {},
      el("span", { class: "choice-label" }, `Scene ${scene.scene_index + 1}`),
      el("span", { class: "hint" }, opening(scene.narration || scene.visual_prompt, 60)),
    ),
  );
}

/** A picture without controls, since it is part of a label. */
function thumb(scene, ratio) {
  if (!scene.clip_key) return scenePicture(scene, { ratio, waits: "" });
  const still = el("video", { src: scene.clip_url, preload: "metadata", muted: true, tabindex: "-1" });
  return el("span", { class: "frame", data: { ratio } }, still);
}
