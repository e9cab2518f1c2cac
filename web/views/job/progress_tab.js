/** Watching a job: where it stands, its stages, its money and time, and every scene as far as it exists. */

import { el, region, say } from "../../lib/dom.js";
import { clock, money, moment } from "../../lib/format.js";
import { linkButton } from "../../parts/buttons.js";
import { full, notice } from "../../parts/notices.js";
import { isUnderWay, stages } from "../../lib/pipeline.js";
import { reasonWords, stageWords } from "../../lib/labels.js";
import { failureNotice } from "./failure.js";
import { pipelinePart } from "./pipeline_steps.js";
import { sceneCards } from "./scene_cards.js";
import { briefFacts } from "./brief_facts.js";

export function watchTab(context) {
  const { jobId, signal } = context;
  const callout = region("div", { class: "callout" }, ({ kind, job }) => kind && CALLOUTS[kind](job, context));
  const bar = el("progress", { max: 100, value: 0, "aria-labelledby": "stage-words" });
  const words = el("p", { class: "stage-words", id: "stage-words" });
  const percent = el("span", { class: "percent" });
  const meters = region("dl", { class: "facts across" }, (rows) =>
    rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
  const elapsed = el("dd", {}, "0:00");
  const pipeline = region("div", {}, pipelinePart);
  const scenes = sceneCards();
  const brief = region("section", { class: "card" }, briefFacts);
  let job = null;

  const tick = () =>
    job &&
    say(elapsed, clock((isUnderWay(job) ? Date.now() / 1000 : (job.completed_at ?? job.updated_at)) - job.created_at));
  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));

  const node = el(
    "div",
    { class: "stack" },
    callout.node,
    el(
      "section",
      { class: "card stack", "aria-label": "Progress" },
      el("div", { class: "progress-head" }, words, percent),
      bar,
      el(
        "div",
        { class: "facts-line" },
        el("dl", { class: "facts across" }, el("div", {}, el("dt", {}, "Elapsed"), elapsed)),
        meters.node,
      ),
    ),
    el("section", { class: "card", "aria-label": "Stages" }, pipeline.node),
    scenes.node,
    brief.node,
  );

  return {
    node,
    update: (next) => {
      job = next;
      callout.show({ kind: calloutFor(job), job: calloutFacts(job) });
      bar.value = job.progress;
      say(percent, `${job.progress} %`);
      say(words, stageWords(job.stage));
      meters.show(moneyFacts(job));
      pipeline.show(stages(job));
      scenes.update(job);
      brief.show(job.brief);
      tick();
    },
  };
}

const CALLOUTS = {
  failed: (job, context) => failureNotice(job, context),
  cancelled: (job) =>
    notice({
      look: "plain",
      title: "This video was cancelled",
      text: `${full(reasonWords(job.error ?? "It was cancelled"))} Resume goes on with what is there; nothing is bought twice.`,
    }),
  waits: (job, { jobId }) =>
    notice({
      look: "waits",
      title: stageWords(job.stage),
      text: "Nothing goes on, and nothing is spent, until you have decided.",
      actions: [linkButton({ label: "Decide now", href: `/jobs/${jobId}/review`, look: "primary" })],
    }),
  ready: (job, { jobId }) =>
    notice({
      look: "good",
      title: "Your video is ready",
      actions: [linkButton({ label: "Watch it", href: `/jobs/${jobId}/video`, look: "primary", sign: "play" })],
    }),
  script: (job, { jobId }) =>
    notice({
      look: "good",
      title: "Script and scenes are ready",
      text: "Read and change them, or go on to the video above.",
      actions: [linkButton({ label: "Read them", href: `/jobs/${jobId}/review`, look: "primary" })],
    }),
};

function calloutFor(job) {
  const kinds = {
    failed: "failed",
    cancelled: "cancelled",
    awaiting_review: "waits",
    draft: "waits",
    completed: "ready",
    script_ready: "script",
  };
  return kinds[job.status] ?? "";
}

function calloutFacts({ stage, problem, error_message: error, run, scenes, brief }) {
  return { stage, problem, error, run, hasScenes: scenes.length > 0, brief };
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
