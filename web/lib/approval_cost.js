/** What an approval sets off, in US dollars: what is bought until a person is asked again. Pure. */

import { drawsStills } from "./scene_media.js";

/** @typedef {import("../client/api_types.js").Job} Job */
/** @typedef {import("../client/api_types.js").Estimate} Estimate */

const TEXT = ["script", "storyboard", "style"];

/**
 * What approving one thing at a gate costs at most.
 * @param {Job} job
 * @param {"script" | "scenes" | "images" | "spend"} gate
 * @param {Estimate | null} estimate of what is left to buy
 * @returns {number}
 */
export function approvalCost(job, gate, estimate) {
  if (!estimate) return 0;
  const gates = /** @type {string[]} */ (job.brief.review);
  const later = gates.filter((name) => ORDER.indexOf(name) > ORDER.indexOf(gate));
  const isLast = gate === "script" || job.reviews.filter((review) => review.gate !== "spend").length <= 1;
  if (job.brief.stop_at === "script") return gate === "script" ? sum(estimate, TEXT) : 0;
  if (isLast && !later.length) return Number(estimate.total_usd);
  if (gate === "script") return sum(estimate, later.includes("scenes") ? TEXT : [...TEXT, "image"]);
  return gate === "scenes" && drawsStills(job.brief) ? imagePrice(estimate) : 0;
}

/** What one image costs at most; 0 where none is left to buy. @param {Estimate | null} estimate */
export function imagePrice(estimate) {
  return Math.max(0, ...(estimate?.items ?? []).filter(({ kind }) => kind === "image").map(({ usd }) => Number(usd)));
}

const ORDER = ["script", "scenes", "images", "spend"];

function sum({ items }, kinds) {
  return items.filter(({ kind }) => kinds.includes(kind)).reduce((all, { usd }) => all + Number(usd), 0);
}
