/** Signing in: as a page of its own at the beginning, as a dialog over what one was doing when a token has expired. */

import { el } from "../lib/dom.js";
import { button } from "../parts/buttons.js";
import { textField } from "../parts/controls.js";
import { dialog } from "../parts/dialogs.js";
import { nextSession, share } from "../client/session.js";
import { goToHostedPages, hasHostedPages, tokenIn } from "../client/cognito.js";

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
    const why = el(
      "p",
      {},
      "Your sign-in has expired. What you typed is still here; what you asked for goes on afterwards.",
    );
    if (!hasHostedPages()) return [why, tokenForm(api, () => close(true))];
    return [
      why,
      el(
        "div",
        { class: "actions end" },
        button({ label: "Sign in again", look: "primary", act: () => goToHostedPages({ popup: true }) }),
      ),
    ];
  };
  return (await dialog({ title: "Sign in again", body })) === true;
}

function tokenForm(api, done) {
  const field = textField({
    name: "token",
    label: "Address or token",
    hint: "omnigen serve prints an address with a token; open it, or paste it here. omnigen token prints one for another person.",
    type: "password",
    attributes: { required: true, spellcheck: "false" },
  });
  const enter = async () => {
    const token = tokenIn(field.read());
    const words = token ? await objection(api, token) : "Paste the address, or the token in it";
    field.complain(words);
    if (words) return field.focus();
    share({ token });
    return done();
  };
  const form = el(
    "form",
    { class: "token-form" },
    field.node,
    el("div", { class: "actions" }, button({ label: "Go on", busy: "Looking…", look: "primary", act: enter })),
  );
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
