/**
 * The public API, and nothing else that this page could talk to. What goes wrong is a Problem, with words for people.
 */

import { problemWords } from "../lib/problem_words.js";
import { connectionState, setConnection } from "./connection.js";
import { token } from "./session.js";

export const API = "/api/v1";

/** @typedef {{status: number, code?: string, detail?: string, retryable?: boolean, fixable_by?: string, field?: string, errors?: {field: string, message: string}[]}} ProblemBody */

/** An answer that is none: what the API says is wrong, in the shape of `application/problem+json`. */
export class Problem extends Error {
  /** @param {ProblemBody} body */
  constructor(body) {
    super(problemWords(body));
    this.status = body.status;
    this.code = body.code ?? "";
    this.retryable = body.retryable ?? false;
    this.fixableBy = body.fixable_by ?? "developer";
    /** @type {{field: string, message: string}[]} */
    this.fields = body.errors ?? (body.field ? [{ field: body.field, message: body.detail ?? "" }] : []);
  }
}

/** Status of an answer without a body: what was asked for is as the tag in `If-None-Match` says. */
export const UNCHANGED = 304;

const UNREACHABLE = {
  status: 0,
  code: "Unreachable",
  detail: "The server does not answer. It may be stopped, or the connection is gone.",
  retryable: true,
  fixable_by: "time",
};

/** Codes of answers that do not come from the API: of nobody, and of a host that is still starting. */
const NO_ANSWER = new Set(["Unreachable", "Starting"]);

/** What API Gateway says for itself, without words for people. */
const SIGNED_OUT = { status: 401, code: "SignedOut", fixable_by: "user" };
const TOO_FAST = {
  status: 429,
  code: "TooFast",
  detail: "There were too many requests at once.",
  retryable: true,
  fixable_by: "time",
};

/** @type {() => Promise<boolean>} */
let onExpired = () => Promise.resolve(false);

/**
 * What to do when a token is no longer good.
 * @param {() => Promise<boolean>} expired resolves to whether there is a new one
 */
export function whenExpired(expired) {
  onExpired = expired;
}

/** @typedef {{body?: any, headers?: Record<string, string>, signal?: AbortSignal}} RequestOptions */

/**
 * One request. An expired token holds it up until somebody has signed in again; it is then sent once more.
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {RequestOptions} [options]
 * @returns {Promise<any>} the JSON of the answer; null when there is none
 */
export async function ask(method, path, options = {}) {
  const answer = await send(method, path, options);
  if (answer.status === 204) return null;
  return answer.json();
}

/**
 * As `ask`, but gives the answer itself. Whoever chose not to sign in again is not asked at every request.
 * @param {string} method
 * @param {string} path
 * @param {RequestOptions} [options]
 */
export async function send(method, path, options = {}) {
  if (connectionState() === "signed-out") throw new Problem(SIGNED_OUT);
  const sent = token();
  let answer = await reach(method, path, options);
  const renewed = async () => token() !== sent || onExpired(); // another request may have had a new one by now
  if (answer.status === 401 && (await renewed())) answer = await reach(method, path, options);
  const problem = answer.ok || answer.status === UNCHANGED ? null : await problemOf(answer);
  if (problem?.status !== 401) setConnection(problem && NO_ANSWER.has(problem.code) ? "lost" : "ok");
  if (problem) throw problem;
  return answer;
}

/** Whether the server answers now, without asking anybody to sign in. */
export async function serverAnswers() {
  try {
    const answer = await fetch(`${API}/health`, { cache: "no-store" });
    return answer.ok && (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  } catch {
    return false;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {RequestOptions} options
 */
async function reach(method, path, { body, headers = {}, signal }) {
  const known = token();
  try {
    return await fetch(API + path, {
      method,
      signal,
      cache: "no-store",
      headers: {
        ...headers,
        ...(known && { Authorization: `Bearer ${known}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    setConnection("lost");
    throw new Problem(UNREACHABLE);
  }
}

/** The API's own words; what else stands in for it (a proxy, a host that is just starting) counts as no answer. */
async function problemOf(answer) {
  if (answer.status === 401) return new Problem(SIGNED_OUT);
  if (isProblem(answer)) return new Problem(await answer.json());
  return new Problem(answer.status === 429 ? TOO_FAST : UNREACHABLE);
}

function isProblem(answer) {
  return (answer.headers.get("Content-Type") ?? "").startsWith("application/problem+json");
}
