/** Reading, changing and deciding: the script, every scene and its images, and the budget. */

import { remainingCost } from "../../client/remaining_cost.js";
import { imagePrice } from "../../lib/approval_cost.js";
import { el, region } from "../../lib/dom.js";
import { count, moneyAtMost } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { linkButton } from "../../parts/buttons.js";
import { emptyState } from "../../parts/notices.js";
import { draftCard } from "./draft_card.js";
import { elementsCard } from "./elements_card.js";
import { gateWords, openGates } from "./gate_words.js";
import { reviewKeys } from "./review_keys.js";
import { reviewSummary, summaryButtons } from "./review_summary.js";
import { scenesPart } from "./scene_list.js";
import { scriptCard } from "./script_card.js";
import { spendCard } from "./spend_card.js";

/** @typedef {import("../../client/api_types.js").Job} Job */
/** @typedef {import("../../client/api_types.js").Estimate} Estimate */
/** @typedef {(() => any) | null} Act */
/** @typedef {{node: HTMLElement, waits: () => boolean, asks?: () => string, arrange: () => void, approve: () => Act, reject: () => Act, edit: () => Act}} Card */
/** @typedef {import("../job/view.js").JobContext & {estimate: () => Estimate | null, decided: () => void}} ReviewContext */

const OVER = ["script_ready", "completed", "failed", "cancelled"];

/**
 * A card is something that can be decided or edited; each of its acts is null when it makes no sense now. `asks` names what
 * waits now. What cannot be approved by a key has none.
 * @param {import("../job/view.js").JobContext} jobContext
 */
export function reviewTab(jobContext) {
  /** @type {{job: Job | null, estimate: Estimate | null}} */
  const now = { job: null, estimate: null };
  const decided = () => moveOn(all());
  /** @type {ReviewContext} */
  const context = { ...jobContext, estimate: () => now.estimate, decided };
  const cards = [draftCard(context), scriptCard(context), elementsCard(context), spendCard(context)];
  const scenes = scenesPart(context);
  const all = () => /** @type {Card[]} */ ([...cards, ...scenes.cards()].filter((card) => !card.node.hidden));
  const failed = (problem) => context.problems.show(problem);
  const { showHelp, undoNode } = reviewKeys({ cards: all, failed, signal: context.signal });
  const buttons = summaryButtons({ approveAll: () => approveAll(now.job, context), failed, showHelp });
  const top = region("div", { class: "callout", tabindex: "-1" }, (facts) => reviewSummary(facts, buttons));
  const empty = region("div", {}, (status) => status && nothing(status, context.jobId));
  const bodies = cards.map((card) => card.node);
  const node = el("div", { class: "stack review" }, top.node, bodies, scenes.node, empty.node, undoNode);
  const price = priceWatch(context, (estimate) => {
    now.estimate = estimate;
    show();
    all().forEach((card) => card.arrange());
  });

  function show() {
    const { job } = now;
    if (!job) return;
    const image = imagePrice(now.estimate);
    top.show({
      waits: openGates(job),
      words: gateWords(job, image > 0 ? moneyAtMost(image) : ""),
      image,
      status: job.status,
      over: OVER.includes(job.status),
      stale: job.scenes.filter((scene) => scene.stale).length,
      edits: now.estimate && moneyAtMost(now.estimate.total_usd),
      scenes: job.scenes.length,
      id: job.job_id,
    });
  }

  return {
    node,
    /** @param {Job} job */
    update: (job) => {
      now.job = job;
      cards.forEach((card) => card.update(job));
      scenes.update(job);
      show();
      empty.show(all().length ? "" : job.status);
      price.update(job);
    },
  };
}

/** Asks for the price of what is left while something needs review; one question at a time. */
function priceWatch({ signal }, onPrice) {
  let asking = false;
  let asked = -1;
  return {
    update: async (job) => {
      const edited = OVER.includes(job.status) && job.scenes.some((scene) => scene.stale);
      if (asking || asked === job.rev || !(job.reviews.length || job.status === "draft" || edited)) return;
      asking = true;
      asked = job.rev;
      try {
        const estimate = await remainingCost(job);
        if (!signal.aborted) onPrice(estimate);
      } catch (error) {
        if (error.status === undefined) throw error; // acts that cost are bound to no price then, and caps hold
      } finally {
        asking = false;
      }
    },
  };
}

/** After a decision the focus goes to what needs review next, else to what is said above. */
function moveOn(cards) {
  const waiting = cards.filter((card) => card.waits());
  const next = waiting[0]?.node ?? document.querySelector(".review > .callout");
  if (next instanceof HTMLElement) {
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  announce(waiting.length ? `${count(waiting.length, "decision")} left` : "Nothing else needs review now");
}

/** Saves what was typed, then approves every scene and image that needs review. */
async function approveAll(job, { feed, decided }) {
  await feed.save();
  const waiting = job.reviews.filter((review) => review.scene_id);
  for (const review of waiting) {
    const scene = job.scenes.find((one) => one.id === review.scene_id);
    const path = review.gate === "scenes" ? `/scenes/${scene.id}` : `/images/${scene.images.at(-1).id}`;
    await feed.act("POST", `${path}/approve`);
  }
  announce(`${count(waiting.length, "decision")} made`);
  decided();
}

function nothing(status, jobId) {
  const text = OVER.includes(status)
    ? "The work ended before there was a script."
    : "The script is being written; it appears here by itself.";
  const action = linkButton({ label: "See the progress", href: `/jobs/${jobId}` });
  return emptyState({ title: "Nothing to read yet", text, action, sign: "edit" });
}
