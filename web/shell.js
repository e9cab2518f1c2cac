/** What surrounds every view: where one can go, this month's spend, the theme, and whether the server answers. */

import { ask } from "./client/client.js";
import { signOut } from "./client/cognito.js";
import { onConnection } from "./client/connection.js";
import { el, fill, setText } from "./lib/dom.js";
import { dropDrafts } from "./lib/form_storage.js";
import { money } from "./lib/format.js";
import { icon } from "./lib/icons.js";
import { announce } from "./lib/live_region.js";
import { button } from "./parts/buttons.js";

const PLACES = [
  { href: "/", label: "Create", within: (path) => path === "/" },
  { href: "/jobs", label: "Videos", within: (path) => path.startsWith("/jobs") },
  { href: "/files", label: "Files", within: (path) => path.startsWith("/files") },
  { href: "/usage", label: "Usage", within: (path) => path.startsWith("/usage") },
  { href: "/keys", label: "Keys", within: (path) => path.startsWith("/keys") },
];

/** @param {{signIn: () => unknown}} what asks to sign in again */
export function shell({ signIn }) {
  const outlet = el("main", { id: "content", tabindex: "-1" });
  /** @type {[typeof PLACES[number], HTMLElement][]} */
  const links = PLACES.map((place) => [place, el("a", { href: place.href }, place.label)]);
  const banner = el("div", { class: "lost", role: "alert" });
  const spent = el("a", { class: "spent", href: "/usage", "aria-label": "Spend this month" });
  onConnection((state) => {
    if (state === "ok" && banner.hasChildNodes()) announce("The server answers again");
    fill(banner, BANNERS[state]({ signIn }));
  });
  return {
    outlet,
    node: el("div", { class: "frame-page" }, header(links, spent), banner, outlet),
    /** A view was put into the outlet. */
    shown: () => {
      for (const [place, link] of links) markPlace(link, place);
      showSpending(spent);
    },
  };
}

const BANNERS = {
  ok: () => [],
  lost: () => [
    icon("alert"),
    el("p", {}, "The server does not answer. What you typed is kept; the page goes on as soon as it is back."),
  ],
  "signed-out": ({ signIn }) => [
    icon("alert"),
    el("p", {}, "You are signed out. What you typed is kept."),
    button({ label: "Sign in", look: "small", id: "sign-in-again", act: signIn }),
  ],
};

function header(links, spent) {
  const logo = el("img", { src: "/icon.svg", alt: "", width: 26, height: 26 });
  const leave = button({ label: "Sign out", look: "bare", act: () => (dropDrafts(), signOut()) });
  return el(
    "header",
    { class: "bar" },
    el(
      "div",
      { class: "bar-inner" },
      el("a", { class: "brand", href: "/" }, logo, el("span", {}, "Omnigen")),
      el(
        "nav",
        { "aria-label": "Main" },
        links.map(([, link]) => link),
      ),
      el("div", { class: "bar-end" }, spent, themeButton(), leave),
    ),
  );
}

/** A place's own page is the current one; a page below it lies within the place. */
function markPlace(link, place) {
  if (!place.within(location.pathname)) link.removeAttribute("aria-current");
  else link.setAttribute("aria-current", location.pathname === place.href ? "page" : "true");
}

async function showSpending(place) {
  try {
    const usage = await ask("GET", "/usage");
    setText(place, `${money(Number(usage.spent_usd) + Number(usage.reserved_usd))} this month`);
  } catch (error) {
    if (!error.code && !error.status) throw error;
    setText(place, ""); // the view itself says what is wrong
  }
}

function themeButton() {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const node = el("button", { type: "button", class: "button bare only-icon" });
  const show = () =>
    fill(node, icon(isDark() ? "sun" : "moon"), el("span", {}, isDark() ? "Light colours" : "Dark colours"));
  node.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("omnigen.theme", root.dataset.theme);
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
  return node;
}
