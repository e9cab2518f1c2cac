/** A job as stages on its way to a video: pure, from what the API shows of it. */

import { timeOfDay } from "./format.js";
import { stageWords } from "./labels.js";

/** @typedef {"done" | "active" | "waiting" | "todo" | "failed" | "stopped"} State */
/** @typedef {{id: string, name: string, state: State, note: string, gate?: boolean}} Stage */

/** Which stage a failed function of the pipeline belongs to. @type {Record<string, string>} */
const STAGE_OF = {
  write_script: "script",
  plan_storyboard: "storyboard",
  draw_image: "stills",
  narrate: "voice",
  start_music: "music",
  check_music: "music",
  start_clip: "clips",
  check_clip: "clips",
  acquire_slot: "cut",
  compose_video: "cut",
  complete_job: "cut",
};

const RENDERING = /^(music_|clips_|scene_\d|video_|finishing)/;
const SIDE_BY_SIDE = /^(music_|clips_|scene_\d)/;
const OVER = new Set(["failed", "cancelled"]);

/** @typedef {import("../client/api_types.js").Job} Job */

/**
 * The stages in order; those that run side by side are in a list of their own.
 * @param {Job} job
 * @returns {(Stage | Stage[])[]}
 */
export function stages(job) {
  const asked = new Set(/** @type {string[]} */ (job.brief.review));
  /** @type {(name: string, about: string) => (Stage | Stage[])[]} */
  const gate = (name, about) => (asked.has(name) ? [gateStage(job, name, about)] : []);
  /** @type {(Stage | Stage[])[]} */
  const found = [
    stage(job, "script", "Script", Boolean(job.script), job.brief.script_text ? "yours" : ""),
    ...(job.brief.narration.enabled ? [stage(job, "voice", "Narration", Boolean(job.speech), spoken(job))] : []),
    ...gate("script", "script"),
    stage(job, "storyboard", "Storyboard", job.scenes.length > 0, counted(job.scenes.length, job.scenes.length)),
    ...gate("scenes", "scenes"),
  ];
  if (job.brief.stop_at === "script") return found;
  if (drawsStills(job.brief))
    found.push(piecewise(job, "stills", "Images", (scene) => scene.own_picture || newestPicture(scene)));
  found.push(...gate("images", "images"), ...gate("spend", "budget"));
  found.push(sideBySide(job), stage(job, "cut", "Edit and mix", job.status === "completed", ""));
  return found.filter((part) => !Array.isArray(part) || part.length > 0);
}

/** `The vendor is busy until 14:03:20`, while a vendor has asked the job to wait; else nothing. @param {Job} job */
export function busyWords(job, now = Date.now()) {
  const until = job.vendor_busy?.until ?? 0;
  return until * 1000 > now ? `The vendor is busy until ${timeOfDay(until)}` : "";
}

/** What a job is at, in words; stages that run side by side are named together. @param {Job} job */
export function progressWords(job) {
  if (!isUnderWay(job) || !SIDE_BY_SIDE.test(job.stage)) return stageWords(job.stage);
  const active = sideBySide(job).filter((part) => part.state === "active");
  if (!active.length) return stageWords(job.stage);
  const names = active.map(({ name }, place) => (place ? name.toLowerCase() : name));
  const counts = active
    .filter(({ note }) => note.includes(" of "))
    .map(({ id, note }) => `${note} ${id === "clips" ? "clips" : "scenes"}`);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  return `${listed} in progress${counts.length ? `: ${counts.at(-1)}` : ""}`;
}

/** Whether stills are drawn: as the pictures themselves, or as the frames between which clips are filmed. */
export function drawsStills(brief) {
  if (brief.pictures === "own") return false;
  return brief.pictures === "stills" || brief.continuity === "keyframes";
}

/** A scene's newest picture that was not turned down, or undefined. */
export function newestPicture(scene) {
  return scene.images.findLast((image) => image.status !== "rejected");
}

/** Whether the job is being worked on, by machines or by the person it waits for. */
export function isUnderWay(job) {
  return ["pending", "processing", "awaiting_review"].includes(job.status);
}

/** How long somebody speaks, as it was measured. */
function spoken(job) {
  return job.speech ? `${job.speech.seconds.toFixed(1)} of ${job.brief.duration} s` : "";
}

function sideBySide(job) {
  const { music, pictures } = job.brief;
  return [
    ...(music.enabled ? [stage(job, "music", "Music", job.scored, "")] : []),
    ...(pictures === "clips" ? [piecewise(job, "clips", "Clips", (scene) => scene.clip_key)] : []),
  ];
}

function piecewise(job, id, name, isThere) {
  const there = job.scenes.filter(isThere).length;
  const all = job.scenes.length;
  return stage(job, id, name, all > 0 && there === all, all ? counted(there, all) : "");
}

/** @returns {Stage} */
function stage(job, id, name, isDone, note) {
  return { id, name, state: stateOf(job, id, isDone), note };
}

/** @returns {State} */
function stateOf(job, id, isDone) {
  const over = OVER.has(job.status);
  if (over && STAGE_OF[job.problem?.stage] === id) return job.status === "failed" ? "failed" : "stopped";
  if (isDone) return "done";
  if (over) return "todo";
  return activeStages(job).has(id) ? "active" : "todo";
}

/** @returns {Stage} */
function gateStage(job, gate, about) {
  const open = job.reviews.filter((review) => review.gate === gate).length;
  const asks = open > 0 || (gate === "script" && job.status === "draft");
  /** @type {State} */
  const state = asks ? "waiting" : isPast(job, gate) ? "done" : "todo";
  return { id: `gate-${gate}`, name: "Approval", state, note: open > 1 ? `${open} ${about}` : about, gate: true };
}

/** What lies behind a gate exists only once it was passed. */
function isPast(job, gate) {
  if (job.status === "completed") return true;
  if (gate === "script") return job.scenes.length > 0;
  if (gate === "scenes") return job.scenes.length > 0 && job.scenes.every((scene) => scene.status === "approved");
  if (gate === "images")
    return (
      job.scenes.length > 0 &&
      job.scenes.every((scene) => scene.own_picture || newestPicture(scene)?.status === "approved")
    );
  return RENDERING.test(job.stage) || job.scenes.some((scene) => scene.clip_key);
}

function activeStages(job) {
  if (!isUnderWay(job)) return new Set();
  if (/^(script_|pending)/.test(job.stage)) return new Set(["script"]);
  if (job.stage.startsWith("narration_")) return new Set(["voice"]);
  if (job.stage.startsWith("storyboard_")) return new Set(["storyboard"]);
  if (/^image/.test(job.stage) || drawsMeanwhile(job)) return new Set(["stills"]);
  if (/^(video_|finishing)/.test(job.stage)) return new Set(["cut"]);
  return RENDERING.test(job.stage) ? new Set(["music", "clips"]) : new Set();
}

/** While some scenes or pictures wait for a person, those that were approved are drawn. */
function drawsMeanwhile(job) {
  return (
    /_(scenes|images)/.test(job.stage) &&
    job.scenes.some((scene) => {
      const asked = job.reviews.some((review) => review.scene_id === scene.id);
      return !asked && newestPicture(scene)?.status !== "approved";
    })
  );
}

function counted(there, all) {
  if (!all) return "";
  return there === all ? `${all} scene${all === 1 ? "" : "s"}` : `${there} of ${all}`;
}
