/** Whether the server answers and knows us: views hear when it does again, so that none of them has to be reloaded. */

const POLL_INTERVAL_MILLISECONDS = 3_000;

/** @typedef {"ok" | "lost" | "signed-out"} ConnectionState */

/** @type {ConnectionState} */
let state = "ok";
const changes = new EventTarget();

export function connectionState() {
  return state;
}

/** @param {ConnectionState} next */
export function setConnection(next) {
  if (next === state) return;
  state = next;
  changes.dispatchEvent(new Event("change"));
}

/**
 * Calls `listener` with every later state.
 * @param {(state: ConnectionState) => void} listener
 * @param {AbortSignal} [signal] ends it
 */
export function onConnection(listener, signal) {
  changes.addEventListener("change", () => listener(state), { signal });
}

/**
 * Resolves when the server answers again and somebody is signed in; at once when that is so now.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function connected(signal) {
  if (state === "ok") return Promise.resolve();
  return new Promise((resolve) => {
    onConnection((now) => now === "ok" && resolve(undefined), signal);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/**
 * While the server does not answer, looks again every few seconds, and at once when the network is back.
 * @param {() => Promise<boolean>} answers whether the server answers now
 */
export function lookForServer(answers) {
  const look = async () => state === "lost" && (await answers()) && setConnection("ok");
  setInterval(look, POLL_INTERVAL_MILLISECONDS);
  window.addEventListener("online", look);
}
