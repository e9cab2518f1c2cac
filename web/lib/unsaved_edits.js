/** What was typed about a video and is not saved yet, as the requests that save it: pure. */

/** @typedef {import("../client/api_types.js").Job} Job */
/** @typedef {{draft: string, about: string, method: string, path: string, body: any, refusal: string}} SaveRequest */

const ENDED = ["script_ready", "completed", "failed", "cancelled"];

/** Names under which a video's forms keep what was typed. */
export const DRAFTS = {
  /** @param {string} jobId */
  text: (jobId) => `draft.${jobId}`,
  /** @param {string} jobId */
  script: (jobId) => `script.${jobId}`,
  /** @param {string} jobId */
  elements: (jobId) => `elements.${jobId}`,
  /** @param {string} sceneId */
  scene: (sceneId) => `scene.${sceneId}`,
};

/** @param {Job} job */
export function draftNames(job) {
  const ofJob = [DRAFTS.text(job.job_id), DRAFTS.script(job.job_id), DRAFTS.elements(job.job_id)];
  return [...ofJob, ...job.scenes.map((scene) => DRAFTS.scene(scene.id))];
}

/**
 * The requests that save what differs from what is stored, in the order of the page. With a `refusal` it cannot be saved
 * on the way to something else.
 * @param {Job} job
 * @param {(name: string) => any} draftOf
 * @returns {SaveRequest[]}
 */
export function unsavedEdits(job, draftOf) {
  return [
    ...textEdits(job, draftOf(DRAFTS.text(job.job_id))),
    ...scriptEdits(job, draftOf(DRAFTS.script(job.job_id))),
    ...elementEdits(job, draftOf(DRAFTS.elements(job.job_id))),
    ...job.scenes.flatMap((scene) => sceneEdits(scene, draftOf(DRAFTS.scene(scene.id)))),
  ];
}

/**
 * A script as its form has it.
 * @param {NonNullable<Job["script"]>} script
 */
export function scriptValues({ title, product_name, call_to_action, segments }) {
  const parts = segments.map(({ text, duration }) => ({ text, duration: String(duration) }));
  return { title, product_name, call_to_action, segments: parts };
}

/** A scene as its form has it. @param {Job["scenes"][number]} scene */
export function sceneValues(scene) {
  const { narration, visual_prompt, duration, action, on_screen_text } = scene;
  const { shot_size, angle, camera_move, join, transition, product, product_photo } = scene;
  const framing = { shot_size, angle, camera_move, join, transition, product, product_photo };
  return { text: narration, visual_prompt, action, on_screen_text, duration: String(duration), ...framing };
}

/** The descriptions that all prompts repeat, by element. @param {Job["scenes"]} scenes */
export function elementValues(scenes) {
  return Object.fromEntries(scenes.flatMap((scene) => scene.elements.map(({ id, description }) => [id, description])));
}

function textEdits(job, typed) {
  if (!typed || job.status !== "draft" || typed.text === job.brief.script_text) return [];
  const path = `/scripts/${job.job_id}`;
  return [request(DRAFTS.text(job.job_id), "the script", path, { text: typed.text })];
}

function scriptEdits(job, typed) {
  if (!typed || !job.script || typed.segments?.length !== job.script.segments.length) return [];
  if (JSON.stringify(typed) === JSON.stringify(scriptValues(job.script))) return [];
  const { segments, ...head } = typed;
  const filled = Object.fromEntries(Object.entries(head).filter(([, text]) => text.trim()));
  const body = { ...filled, segments: segments.map(({ text, duration }) => ({ text, duration: Number(duration) })) };
  const refusal = replansScenes(job, typed)
    ? "The script has changes that are not saved. Saving them plans all scenes again: save them, or undo them, first."
    : "";
  return [{ ...request(DRAFTS.script(job.job_id), "the script", `/scripts/${job.job_id}`, body), refusal }];
}

/**
 * Whether saving this script gives up the scenes: other segments do, other titles and names do not.
 * @param {Job} job
 * @param {any} typed
 */
export function replansScenes(job, typed) {
  if (!job.script || !ENDED.includes(job.status) || !job.scenes.length) return false;
  return JSON.stringify(typed.segments) !== JSON.stringify(scriptValues(job.script).segments);
}

function elementEdits(job, typed) {
  const stored = elementValues(job.scenes);
  const changes = Object.entries(typed ?? {}).filter(
    ([id, text]) => id in stored && text.trim() && stored[id] !== text,
  );
  if (!changes.length) return [];
  const body = { elements: Object.fromEntries(changes) };
  return [request(DRAFTS.elements(job.job_id), "what looks the same everywhere", `/scripts/${job.job_id}`, body)];
}

/**
 * The request that saves what was typed for a scene; none when nothing was.
 * @returns {SaveRequest[]}
 */
export function sceneEdits(scene, typed) {
  const stored = sceneValues(scene);
  const changes = Object.entries(typed ?? {}).filter(([name, value]) => name in stored && stored[name] !== value);
  if (!changes.length) return [];
  const { duration, product_photo: photo, ...rest } = Object.fromEntries(changes);
  const body = {
    ...rest,
    ...(photo && { product_photo: photo }),
    ...(duration !== undefined && { duration: Number(duration) }),
  };
  return [request(DRAFTS.scene(scene.id), `scene ${scene.scene_index + 1}`, `/scenes/${scene.id}`, body)];
}

function request(draft, about, path, body) {
  return { draft, about, method: "PUT", path, body, refusal: "" };
}
