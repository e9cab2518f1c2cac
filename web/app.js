/** Where the page begins: who works here, then the shell and the view of the present place. */

import { API, serverAnswers, whenExpired } from "./client/client.js";
import { readFacts, refresh, takeCode, tokenFromAddress } from "./client/cognito.js";
import { connectionState, lookForServer, onConnection, setConnection } from "./client/connection.js";
import { askOtherTabs, share, token, whenLeft } from "./client/session.js";
import { el } from "./lib/dom.js";
import { dropDrafts } from "./lib/form_storage.js";
import { startRouter } from "./lib/router.js";
import { warnOfUnsentText } from "./lib/unsent_text.js";
import { confirmed } from "./parts/dialogs.js";
import { shell } from "./shell.js";
import { apiKeysView } from "./views/api_keys.js";
import { assetsView } from "./views/assets.js";
import { brandsView } from "./views/brands/view.js";
import { createView } from "./views/create/view.js";
import { jobView } from "./views/job/view.js";
import { jobsView } from "./views/jobs.js";
import { missingView } from "./views/missing.js";
import { signInAgain, signInView } from "./views/sign_in.js";
import { usageView } from "./views/usage.js";

/** @type {[RegExp, import("./lib/router.js").MakeView][]} */
const ROUTES = [
  [/^\/$/, createView],
  [/^\/jobs\/?$/, jobsView],
  [/^\/jobs\/(?<jobId>job_[0-9A-Z]{26})(?:\/(?<tab>review|video))?\/?$/, jobView],
  [/^\/files\/?$/, assetsView],
  [/^\/brands\/?$/, brandsView],
  [/^\/usage\/?$/, usageView],
  [/^\/keys\/?$/, apiKeysView],
  [/^/, missingView],
];

/**
 * One question at a time, however many requests find the token expired.
 * @type {Promise<boolean> | null}
 */
let asking = null;

function expired() {
  asking ??= refresh()
    .then((done) => done || signInAgain(API))
    .then((done) => (setConnection(done ? "ok" : "signed-out"), done))
    .finally(() => (asking = null));
  return asking;
}

/** Takes a token from the address, after a question where somebody else is signed in. Resolves to whether it was taken. */
async function takeToken() {
  const brought = tokenFromAddress();
  if (!brought || brought === token()) return false;
  if (!token()) await askOtherTabs();
  const other = token() !== null && token() !== brought;
  const question = {
    title: "Sign in with the token in this address?",
    text: "Somebody is signed in here already. With the token in the address you would work as its owner: what you make would be theirs.",
    yes: "Sign in with it",
  };
  if (other && !(await confirmed(question))) return false;
  share({ token: brought });
  return true;
}

async function start() {
  const place = document.getElementById("shell") ?? document.body.appendChild(el("div"));
  await readFacts();
  await takeToken();
  const wanted = await takeCode();
  if (!token()) await askOtherTabs();
  if (!token()) {
    place.replaceChildren(signInView(API));
    document.title = "Sign in · Omnigen";
    return;
  }
  if (wanted) history.replaceState(null, "", wanted);
  const frame = shell({ signIn: () => (setConnection("ok"), expired()) });
  whenExpired(expired);
  lookForServer(serverAnswers);
  warnOfUnsentText();
  whenLeft(() => (dropDrafts(), location.assign("/")));
  place.replaceChildren(frame.node);
  const router = startRouter(frame.outlet, ROUTES, frame.shown);
  onConnection(() => connectionState() === "ok" && router.refresh());
  document.documentElement.dataset.ready = "true";
}

window.addEventListener("hashchange", async () => {
  if (location.hash.startsWith("#token=") && (await takeToken())) location.reload();
});

start();
