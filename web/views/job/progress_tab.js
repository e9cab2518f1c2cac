/** Watching a job: where it stands, its stages, its money and time, and every scene as far as it exists. */

import { el, region, setText } from "../../lib/dom.js";
import { clock, money, moment } from "../../lib/format.js";
import { reasonWords, stageWords } from "../../lib/labels.js";
import { busyWords, isUnderWay, progressWords, stages } from "../../lib/pipeline.js";
import { linkButton } from "../../parts/buttons.js";
import { full, notice } from "../../parts/notices.js";
import { gateWords } from "../review/gate_words.js";
import { briefFacts } from "./brief_facts.js";
import { failureNotice } from "./failure.js";
import { pipelinePart } from "./pipeline_steps.js";
import { photoFacts, productPhotos } from "./product_photos.js";
import { sceneCards } from "./scene_cards.js";

/** Where there is no video to be nearer to. */
const WITHOUT_PERCENT = ["draft", "script_ready"];

/** @param {import("./view.js").JobContext} context */
export function progressTab(context) {
  const callout = region("div", { class: "callout" }, ({ kind, job }) => kind && CALLOUTS[kind](job, context));
  const meter = progressMeter(context.signal);
  const pipeline = region("div", {}, pipelinePart);
  const photos = region("section", { class: "card stack", "aria-label": "Photos of the product" }, productPhotos);
  const scenes = sceneCards();
  const brief = region("section", { class: "card" }, briefFacts);
  const node = el(
    "div",
    { class: "stack" },
    callout.node,
    meter.node,
    el("section", { class: "card", "aria-label": "Stages" }, pipeline.node),
    photos.node,
    scenes.node,
    brief.node,
  );
  return {
    node,
    update: (job) => {
      callout.show({ kind: calloutFor(job), job: calloutFacts(job) });
      meter.update(job);
      pipeline.show(stages(job));
      photos.node.hidden = photoFacts(job).length === 0;
      photos.show(photoFacts(job));
      scenes.update(job);
      brief.show(job.brief);
    },
  };
}

/** Stage, percent, money and time. */
function progressMeter(signal) {
  const bar = el("progress", { max: 100, value: 0, "aria-labelledby": "stage-words" });
  const words = el("p", { class: "stage-words", id: "stage-words" });
  const percent = el("span", { class: "percent" });
  const facts = region("dl", { class: "facts across" }, (rows) => rows.map(([name, value]) => fact(name, value)));
  const elapsed = el("dd", {}, "0:00");
  const time = el("div", {}, el("dt", {}, "Elapsed"), elapsed);
  /** @type {import("./view.js").Job | null} */
  let job = null;
  const tick = () => job && setText(elapsed, clock(endOf(job) - job.created_at));
  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  const node = el(
    "section",
    { class: "card stack", "aria-label": "Progress" },
    el("div", { class: "progress-head" }, words, percent),
    bar,
    el("div", { class: "facts-line" }, el("dl", { class: "facts across" }, time), facts.node),
  );
  return {
    node,
    update: (next) => {
      job = next;
      const without = WITHOUT_PERCENT.includes(next.status);
      bar.hidden = percent.hidden = time.hidden = without;
      bar.value = next.progress;
      setText(percent, `${next.progress} %`);
      setText(words, [progressWords(next), busyWords(next)].filter(Boolean).join(". "));
      facts.show(moneyFacts(next));
      tick();
    },
  };
}

function fact(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function endOf(job) {
  return isUnderWay(job) ? Date.now() / 1000 : (job.completed_at ?? job.updated_at);
}

const CALLOUTS = {
  failed: (job, context) => failureNotice(job, context),
  cancelled: (job) => {
    const why = full(reasonWords(job.error ?? "It was cancelled"));
    const text = `${why} Resume continues with what is there; nothing is bought twice.`;
    return notice({ look: "plain", title: "This video was cancelled", text });
  },
  waits: (job, { jobId }) =>
    notice({
      look: "waits",
      title: stageWords(job.stage),
      text: job.gates,
      actions: [linkButton({ label: "Review now", href: `/jobs/${jobId}/review`, look: "primary" })],
    }),
  ready: (job, { jobId }) =>
    notice({
      look: "good",
      title: "Your video is ready",
      text: job.stale ? "Scenes were edited since; regenerate them to have the edits in the video." : "",
      actions: [linkButton({ label: "Watch it", href: `/jobs/${jobId}/video`, look: "primary", sign: "play" })],
    }),
  script: (job, { jobId }) =>
    notice({
      look: "good",
      title: "Script and storyboard are ready",
      text: "Read and change them, or continue to the video above.",
      actions: [linkButton({ label: "Read them", href: `/jobs/${jobId}/review`, look: "primary" })],
    }),
};

/** @type {Record<string, string>} */
const KIND_OF_CALLOUT = {
  failed: "failed",
  cancelled: "cancelled",
  awaiting_review: "waits",
  draft: "waits",
  completed: "ready",
  script_ready: "script",
};

function calloutFor(job) {
  return KIND_OF_CALLOUT[job.status] ?? "";
}

function calloutFacts(job) {
  const { stage, problem, error_message: error, scenes, brief } = job;
  const stale = scenes.some((scene) => scene.stale);
  return {
    stage,
    problem,
    error,
    priced: isUnderWay(job) ? 0 : job.rev,
    hasScenes: scenes.length > 0,
    brief,
    stale,
    gates: gateWords(job),
  };
}

function moneyFacts(job) {
  const cap = job.brief.max_cost_usd;
  return [
    ["Spent", money(job.spent_usd)],
    ...(Number(job.reserved_usd) > 0 ? [["Reserved", money(job.reserved_usd)]] : []),
    ...(cap ? [["Cap", money(cap)]] : []),
    ["Ordered", moment(job.created_at)],
  ];
}
