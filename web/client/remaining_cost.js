/** What is left to buy of a video: asked for once for each state of it, and bound to the order made from it. */

import { ask } from "./client.js";

/** @typedef {import("./api_types.js").Estimate} Estimate */

/** @type {Map<string, {rev: number, estimate: Promise<Estimate>}>} */
const known = new Map();

/**
 * The estimate of what is still to be bought, as `POST /jobs/{id}/regenerate` tells it with `dry_run`.
 * @param {{job_id: string, rev: number}} job
 * @returns {Promise<Estimate>}
 */
export function remainingCost({ job_id: jobId, rev }) {
  const kept = known.get(jobId);
  if (kept && kept.rev === rev) return kept.estimate;
  const body = { scenes: [], dry_run: true };
  const estimate = ask("POST", `/jobs/${jobId}/regenerate`, { body }).then((answer) => answer.stale);
  known.set(jobId, { rev, estimate });
  estimate.catch(() => known.get(jobId)?.estimate === estimate && known.delete(jobId));
  return estimate;
}
