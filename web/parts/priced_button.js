/** A button that orders what is left to buy of a video: the price is on it, and the order is bound to that price. */

import { remainingCost } from "../client/remaining_cost.js";
import { moneyAtMost } from "../lib/format.js";
import { button, relabel } from "./buttons.js";

/**
 * @param {{feed: import("../client/job_feed.js").JobFeed, problems: {show: (problem: any, options?: any) => void, clear: () => void}, what: {label: string, busy: string, look: string, sign?: any, id: string}, path: string, title?: string, done?: () => void, priced?: (estimate: import("../client/api_types.js").Estimate) => void}} what
 * `priced` hears of the estimate; `title` heads what went wrong.
 */
export function pricedButton({
  feed,
  problems,
  what,
  path,
  title = "That did not work",
  done = () => {},
  priced = () => {},
}) {
  /** @type {string | null} */
  let shown = null;
  const node = button({ ...what, act, failed });

  async function show() {
    const job = feed.job();
    if (!job) return;
    try {
      const estimate = await remainingCost(job);
      shown = estimate.total_usd;
      relabel(node, Number(shown) > 0 ? `${what.label}, at most ${moneyAtMost(shown)}` : what.label);
      priced(estimate);
    } catch (error) {
      if (error.status === undefined) throw error; // without a price the server checks the caps, as for every client
    }
  }

  /** What was typed is saved first, and may change the price: then the new one is shown instead of ordering. */
  async function act() {
    problems.clear();
    await feed.save();
    await feed.act("POST", path, undefined, { estimatedUsd: shown });
    done();
  }

  function failed(problem) {
    problems.show(problem, { title });
    if (problem.code === "PriceChanged") show();
  }

  show();
  return node;
}
