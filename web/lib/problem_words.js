/** What went wrong, in words for people: by the API's code where it has one of its own, else its sentence without ids. */

/** @type {Record<string, string>} */
const WORDS = {
  AlreadyDecided: "Somebody has decided this already; here is how it stands now.",
  PriceChanged: "The price has changed since it was shown. Look at the new price, then order.",
};

const SIGNED_OUT = "You are signed out. Sign in again to go on.";

/**
 * @param {{status?: number, code?: string, detail?: string, errors?: {message: string}[]}} body of `application/problem+json`
 * @returns {string}
 */
export function problemWords({ status, code = "", detail = "", errors = [] }) {
  if (status === 401) return SIGNED_OUT;
  const told = errors.map((error) => error.message).join("; ") || detail; // without the fields' names
  return WORDS[code] ?? withoutIds(told);
}

/** Ids of jobs and scenes are for programs. */
function withoutIds(sentence) {
  return sentence
    .replace(/\bthe job '?job_[0-9A-Z]{26}'?/gi, (found) => (found.startsWith("T") ? "The video" : "the video"))
    .replace(/'?job_[0-9A-Z]{26}-s(\d\d)'?/g, (_, number) => `${Number(number)}`);
}
