/** What surrounds every view: where one can go, what this month has cost, the theme, and whether the server answers. */

import { announce } from "./lib/live_region.js";
import { ask } from "./client/client.js";
import { dropDrafts } from "./lib/form_storage.js";
import { el, fill, say } from "./lib/dom.js";
import { money } from "./lib/format.js";
import { icon } from "./lib/icons.js";
import { button } from "./parts/buttons.js";
import { signOut } from "./client/cognito.js";

const PLACES = [
  { href: "/", label: "Create", here: (path) => path === "/" },
  { href: "/jobs", label: "Videos", here: (path) => path.startsWith("/jobs") },
  { href: "/usage", label: "Usage", here: (path) => path.startsWith("/usage") },
];

export function shell() {
  const outlet = el("main", { id: "content", tabindex: "-1" });
  const links = PLACES.map((place) => [place, el("a", { href: place.href }, place.label)]);
  const lost = el("p", { class: "lost", role: "alert" });
  const spent = el("a", { class: "spent", href: "/usage", "aria-label": "What this month has cost" });
  const header = el(
    "header",
    { class: "bar" },
    el(
      "div",
      { class: "bar-inner" },
      el(
        "a",
        { class: "brand", href: "/" },
        el("img", { src: "/icon.svg", alt: "", width: 26, height: 26 }),
        el("span", {}, "Omnigen"),
      ),
      el(
        "nav",
        { "aria-label": "Main" },
        links.map(([, link]) => link),
      ),
      el(
        "div",
        { class: "bar-end" },
        spent,
        themeButton(),
        button({ label: "Sign out", look: "bare", act: () => (dropDrafts(), signOut()) }),
      ),
    ),
  );

  return {
    outlet,
    node: el("div", { class: "frame-page" }, header, lost, outlet),
    /** A view was put into the outlet. */
    shown: () => {
      for (const [place, link] of links) {
        if (place.here(location.pathname)) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
      showSpending(spent);
    },
    reached: (reached) => showConnection(lost, reached),
  };
}

function showConnection(lost, reached) {
  if (reached && lost.hasChildNodes()) {
    fill(lost);
    announce("The server answers again");
  } else if (!reached && !lost.hasChildNodes()) {
    fill(
      lost,
      icon("alert"),
      "The server does not answer. What you typed is kept; the page goes on as soon as it is back.",
    );
  }
}

async function showSpending(place) {
  try {
    const usage = await ask("GET", "/usage");
    say(place, `${money(Number(usage.spent_usd) + Number(usage.reserved_usd))} this month`);
  } catch (error) {
    if (!error.code && !error.status) throw error;
    say(place, ""); // the view itself says what is wrong
  }
}

function themeButton() {
  const root = document.documentElement;
  const dark = () =>
    (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const node = el("button", { type: "button", class: "button bare only-icon" });
  const show = () =>
    fill(node, icon(dark() ? "sun" : "moon"), el("span", {}, dark() ? "Light colours" : "Dark colours"));
  node.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem("omnigen.theme", root.dataset.theme);
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
  return node;
}
