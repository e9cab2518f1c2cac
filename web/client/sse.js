/**
 * Follows a job. Its events are server-sent ones, but EventSource cannot send a token, and the server closes after each
 * event; so they are read with fetch, one answer after the other, until 204 says that no more will come.
 */

import { send } from "./client.js";

const WAIT_SECONDS = 20;
const RETRY_MILLISECONDS = 1_000;
const MAX_RETRY_MILLISECONDS = 5_000;

/**
 * @typedef {{retry?: number, id?: string, event?: string, data?: string}} ServerEvent
 */

/**
 * The events in an answer's text, and the last `retry` it names. An event ends with an empty line; several `data` lines
 * are one text. (HTML standard, "Interpreting an event stream".)
 * @param {string} text
 * @returns {{events: ServerEvent[], retry: number | null}}
 */
export function parseEvents(text) {
  /** @type {ServerEvent[]} */
  const events = [];
  /** @type {number | null} */
  let retry = null;
  /** @type {ServerEvent} */
  let event = {};
  for (const line of `${text.replace(/^\uFEFF/, "")}\n`.split(/\r\n|\r|\n/)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (line === "") {
      if ("data" in event) events.push(event);
      event = {};
    } else if (name === "data") event.data = "data" in event ? `${event.data}\n${value}` : value;
    else if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
    else if (name === "id" || name === "event") event[name] = value;
  }
  return { events, retry };
}

/**
 * Calls `onJob` with each newer state of a job until it has ended. While nobody looks at the page it asks for nothing;
 * while the server does not answer it tries again, less and less often.
 * @param {string} jobId
 * @param {{since: number, onJob: (job: any) => void, signal: AbortSignal}} options
 */
export async function follow(jobId, { since, onJob, signal }) {
  let lastId = String(since);
  let pause = RETRY_MILLISECONDS;
  let wait = WAIT_SECONDS;
  while (!signal.aborted) {
    await whenVisible(signal);
    try {
      const answer = await send("GET", `/jobs/${jobId}/events?wait=${wait}`, {
        headers: { "Last-Event-ID": lastId },
        signal,
      });
      if (answer.status === 204) return;
      const { events, retry } = parseEvents(await answer.text());
      for (const event of events) {
        lastId = event.id ?? lastId;
        onJob(JSON.parse(event.data ?? ""));
      }
      pause = events.length ? (retry ?? RETRY_MILLISECONDS) : 0;
      wait = WAIT_SECONDS;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!isTransient(error)) throw error;
      wait = 0; // the next answer shall come at once, to tell that the server is back
      pause = Math.min(Math.max(pause, RETRY_MILLISECONDS) * 2, MAX_RETRY_MILLISECONDS);
    }
    await delay(pause, signal);
  }
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
