/** Signing in: as a page of its own at the beginning, as a dialog over what one was doing when a token has expired. */

import { goToHostedPages, hasHostedPages, signOut, tokenIn } from "../client/cognito.js";
import { nextSession, share } from "../client/session.js";
import { el } from "../lib/dom.js";
import { dropDrafts } from "../lib/form_storage.js";
import { button } from "../parts/buttons.js";
import { textField } from "../parts/controls.js";
import { dialog } from "../parts/dialogs.js";

/** The page that is there before anybody has signed in. */
export function signInView(api) {
  const body = hasHostedPages()
    ? [
        el("p", {}, "Sign in to make, watch and review videos."),
        button({ label: "Sign in", look: "primary", act: () => goToHostedPages() }),
      ]
    : tokenForm(api, () => location.reload());
  return el(
    "main",
    { class: "welcome", id: "content" },
    el(
      "div",
      { class: "card" },
      el("img", { src: "/icon.svg", alt: "", width: 44, height: 44 }),
      el("h1", {}, "Omnigen Studio"),
      body,
    ),
  );
}

/** Asks to sign in again, over whatever is there; resolves to whether somebody did. */
export async function signInAgain(api) {
  const body = (close) => {
    nextSession().then(() => close(true));
    const leave = button({ label: "Sign out", look: "bare", act: () => (dropDrafts(), signOut()) });
    const why = "Your sign-in has expired. What you typed is still here; what you asked for continues afterwards.";
    if (!hasHostedPages()) return [el("p", {}, why), tokenForm(api, () => close(true), leave)];
    const again = button({ label: "Sign in again", look: "primary", act: () => goToHostedPages({ popup: true }) });
    return [el("p", {}, why), el("div", { class: "actions end" }, leave, again)];
  };
  return (await dialog({ title: "Sign in again", body })) === true;
}

/**
 * @param {string} api
 * @param {() => void} done
 * @param {HTMLElement | null} [beside] another button
 */
function tokenForm(api, done, beside = null) {
  const field = textField({
    name: "token",
    label: "Sign-in link or token",
    hint: "Open the link that you were given, or paste it here.",
    type: "password",
    attributes: { required: true, spellcheck: "false" },
  });
  const enter = async () => {
    const token = tokenIn(field.read());
    const words = token ? await objection(api, token) : "Paste the link, or the token in it";
    field.complain(words);
    if (words) return field.focus();
    share({ token });
    return done();
  };
  const help = el(
    "details",
    { class: "more small" },
    el("summary", {}, "Where is my link?"),
    el(
      "p",
      { class: "hint" },
      "On your own computer “omnigen serve” prints it; “omnigen token” makes one for another person.",
    ),
  );
  const submit = button({ label: "Continue", busy: "Checking…", look: "primary", act: enter });
  const form = el("form", { class: "token-form" }, field.node, help, el("div", { class: "actions" }, submit, beside));
  form.addEventListener("submit", (event) => (event.preventDefault(), enter()));
  return form;
}

async function objection(api, token) {
  try {
    const answer = await fetch(`${api}/usage`, { headers: { Authorization: `Bearer ${token}` }, cache: "no-store" });
    return answer.status === 401 ? "This token is not good here, or too old" : "";
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return "The server does not answer; is it running?";
  }
}
