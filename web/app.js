/** Where the page begins: who works here, then the shell and the view of the present place. */

import { API, whenever } from "./client/client.js";
import { startRouter } from "./lib/router.js";
import { askOtherTabs, token } from "./client/session.js";
import { shell } from "./shell.js";
import { readFacts, refresh, takeFromAddress } from "./client/cognito.js";
import { signInAgain, signInView } from "./views/sign_in.js";
import { createView } from "./views/create/view.js";
import { jobView } from "./views/job/view.js";
import { jobsView } from "./views/jobs.js";
import { missingView } from "./views/missing.js";
import { usageView } from "./views/usage.js";

const ROUTES = [
  [/^\/$/, createView],
  [/^\/jobs\/?$/, jobsView],
  [/^\/jobs\/(?<jobId>job_[0-9A-Z]{26})(?:\/(?<tab>review|video))?\/?$/, jobView],
  [/^\/usage\/?$/, usageView],
  [/^/, missingView],
];

/** One question at a time, however many requests find the token expired. */
let asking = null;

function expired() {
  asking ??= refresh()
    .then((done) => done || signInAgain(API))
    .finally(() => (asking = null));
  return asking;
}

async function start() {
  const place = document.getElementById("shell");
  await readFacts();
  const goOn = await takeFromAddress();
  if (!token()) await askOtherTabs();
  if (!token()) {
    place.replaceChildren(signInView(API));
    document.title = "Sign in · Omnigen";
    return;
  }
  if (goOn) history.replaceState(null, "", goOn);
  const frame = shell();
  whenever({ expired, reached: frame.reached });
  place.replaceChildren(frame.node);
  startRouter(frame.outlet, ROUTES, frame.shown);
  document.documentElement.dataset.ready = "true";
}

window.addEventListener("hashchange", async () => {
  if (!location.hash.startsWith("#token=")) return;
  await takeFromAddress();
  location.reload();
});

start();
