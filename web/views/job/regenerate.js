/** Regenerating scenes: which, why, and what it costs, before anything is bought. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { el, fill, region } from "../../lib/dom.js";
import { count, moneyAtMost, opening } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { estimateTable, pricesAsOf } from "../../parts/estimates.js";
import { notice, problemPlace } from "../../parts/notices.js";
import { scenePicture } from "../../parts/pictures.js";

/** @param {import("./view.js").JobContext} context */
export function regeneratePart(context) {
  const problems = problemPlace();
  const price = el("div", { class: "stack", "aria-live": "polite" });
  const reason = textField({
    name: "why",
    label: "What should be different?",
    hint: "Added to the instructions for the new images",
    attributes: { maxlength: LIMITS.regeneration.reason.maxLength },
  });
  const scenes = region("fieldset", { class: "field" }, (list) => [
    el("legend", {}, "Scenes to regenerate"),
    el("div", { class: "picks" }, list.map(pick)),
  ]);
  const chosen = () => [...scenes.node.querySelectorAll("input:checked")].map((box) => box.getAttribute("value"));
  const wanted = () => ({ scenes: chosen(), reason: reason.read().trim() });
  const forget = () => fill(price);
  scenes.node.addEventListener("change", forget);
  reason.input.addEventListener("input", forget);

  /** What was typed about scenes is saved first: it is what would be made. */
  async function showPrice() {
    problems.clear();
    await context.feed.save();
    const order = wanted();
    const path = `/jobs/${context.jobId}/regenerate`;
    const { stale } = await ask("POST", path, { body: { ...order, dry_run: true } });
    const edited = context.feed.job()?.scenes.filter((scene) => scene.stale) ?? [];
    if (!order.scenes.length && !stale.items.length && !edited.length) return fill(price, nothingToDo());
    return fill(price, offer({ order, path, stale, edited, problems, context, showPrice }));
  }

  const look = button({
    label: "Show the price",
    busy: "Asking…",
    id: "show-price",
    act: showPrice,
    failed: problems.show,
  });
  const explained =
    "Only what you choose, and what depends on it, is bought again. Without a choice: what your edits have made out of date.";
  const node = el(
    "section",
    { class: "card stack" },
    el("h2", {}, "Regenerate scenes"),
    el("p", { class: "hint" }, explained),
    scenes.node,
    reason.node,
    el("div", { class: "actions" }, look),
    price,
    problems.node,
  );
  return { node, update: (job) => scenes.show(picksOf(job)) };
}

/** The price with the button that orders for it, and for no more. */
function offer({ order, path, stale, edited, problems, context, showPrice }) {
  const act = async () => {
    await context.feed.act("POST", path, { ...order, dry_run: false }, { estimatedUsd: stale.total_usd });
    announce("Started");
    context.go(`/jobs/${context.jobId}`);
  };
  const failed = (problem) => {
    problems.show(problem);
    if (problem.code === "PriceChanged") showPrice().catch(problems.show);
  };
  const label = `Regenerate for at most ${moneyAtMost(stale.total_usd)}`;
  const start = button({ label, busy: "Starting…", look: "primary", id: "make-anew", act, failed });
  const changed = edited.length ? `${count(edited.length, "edited scene")}. ` : "";
  return [
    estimateTable(stale),
    el("p", { class: "hint" }, `${changed}${pricesAsOf(stale)} The video is edited again at no price.`),
    el("div", { class: "actions" }, start),
  ];
}

function nothingToDo() {
  const text = "Choose a scene, or edit one under “Review”: without either the video would come out the same.";
  return notice({ look: "plain", title: "There is nothing to regenerate", text });
}

function picksOf(job) {
  const ratio = job.brief.aspect_ratio;
  return job.scenes.map((scene) => ({
    scene: { ...scene, clip_key: scene.images.length ? null : scene.clip_key },
    ratio,
  }));
}

function pick({ scene, ratio }) {
  const id = `anew-${scene.id}`;
  const words = [
    el("span", { class: "choice-label" }, `Scene ${scene.scene_index + 1}`),
    scene.stale && el("span", { class: "stale" }, "Edited since the video was made"),
    el("span", { class: "hint", dir: "auto" }, opening(scene.narration || scene.visual_prompt, 60)),
  ];
  return el(
    "label",
    { class: "pick", for: id },
    el("input", { type: "checkbox", id, value: scene.id }),
    el("span", { class: "pick-picture", "aria-hidden": "true" }, thumb(scene, ratio)),
    el("span", {}, words),
  );
}

/** A picture without controls, since it is part of a label. */
function thumb(scene, ratio) {
  if (!scene.clip_key) return scenePicture(scene, { ratio, waits: "" });
  const still = el("video", { src: scene.clip_url, preload: "metadata", muted: true, tabindex: "-1" });
  return el("span", { class: "frame", data: { ratio } }, still);
}
