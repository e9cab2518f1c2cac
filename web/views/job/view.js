/** One video on its way: its head with status and what can be done about it, and a tab for progress, review and result. */

import { jobFeed } from "../../client/job_feed.js";
import { el, fill, region } from "../../lib/dom.js";
import { STATUS, jobTitle } from "../../lib/labels.js";
import { announce } from "../../lib/live_region.js";
import { isUnderWay, progressWords } from "../../lib/pipeline.js";
import { linkButton } from "../../parts/buttons.js";
import { emptyState, problemPlace } from "../../parts/notices.js";
import { reviewTab } from "../review/tab.js";
import { jobActions } from "./job_actions.js";
import { progressTab } from "./progress_tab.js";
import { resultTab } from "./result_tab.js";
import { statusSign } from "./status_badge.js";

/** @typedef {import("../../client/api_types.js").Job} Job */
/** @typedef {ReturnType<typeof problemPlace>} Problems */
/** @typedef {{jobId: string, signal: AbortSignal, go: (place: string) => void, problems: Problems, feed: import("../../client/job_feed.js").JobFeed}} JobContext */
/** @typedef {{node: HTMLElement, update: (job: Job) => void}} Tab */

/** @type {Record<string, {name: string, make: (context: JobContext) => Tab}>} */
const TABS = {
  "": { name: "Progress", make: progressTab },
  review: { name: "Review", make: reviewTab },
  video: { name: "Video", make: resultTab },
};

/** @param {import("../../lib/router.js").ViewContext} viewContext */
export function jobView({ params, signal, go }) {
  const { jobId, tab = "" } = params;
  const problems = problemPlace();
  const heading = el("h1", { tabindex: "-1", class: "job-title", dir: "auto" }, "…");
  const body = el("div", { class: "stack" }, el("div", { class: "frame skeleton", data: { ratio: "16:9" } }));
  const feed = jobFeed(jobId, { signal, onJob: (job) => queueMicrotask(() => show(job)), onProblem: missing });
  const context = { jobId, signal, go, problems, feed };
  const content = TABS[tab].make(context);
  const head = region("div", { class: "job-head" }, (facts) => headOf(facts, tab, context));
  const node = el("div", { class: "page" }, el("div", { class: "page-head" }, heading), head.node, problems.node, body);
  const announceChange = changeAnnouncer();

  /** @param {Job} job */
  function show(job) {
    heading.textContent = jobTitle(job);
    document.title = `${jobTitle(job)} · ${STATUS[job.status]} · Omnigen`;
    head.show({ status: job.status, priced: isUnderWay(job) ? 0 : job.rev, tabs: tabsOf(job) });
    if (body.firstChild !== content.node) fill(body, content.node);
    content.update(job);
    announceChange(job);
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
  return { title: "Video", node, refresh: () => (problems.clear(), feed.refresh()) };
}

function headOf({ status, tabs }, tab, context) {
  return [
    el("div", { class: "inline" }, statusSign(status), jobActions(context)),
    el(
      "nav",
      { class: "tabbar", "aria-label": "This video" },
      tabs.map((one) => tabLink(one, one.id === tab, context.jobId)),
    ),
  ];
}

function tabLink({ id, label, mark, more, look }, isCurrent, jobId) {
  const unseen = (text) => el("span", { class: "unseen" }, text);
  const sign = mark && el("span", { class: `mark ${look}` }, unseen(", "), mark, more && unseen(more));
  const href = `/jobs/${jobId}${id && `/${id}`}`;
  return el("a", { href, id: `tab-${id}`, "aria-current": isCurrent ? "page" : null }, label, sign);
}

/** Says every change of status, and while it runs every stage that begins: no more often than people can listen. */
function changeAnnouncer() {
  let status = "";
  let words = "";
  return (job) => {
    const now = progressWords(job).replace(/:.*$/, "");
    if (status && status !== job.status) announce(`The video is now: ${STATUS[job.status]}`);
    else if (words && words !== now) announce(now);
    status = job.status;
    words = now;
  };
}

/** @param {Job} job */
function tabsOf(job) {
  const waits = job.reviews.length || (job.status === "draft" ? 1 : 0);
  const stale = job.video_key && job.scenes.some((scene) => scene.stale);
  const marks = {
    review: waits ? { mark: String(waits), more: " to decide", look: "" } : {},
    video: stale ? { mark: "out of date", look: "" } : job.video_key ? { mark: "ready", look: "good" } : {},
  };
  return Object.entries(TABS).map(([id, { name }]) => ({
    id,
    label: name,
    mark: "",
    more: "",
    look: "",
    ...marks[id],
  }));
}
