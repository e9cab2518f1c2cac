/** The last word before the expensive part. */

import { announce } from "../../lib/live_region.js";
import { ask } from "../../client/client.js";
import { el, fill } from "../../lib/dom.js";
import { money } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { estimateTable, pricesAsOf } from "../../parts/estimates.js";

export function spendCard({ jobId, feed, problems, signal }) {
  const price = el("div", { class: "stack" });
  const failed = (problem) => problems.show(problem, { title: "The video was not begun" });
  const approve = async () => {
    problems.clear();
    await feed.act("POST", `/scripts/${jobId}/create-video`);
    announce("The video is being made");
  };
  const node = el(
    "section",
    { class: "card stack waiting-card", tabindex: "-1", hidden: true, "aria-label": "Spending" },
    el("h2", {}, "Create the video"),
    el(
      "p",
      {},
      "Everything before the expensive part is done and approved. Look at the scenes once more; nothing goes on without your word.",
    ),
    price,
    el(
      "div",
      { class: "actions" },
      button({
        label: "Create video",
        busy: "Starting…",
        look: "primary",
        sign: "play",
        id: "create-video",
        act: approve,
        failed,
      }),
    ),
  );
  let job = null;
  let priced = false;
  const waits = () => Boolean(job?.reviews.some((review) => review.gate === "spend"));
  return {
    node,
    waits,
    get approve() {
      return waits() ? approve : null;
    },
    reject: null,
    edit: null,
    update: (next) => {
      job = next;
      node.hidden = !waits();
      if (node.hidden || priced) return;
      priced = true;
      showPrice(price, job, signal);
    },
  };
}

async function showPrice(place, job, signal) {
  try {
    const estimate = await ask("POST", "/estimate", { body: { ...job.brief, stop_at: "video" }, signal });
    fill(
      place,
      el(
        "p",
        { class: "hint" },
        `The whole video, from the script on, at list price; ${money(job.spent_usd)} of it is spent already. ${pricesAsOf(estimate)}`,
      ),
      estimateTable(estimate),
    );
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error.status === undefined) throw error;
    fill(place, el("p", { class: "hint" }, `The price cannot be shown now: ${error.message}`));
  }
}
