/**
 * Who works here: a token, kept in this tab only. Tabs of this page hand it to one another when they open, so that a
 * link in a new tab works; it is never stored where it would outlive them.
 */

const KEY = "omnigen.session";
const ANSWER_WITHIN_MILLISECONDS = 250;

/** @typedef {{token: string, refreshToken?: string}} Session */

/** @type {Session | null} */
let current = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
const tabs = new BroadcastChannel(KEY);
/** @type {Set<(session: Session) => void>} */
const waiting = new Set();

tabs.addEventListener("message", ({ data }) => {
  if (data.ask && current) tabs.postMessage({ session: current });
  if (data.session && waiting.size) keep(data.session);
  if (data.left && current) {
    onLeft();
    clear();
  }
});

/** @type {() => void} */
let onLeft = () => {};

/**
 * What to do here when somebody signs out in another tab; the session is still known then.
 * @param {() => void} left
 */
export function whenLeft(left) {
  onLeft = left;
}

/** The token, or null. */
export function token() {
  return current?.token ?? null;
}

/** Who the token is for, to keep apart what different people typed here; empty when that cannot be told. */
export function userId() {
  try {
    const payload = (token() ?? "").split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return String(JSON.parse(atob(payload)).sub ?? "");
  } catch {
    return "";
  }
}

/** What a new token can be had for without asking anybody, or null. */
export function refreshToken() {
  return current?.refreshToken ?? null;
}

/** @param {Session} session */
export function keep(session) {
  current = session;
  sessionStorage.setItem(KEY, JSON.stringify(session));
  for (const resolve of [...waiting]) resolve(session);
}

/** Keeps a session and gives it to the tabs that wait for one. */
export function share(session) {
  keep(session);
  tabs.postMessage({ session });
}

/** Forgets the session in every tab of this page. */
export function forget() {
  clear();
  tabs.postMessage({ left: true });
}

function clear() {
  current = null;
  sessionStorage.removeItem(KEY);
}

/** The session of another tab of this page, or null when there is none. */
export async function askOtherTabs() {
  tabs.postMessage({ ask: true });
  /** @type {Promise<null>} */
  const nobody = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MILLISECONDS, null));
  return Promise.race([nextSession(), nobody]);
}

/**
 * Resolves when somebody has signed in, in this tab or in another.
 * @returns {Promise<Session>}
 */
export function nextSession() {
  return new Promise((resolve) => {
    const settle = (session) => {
      waiting.delete(settle);
      resolve(session);
    };
    waiting.add(settle);
  });
}
