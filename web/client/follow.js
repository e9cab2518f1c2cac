/**
 * Follows a job by short requests: each says what is known, and is answered at once, without a body while that is still
 * so. A request that waits for a change would keep a function of the server busy for as long as the page is open.
 */

import { UNCHANGED, send } from "./client.js";

const FIRST_PAUSE_MILLISECONDS = 1_000;
const MAX_PAUSE_MILLISECONDS = 5_000;
const GROWTH = 1.5;

const ENDED = new Set(["completed", "script_ready", "failed", "cancelled"]);

/**
 * Calls `onJob` with each newer state of a job until it has ended. While nobody looks at the page it asks for nothing;
 * while the job does not change or the server does not answer it asks less and less often.
 * @param {string} jobId
 * @param {{since: number, onJob: (job: any) => void, signal: AbortSignal}} options
 */
export async function follow(jobId, { since, onJob, signal }) {
  let tag = `"${since}"`;
  let pause = FIRST_PAUSE_MILLISECONDS;
  while (!signal.aborted) {
    await delay(pause, signal);
    await whenVisible(signal);
    if (signal.aborted) return;
    try {
      const answer = await send("GET", `/jobs/${jobId}`, { headers: { "If-None-Match": tag }, signal });
      pause = Math.min(pause * GROWTH, MAX_PAUSE_MILLISECONDS);
      if (answer.status === UNCHANGED) continue;
      const job = await answer.json();
      tag = `"${job.rev}"`;
      pause = FIRST_PAUSE_MILLISECONDS;
      onJob(job);
      if (hasEnded(job)) return;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!isTransient(error)) throw error;
      pause = Math.min(pause * 2, MAX_PAUSE_MILLISECONDS);
    }
  }
}

/** Whether a job changes no more by itself. */
export function hasEnded(job) {
  return ENDED.has(job.status);
}

/** Whether it makes sense to go on asking: a server that is being stopped fails in all sorts of ways. */
export function isTransient(problem) {
  return problem.retryable || problem.status >= 500;
}

/**
 * Resolves after so long, or when the signal says stop.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function delay(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/**
 * Resolves when somebody can see the page.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function whenVisible(signal) {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => !document.hidden && resolve();
    document.addEventListener("visibilitychange", look, { signal });
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
