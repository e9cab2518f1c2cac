/** The budget gate: what is left to buy, and the order for exactly that. */

import { el, region } from "../../lib/dom.js";
import { money, moneyAtMost } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { button, relabel } from "../../parts/buttons.js";
import { estimateTable, pricesAsOf } from "../../parts/estimates.js";

/** @param {import("./tab.js").ReviewContext} context */
export function spendCard({ jobId, feed, problems, estimate, decided }) {
  const price = region("div", { class: "stack" }, ({ left, spent }) => (left ? leftToBuy(left, spent) : asking()));
  const approve = async () => {
    problems.clear();
    await feed.act("POST", `/scripts/${jobId}/create-video`, undefined, {
      estimatedUsd: estimate()?.total_usd ?? null,
    });
    announce("The video is being made");
    decided();
  };
  const create = button({
    label: "Create video",
    busy: "Starting…",
    look: "primary",
    sign: "play",
    id: "create-video",
    act: approve,
    failed: (problem) => problems.show(problem, { title: "The video was not begun" }),
  });
  const node = el(
    "section",
    { class: "card stack waiting-card", tabindex: "-1", hidden: true, "aria-label": "Budget" },
    el("h2", {}, "Approve the budget"),
    el("p", {}, "Everything before the expensive part is done and approved. Look at the scenes once more."),
    price.node,
    el("div", { class: "actions" }, create),
  );
  /** @type {import("../../client/api_types.js").Job | null} */
  let job = null;
  const waits = () => Boolean(job?.reviews.some((review) => review.gate === "spend"));

  function arrange() {
    const left = estimate();
    create.setAttribute("aria-disabled", String(!left));
    price.show({ left, spent: job?.spent_usd ?? "0" });
    if (left) relabel(create, `Create video, at most ${moneyAtMost(left.total_usd)}`);
  }

  return {
    node,
    waits,
    arrange,
    /** Not by a key: this is the largest sum. */
    approve: () => null,
    reject: () => null,
    edit: () => null,
    update: (next) => {
      job = next;
      node.hidden = !waits();
      arrange();
    },
  };
}

function leftToBuy(left, spent) {
  const words = `Still to buy: ${moneyAtMost(left.total_usd)} at most. Spent so far: ${money(spent)}. ${pricesAsOf(left)}`;
  return [el("p", { id: "still-to-buy" }, words), estimateTable(left, "What is still to be bought")];
}

function asking() {
  return el("p", { class: "hint" }, "Asking for the price…");
}
