/** A job as stages on its way to a video: pure, from what the API shows of it. */

import { storySeconds } from "./durations.js";
import { timeOfDay } from "./format.js";
import { stageWords } from "./labels.js";
import { drawsStill, drawsStills, isFilmed, newestPicture, photosOfBrief } from "./scene_media.js";

/** @typedef {"done" | "active" | "waiting" | "todo" | "failed" | "stopped"} State */
/** @typedef {{id: string, name: string, state: State, note: string, gate?: boolean}} Stage */

/** Which stage a failed function of the pipeline belongs to. @type {Record<string, string>} */
const STAGE_OF = {
  cut_out_product: "cutout",
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
    ...cutout(job),
    stage(job, "script", "Script", Boolean(job.script), job.brief.script_text ? "yours" : ""),
    ...(job.brief.narration.enabled ? [stage(job, "voice", "Narration", Boolean(job.speech), spoken(job))] : []),
    ...gate("script", "script"),
    stage(job, "storyboard", "Storyboard", job.scenes.length > 0, counted(job.scenes.length, job.scenes.length)),
    ...gate("scenes", "scenes"),
  ];
  if (job.brief.stop_at === "script") return found;
  found.push(...stills(job));
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

/** Whether the job is being worked on, by machines or by the person it waits for. */
export function isUnderWay(job) {
  return ["pending", "processing", "awaiting_review"].includes(job.status);
}

/** How long somebody speaks, as it was measured. */
function spoken(job) {
  return job.speech ? `${job.speech.seconds.toFixed(1)} of ${storySeconds(job.brief)} s` : "";
}

/** Photos of the product are cut out before anything else. */
function cutout(job) {
  const photos = photosOfBrief(job.brief).length;
  const there = job.cutouts?.length ?? 0;
  return photos ? [stage(job, "cutout", "Product cut-out", there >= photos, photosWords(photos))] : [];
}

function photosWords(photos) {
  return photos === 1 ? "1 photo" : `${photos} photos`;
}

/** The images that are drawn: of all scenes, or of those that show the product itself. */
function stills(job) {
  const mayDraw = drawsStills(job.brief) || photosOfBrief(job.brief).length > 0;
  const wanted = job.scenes.filter((scene) => drawsStill(job.brief, scene));
  if (!mayDraw || (job.scenes.length && !wanted.length)) return [];
  return [piecewise(job, "stills", "Images", wanted, newestPicture)];
}

function sideBySide(job) {
  const { music, pictures } = job.brief;
  const filmed = job.scenes.filter((scene) => isFilmed(job.brief, scene));
  const films = pictures === "clips" && (filmed.length > 0 || !job.scenes.length);
  return [
    ...(music.enabled ? [stage(job, "music", "Music", job.scored, "")] : []),
    ...(films ? [piecewise(job, "clips", "Clips", filmed, (scene) => scene.clip_key)] : []),
  ];
}

/** A stage that is done scene by scene; `wanted` are the scenes that need it. */
function piecewise(job, id, name, wanted, isThere) {
  const there = wanted.filter(isThere).length;
  const all = wanted.length;
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
  if (gate === "images") {
    const wanted = job.scenes.filter((scene) => drawsStill(job.brief, scene));
    return job.scenes.length > 0 && wanted.every((scene) => newestPicture(scene)?.status === "approved");
  }
  return RENDERING.test(job.stage) || job.scenes.some((scene) => scene.clip_key);
}

function activeStages(job) {
  if (!isUnderWay(job)) return new Set();
  const lacksCutouts = photosOfBrief(job.brief).length > (job.cutouts?.length ?? 0);
  if (/^(script_|pending)/.test(job.stage)) return new Set([lacksCutouts ? "cutout" : "script"]);
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
      if (!drawsStill(job.brief, scene)) return false;
      const asked = job.reviews.some((review) => review.scene_id === scene.id);
      return !asked && newestPicture(scene)?.status !== "approved";
    })
  );
}

function counted(there, all) {
  if (!all) return "";
  return there === all ? `${all} scene${all === 1 ? "" : "s"}` : `${there} of ${all}`;
}
