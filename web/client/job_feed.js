/** A job and its changes, for the views of one job: fetched once, followed as long as it runs, fetched after every act. */

import { withSteadyAddresses } from "./refresh_urls.js";
import { ask } from "./client.js";
import { follow, passed, passes } from "./sse.js";

const TRY_AGAIN_MILLISECONDS = 3_000;

/** The state in which each job was last seen, so that going from tab to tab shows something at once. */
const seen = new Map();

/** Tells every view of a job, in this tab and in others, that something was done about it. */
const CHANNEL = "omnigen.jobs";
const told = new BroadcastChannel(CHANNEL);

/**
 * @param {string} jobId
 * @param {{signal: AbortSignal, onJob: (job: any) => void, onProblem: (error: Error) => void}} what
 */
export function jobFeed(jobId, { signal, onJob, onProblem }) {
  let following = null;
  let current = null;

  function take(job) {
    if (signal.aborted || (current && job.rev < current.rev)) return;
    current = withSteadyAddresses(job);
    seen.set(jobId, current);
    onJob(current);
  }

  async function refresh() {
    try {
      take(await ask("GET", `/jobs/${jobId}`, { signal }));
      following ??= follow(jobId, { since: current.rev, onJob: take, signal }).finally(() => (following = null));
      following.catch(fail);
    } catch (error) {
      fail(error);
      if (!following && passes(error)) passed(TRY_AGAIN_MILLISECONDS, signal).then(() => signal.aborted || refresh());
    }
  }

  function fail(error) {
    if (error.name !== "AbortError" && !signal.aborted) onProblem(error);
  }

  const others = new BroadcastChannel(CHANNEL);
  others.addEventListener("message", ({ data }) => data === jobId && refresh());
  signal.addEventListener("abort", () => others.close());
  if (seen.has(jobId)) take(seen.get(jobId));
  return {
    refresh,
    job: () => current,
    /** Sends something about the job, and looks at the job again whatever came of it. */
    act: async (method, path, body) => {
      try {
        return await ask(method, path, { body });
      } finally {
        told.postMessage(jobId);
        await refresh();
      }
    },
  };
}
