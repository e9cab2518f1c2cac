/** The price beside the form: asked for anew a moment after every change, with what stands in the way. */

import { ask } from "../../client/client.js";
import { briefOf, complaints } from "../../lib/brief_form.js";
import { el, fill, say } from "../../lib/dom.js";
import { money } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { estimateTable, pricesAsOf } from "../../parts/estimates.js";
import { notice, sentences } from "../../parts/notices.js";

const QUIET_MILLISECONDS = 350;

/** Told as the least length also where no length is enough. */
const LONGEST_SECONDS = 120;

/** What is priced while nothing has been said of the subject: the words are cents, so the price is nearly the same. */
const STAND_IN = { prompt: "A video" };
const SUBJECT_CONTROLS = ["prompt", "script_text", "product_name", "product_description"];

export function pricePanel({ signal, setDuration }) {
  const total = el("p", { class: "big", "aria-live": "polite" }, "…");
  const short = el("span", {}, "…");
  const words = el("p", { class: "hint price-words" });
  const objections = el("div", { class: "stack", "aria-live": "polite" });
  const items = el("div", { class: "price-items" });
  let timer;
  let asked;
  let last = "";

  async function look(brief, isStandIn) {
    asked?.abort();
    asked = new AbortController();
    signal.addEventListener("abort", () => asked.abort(), { once: true });
    try {
      const estimate = await ask("POST", "/estimate", { body: brief, signal: asked.signal });
      say(total, money(estimate.total_usd));
      say(short, `${money(estimate.total_usd)} at most`);
      say(words, `at most. ${isStandIn ? "Before your words are counted. " : ""}${pricesAsOf(estimate)}`);
      fill(items, estimateTable(estimate));
      fill(objections, objectionsTo(estimate, brief, setDuration));
    } catch (error) {
      if (error.name === "AbortError") return;
      last = "";
      none(sentences(error), "No price yet");
    }
  }

  function none(reason, heading) {
    say(total, "–");
    say(short, heading);
    say(words, "");
    fill(items);
    fill(objections, notice({ look: "plain", title: heading, text: reason }));
  }

  return {
    /** The price at the foot of a narrow window, where the panel is far below. */
    foot: el("a", { class: "price-foot", href: "#price" }, short, el("span", {}, "See price and order")),
    node: el(
      "div",
      { class: "stack", id: "price" },
      el("h2", {}, "Price"),
      el("div", {}, total, words),
      objections,
      items,
    ),
    show: (values) => {
      const found = complaints(values);
      const isStandIn = SUBJECT_CONTROLS.some((name) => found.has(name));
      const others = [...found].filter(([name]) => !SUBJECT_CONTROLS.includes(name));
      const brief = isStandIn ? { ...withoutSubject(briefOf(values)), ...STAND_IN } : briefOf(values);
      const now = JSON.stringify([brief, others]);
      if (now === last) return;
      last = now;
      clearTimeout(timer);
      if (others.length) {
        asked?.abort();
        none(others.map(([, message]) => message).join(". "), "No price yet");
      } else timer = setTimeout(look, QUIET_MILLISECONDS, brief, isStandIn);
    },
  };
}

function objectionsTo(estimate, brief, setDuration) {
  const found = [];
  if (!estimate.feasible) {
    const least = estimate.least_duration_seconds;
    const longer =
      least > brief.duration && least < LONGEST_SECONDS
        ? [button({ label: `Make it ${least} s`, look: "small", act: () => setDuration(least) })]
        : [];
    found.push(
      notice({ look: "bad", title: "This cannot be made as it is", text: estimate.objection, actions: longer }),
    );
  }
  if (!estimate.within_max_cost) {
    found.push(
      notice({
        look: "waits",
        title: "Your cap may be too low",
        text: `The price may go up to ${money(estimate.total_usd)}; your cap is ${money(brief.max_cost_usd)}. The job stops when the cap is reached.`,
      }),
    );
  }
  return found;
}

function withoutSubject({ prompt, product, script_text: text, project_id: project, ...rest }) {
  return rest;
}
