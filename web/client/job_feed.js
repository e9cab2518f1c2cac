/**
 * A job and its changes, for the views of one job: fetched once, followed as long as it runs, fetched after every act.
 * Every act first saves what was typed, so that nothing is bought from words that are not on the screen.
 */

import { adoptDrafts, draftOf, dropDraft } from "../lib/form_storage.js";
import { draftNames, unsavedEdits } from "../lib/unsaved_edits.js";
import { withReusedUrls } from "./refresh_urls.js";
import { Problem, ask } from "./client.js";
import { follow, delay, hasEnded, isTransient } from "./follow.js";

const RETRY_INTERVAL_MILLISECONDS = 3_000;

/** @typedef {import("./api_types.js").Job} Job */
/** @typedef {{save?: boolean, estimatedUsd?: string | null}} ActOptions */

/**
 * The state in which each job was last seen, so that going from tab to tab shows something at once.
 * @type {Map<string, Job>}
 */
const seen = new Map();

/** Tells every view of a job, in this tab and in others, that something was done about it. */
const CHANNEL = "omnigen.jobs";
const channel = new BroadcastChannel(CHANNEL);

/**
 * @param {string} jobId
 * @param {{signal: AbortSignal, onJob: (job: Job) => void, onProblem: (error: Error) => void}} what
 */
export function jobFeed(jobId, { signal, onJob, onProblem }) {
  /** @type {Promise<void> | null} */
  let following = null;
  /** @type {Job | null} */
  let current = null;
  const saveNow = oneAtATime((only) => current && saveEdits(current, only));

  /** @param {Job} job */
  function take(job) {
    if (signal.aborted || (current && job.rev < current.rev)) return;
    if (!current || current.scenes.length !== job.scenes.length) adoptDrafts(draftNames(job));
    current = withReusedUrls(job);
    seen.set(jobId, current);
    onJob(current);
  }

  async function refresh() {
    try {
      take(await ask("GET", `/jobs/${jobId}`, { signal }));
      if (current && hasEnded(current)) return;
      following ??= follow(jobId, { since: current?.rev ?? 0, onJob: take, signal }).finally(() => (following = null));
      following.catch(fail);
    } catch (error) {
      fail(error);
      if (!following && isTransient(error)) {
        delay(RETRY_INTERVAL_MILLISECONDS, signal).then(() => (signal.aborted ? undefined : refresh()));
      }
    }
  }

  function fail(error) {
    if (error.name !== "AbortError" && !signal.aborted) onProblem(error);
  }

  const others = new BroadcastChannel(CHANNEL);
  others.addEventListener("message", ({ data }) => data === jobId && refresh());
  signal.addEventListener("abort", () => others.close());
  const kept = seen.get(jobId);
  if (kept) take(kept);
  return {
    refresh,
    job: () => current,
    /** Saves what was typed, all of it or one draft. A Problem says what could not be saved; nothing else is done then. */
    save: async (draft = "") => {
      if (await saveNow(draft)) await changed(jobId, refresh);
    },
    /**
     * Saves what was typed, sends something about the job, and looks at the job again whatever came of it.
     * @param {string} method
     * @param {string} path
     * @param {any} [body]
     * @param {ActOptions} [options] `save: false` for acts that use none of the words; `estimatedUsd` is the price shown
     */
    act: async (method, path, body, { save = true, estimatedUsd = null } = {}) => {
      try {
        if (save) await saveNow("");
        const query = estimatedUsd === null ? "" : `?estimated_usd=${estimatedUsd}`;
        return await ask(method, path + query, { body });
      } finally {
        await changed(jobId, refresh);
      }
    },
  };
}

/** @typedef {ReturnType<typeof jobFeed>} JobFeed */

/** Calls `save` when the call before has ended: what that one has saved is not sent again. */
function oneAtATime(save) {
  /** @type {Promise<any>} */
  let last = Promise.resolve();
  return (only) => (last = last.catch(() => {}).then(() => save(only)));
}

async function changed(jobId, refresh) {
  channel.postMessage(jobId);
  await refresh();
}

/**
 * @param {Job} job
 * @param {string} [only] the draft to save; all of them without it
 * @returns {Promise<boolean>} whether anything was saved
 */
async function saveEdits(job, only = "") {
  const edits = unsavedEdits(job, draftOf).filter(({ draft }) => !only || draft === only);
  for (const { draft, about, method, path, body, refusal } of edits) {
    if (refusal && !only) throw new Problem({ status: 409, code: "Unsaved", detail: refusal, fixable_by: "user" });
    const sent = JSON.stringify(draftOf(draft));
    try {
      await ask(method, path, { body });
    } catch (error) {
      if (error.status) error.message = `Your changes to ${about} cannot be saved: ${error.message}`;
      throw error;
    }
    if (JSON.stringify(draftOf(draft)) === sent) dropDraft(draft); // else somebody has gone on typing
  }
  return edits.length > 0;
}
