/**
 * The public API, and nothing else that this page could talk to. What goes wrong is a Problem, with words for people.
 */

import { token } from "./session.js";

export const API = "/api/v1";

/** An answer that is none: what the API says is wrong, in the shape of `application/problem+json`. */
export class Problem extends Error {
  constructor(body) {
    super(body.errors?.map((error) => error.message).join("; ") || body.detail); // without the fields' names
    this.status = body.status;
    this.code = body.code ?? "";
    this.retryable = body.retryable ?? false;
    this.fixableBy = body.fixable_by ?? "developer";
    /** @type {{field: string, message: string}[]} */
    this.fields = body.errors ?? (body.field ? [{ field: body.field, message: body.detail }] : []);
  }
}

const UNREACHABLE = {
  status: 0,
  code: "Unreachable",
  detail: "The server does not answer. It may be stopped, or the connection is gone.",
  retryable: true,
  fixable_by: "time",
};

/** What API Gateway says for itself, without words for people. */
const SIGNED_OUT = { status: 401, code: "NotSignedIn", detail: "You are not signed in any more.", fixable_by: "user" };
const TOO_FAST = {
  status: 429,
  code: "TooFast",
  detail: "That were too many requests at once.",
  retryable: true,
  fixable_by: "time",
};

let onExpired = () => Promise.resolve(false);
let onReach = () => {};

/**
 * What to do when a token is no longer good (resolves to whether there is a new one), and whom to tell whether the
 * server answers.
 * @param {{expired: () => Promise<boolean>, reached: (reached: boolean) => void}} what
 */
export function whenever({ expired, reached }) {
  onExpired = expired;
  onReach = reached;
}

/**
 * One request. An expired token holds it up until somebody has signed in again; it is then sent once more.
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {{body?: any, headers?: Record<string, string>, signal?: AbortSignal}} [options]
 * @returns {Promise<any>} the JSON of the answer; null when there is none
 */
export async function ask(method, path, options = {}) {
  const answer = await send(method, path, options);
  if (answer.status === 204) return null;
  return answer.json();
}

/** As `ask`, but gives the answer itself. */
export async function send(method, path, { body, headers = {}, signal } = {}) {
  const request = () =>
    fetch(API + path, {
      method,
      signal,
      cache: "no-store",
      headers: {
        ...headers,
        ...(token() && { Authorization: `Bearer ${token()}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const sent = token();
  let answer = await reach(request);
  const renewed = async () => token() !== sent || onExpired(); // another request may have had a new one by now
  if (answer.status === 401 && (await renewed())) answer = await reach(request);
  const reached = answer.ok || isProblem(answer) || answer.status === 401 || answer.status === 429;
  onReach(reached);
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function reach(request) {
  try {
    return await request();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    onReach(false);
    throw new Problem(UNREACHABLE);
  }
}

/** The API's own words; what else stands in for it (a proxy, a host that is just starting) counts as no answer. */
async function problemOf(answer) {
  if (isProblem(answer)) return new Problem(await answer.json());
  if (answer.status === 401) return new Problem(SIGNED_OUT);
  return new Problem(answer.status === 429 ? TOO_FAST : UNREACHABLE);
}

function isProblem(answer) {
  return (answer.headers.get("Content-Type") ?? "").startsWith("application/problem+json");
}
