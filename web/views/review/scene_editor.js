/** One scene to read, change and decide about: narration beside visual prompt, and every image of it. */

import { approvalCost } from "../../lib/approval_cost.js";
import { el, region, setText } from "../../lib/dom.js";
import { moneyAtMost } from "../../lib/format.js";
import { drawsStill, photosOfBrief } from "../../lib/scene_media.js";
import { DRAFTS, sceneValues } from "../../lib/unsaved_edits.js";
import { button } from "../../parts/buttons.js";
import { notice } from "../../parts/notices.js";
import { autosave } from "./autosave.js";
import { edits } from "./edits.js";
import { pictureHistory } from "./picture_history.js";
import { sceneButtons } from "./scene_buttons.js";
import { sceneDecisions } from "./scene_decisions.js";
import { sceneFields } from "./scene_fields.js";
import { scenePrice } from "./scene_price.js";

/** @typedef {import("../../client/api_types.js").Job} Job */
/** @typedef {import("../../client/api_types.js").Scene} Scene */

const OPEN = ["draft", "script_ready", "completed", "failed", "cancelled"];

/**
 * @param {import("./tab.js").ReviewContext} context
 * @param {{limits: {longest: number}, onPlan: (durations?: number[]) => void}} shared with the other scenes
 * @param {string} sceneId
 */
export function sceneEditor(context, { limits, onPlan }, sceneId) {
  const fields = sceneFields();
  const kept = edits(DRAFTS.scene(sceneId), fields.byName, arrange);
  /** @type {{job: Job | null, scene: Scene | null}} */
  const now = { job: null, scene: null };
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const scene = () => /** @type {Scene} */ (now.scene);
  const gate = (name) => now.job?.reviews.find((review) => review.gate === name && review.scene_id === sceneId);
  const waits = () => Boolean(gate("scenes") || gate("images"));
  const whenUpdated = (listener) => listeners.add(listener);
  const price = scenePrice(context, () => now.scene);
  const undo = () => (kept.undo(), price.clear());
  const decisions = sceneDecisions(context, { gate, scene, undo, whenUpdated });
  const name = () => nameOf(scene());
  const buttons = sceneButtons({ context, decisions, undo, sceneId, name });
  const parts = editorParts(fields.prompt);
  const node = editorNode(parts, fields, price, buttons);

  function arrange() {
    const { job } = now;
    if (!job) return;
    const changed = kept.changed();
    const { durations, fits } = fields.planned(job, scene(), limits.longest);
    const label = approveLabel(job, gate, changed, context.estimate());
    buttons.show({ waits: waits(), between: OPEN.includes(job.status), changed, fits, label });
    node.classList.toggle("unsaved", changed);
    parts.showSigns({ ...signFacts(scene(), gate), changed });
    onPlan(durations);
  }

  const mayBeSaved = () => kept.changed() && fields.planned(now.job, scene(), limits.longest).fits;
  node.addEventListener("input", price.typed);
  node.addEventListener("input", autosave(context, DRAFTS.scene(sceneId), name, mayBeSaved));
  return {
    node,
    waits,
    asks: () => (gate("images") ? `Image ${scene().images.length} of ${nameOf(scene())}` : nameOf(scene())),
    approve: () => (waits() ? decisions.approve : null),
    reject: () => (waits() ? decisions.reject : null),
    edit: () => () => fields.text.focus(),
    arrange,
    /** @param {Job} job @param {Scene} next */
    update: (job, next) => {
      Object.assign(now, { job, scene: next });
      const open = openness(job, gate("scenes"));
      fields.open({ ...open, ...choicesOf(job, next) });
      node.classList.toggle("waiting-card", waits());
      parts.show({ job, scene: next, gate, open });
      kept.show(sceneValues(next));
      listeners.forEach((listener) => listener());
    },
  };
}

/** What the brief lets one choose in a scene. */
function choicesOf({ brief }, scene) {
  const joins = brief.pictures === "clips" && brief.continuity === "mixed" && scene.scene_index > 0;
  return { joins, photos: photosOfBrief(brief), language: brief.narration.language ?? "en" };
}

const nameOf = (scene) => `Scene ${scene.scene_index + 1}`;

function editorNode(parts, fields, price, buttons) {
  const words = [parts.head, parts.proposal.node, fields.nodes, price.node, buttons.node, parts.closed];
  return el(
    "li",
    { class: "card editor", tabindex: "-1" },
    parts.pictures.node,
    el("div", { class: "editor-words stack" }, words),
  );
}

/** What may be changed now: the words at the scene's gate or after a run, lengths only where all scenes may change. */
function openness(job, gate) {
  const between = OPEN.includes(job.status);
  const atGate = (scene) => job.reviews.some((review) => review.gate === "scenes" && review.scene_id === scene.id);
  return { words: Boolean(gate) || between, length: between || job.scenes.every(atGate) };
}

function signFacts(scene, gate) {
  const { status, refusal, stale } = scene;
  return { scene: gate("scenes") ? "asked" : status, picture: gate("images") ? "asked" : "", refusal, stale };
}

/** What the button does, and what that costs. */
function approveLabel(job, gate, changed, estimate) {
  const name = gate("images") ? "images" : "scenes";
  const verb = name === "images" ? "Approve image" : changed ? "Save and approve" : "Approve scene";
  const usd = approvalCost(job, name, estimate);
  return usd > 0 ? `${verb}, at most ${moneyAtMost(usd)}` : verb;
}

/** What is shown around the fields. */
function editorParts(prompt) {
  const heading = el("h3", {});
  const signs = region("span", { class: "signs" }, signsOf);
  const proposal = region(
    "div",
    {},
    (review) => review && proposalOf(review, (wording) => useWording(prompt, wording)),
  );
  const pictures = region("div", { class: "editor-pictures" }, pictureHistory);
  const closed = el("p", { class: "hint" });
  return {
    head: el("div", { class: "editor-head" }, heading, signs.node),
    proposal,
    pictures,
    closed,
    showSigns: signs.show,
    show: ({ job, scene, gate, open }) => {
      const onlyWords = open.words && !open.length && gate("scenes");
      setText(closed, onlyWords ? "Lengths can be changed while all scenes need review." : "");
      setText(heading, nameOf(scene));
      proposal.show(gate("scenes") ?? null);
      const { aspect_ratio: ratio } = job.brief;
      const held = Boolean(gate("scenes"));
      pictures.show({ scene, ratio, draws: drawsStill(job.brief, scene), held, asked: Boolean(gate("images")) });
    },
  };
}

function useWording(prompt, wording) {
  prompt.write(wording);
  prompt.input.dispatchEvent(new Event("input", { bubbles: true }));
  prompt.focus();
}

function signsOf({ scene, picture, refusal, stale, changed }) {
  return [
    changed && el("span", { class: "sign waits" }, "Not saved"),
    scene === "asked" && el("span", { class: "sign waits" }, "Scene needs review"),
    picture === "asked" && el("span", { class: "sign waits" }, "Image needs review"),
    scene === "approved" && el("span", { class: "sign good" }, "Scene approved"),
    refusal && el("span", { class: "sign bad" }, "Refused"),
    stale && el("span", { class: "sign waits" }, "Edited since the video"),
  ];
}

function proposalOf({ reason, proposal }, use) {
  if (!reason && !proposal) return null;
  const actions = proposal ? [button({ label: "Use this wording", look: "small", act: () => use(proposal) })] : [];
  const text = proposal ? `Proposed: ${proposal}` : "";
  return notice({ look: "bad", title: reason || "Other words are proposed", text, actions });
}
