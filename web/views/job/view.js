/** One video on its way: its head with status and what can be done about it, and a tab for watching, review and result. */

import { announce } from "../../lib/live_region.js";
import { el, fill, region } from "../../lib/dom.js";
import { jobFeed } from "../../client/job_feed.js";
import { linkButton } from "../../parts/buttons.js";
import { emptyState, problemPlace } from "../../parts/notices.js";
import { STATUS, jobTitle } from "../../lib/labels.js";
import { jobActions } from "./job_actions.js";
import { statusSign } from "./status_badge.js";
import { resultTab } from "./result_tab.js";
import { reviewTab } from "../review/tab.js";
import { watchTab } from "./progress_tab.js";

const TABS = { "": watchTab, review: reviewTab, video: resultTab };
const NAMES = { "": "Progress", review: "Review", video: "Video" };

export function jobView({ params, signal, go }) {
  const { jobId, tab = "" } = params;
  const problems = problemPlace();
  const heading = el("h1", { tabindex: "-1", class: "job-title" }, "…");
  const context = { jobId, signal, go, problems };
  let status = null;

  const feed = jobFeed(jobId, { signal, onJob: show, onProblem: missing });
  context.feed = feed;
  const content = TABS[tab](context);
  const head = region("div", { class: "job-head" }, ({ status: now, tabs }) => [
    el("div", { class: "inline" }, statusSign(now), jobActions(context)),
    el(
      "nav",
      { class: "tabbar", "aria-label": "This video" },
      tabs.map(([name, label, mark, more]) =>
        el(
          "a",
          {
            href: `/jobs/${jobId}${name && `/${name}`}`,
            id: `tab-${name}`,
            "aria-current": name === tab ? "page" : null,
          },
          label,
          mark &&
            el(
              "span",
              { class: `mark ${name === "video" ? "good" : ""}` },
              el("span", { class: "unseen" }, ", "),
              mark,
              more && el("span", { class: "unseen" }, more),
            ),
        ),
      ),
    ),
  ]);
  const body = el("div", { class: "stack" }, el("div", { class: "frame skeleton", data: { ratio: "16:9" } }));
  const node = el("div", { class: "page" }, el("div", { class: "page-head" }, heading), head.node, problems.node, body);

  function show(job) {
    if (!context.feed) return queueMicrotask(() => show(job)); // kept from an earlier look, before the tab is there
    heading.textContent = jobTitle(job);
    document.title = `${jobTitle(job)} · ${STATUS[job.status]} · Omnigen`;
    head.show({ status: job.status, scenes: job.scenes.length > 0, tabs: tabsOf(job) });
    if (body.firstChild !== content.node) fill(body, content.node);
    content.update(job);
    if (status && status !== job.status) announce(`The video is now: ${STATUS[job.status]}`);
    status = job.status;
    return undefined;
  }

  function missing(problem) {
    if (problem.code === "Unreachable") return undefined; // the page's head says it, and the feed tries again
    if (problem.status !== 404) return problems.show(problem, { title: "The video cannot be shown" });
    heading.textContent = "No such video";
    fill(head.node);
    const action = linkButton({ label: "Go to your videos", href: "/jobs", look: "primary" });
    const text = "It was deleted, its time was up, or it belongs to somebody else.";
    return fill(body, emptyState({ title: "There is no such video", text, action, sign: "alert" }));
  }

  feed.refresh();
  return { title: "Video", node };
}

function tabsOf(job) {
  const waits = job.reviews.length || (job.status === "draft" ? 1 : 0);
  return Object.entries(NAMES).map(([name, label]) => {
    if (name === "review" && waits) return [name, label, String(waits), " to decide"];
    return [name, label, name === "video" && job.video_key ? "ready" : "", ""];
  });
}
