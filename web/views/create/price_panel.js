/** The price beside the form: asked for anew after every change, and never shown for another form than the present one. */

import { MAX_SECONDS, complaints } from "../../lib/brief_complaints.js";
import { briefOf } from "../../lib/brief_form.js";
import { el, fill, setText } from "../../lib/dom.js";
import { money, moneyAtMost } from "../../lib/format.js";
import { languageName } from "../../lib/labels.js";
import { button } from "../../parts/buttons.js";
import { estimateTable, pricesAsOf } from "../../parts/estimates.js";
import { notice, sentences } from "../../parts/notices.js";
import { bothEstimates, clipSoundPrice } from "./clip_sound_price.js";

const DEBOUNCE_MILLISECONDS = 350;

/** What is priced while nothing has been said of the subject: the words are cents, so the price is nearly the same. */
const STAND_IN = { prompt: "A video" };
const SUBJECT_CONTROLS = ["prompt", "script_text", "product_name", "product_description"];

/**
 * @param {{signal: AbortSignal, setDuration: (seconds: number) => void, onPrice: () => void}} what `onPrice` hears of
 * every change of the price
 */
export function pricePanel({ signal, setDuration, onPrice }) {
  const display = priceDisplay();
  let timer = 0;
  /** @type {AbortController | null} */
  let asked = null;
  /** @type {string | null} */
  let total = null;
  let last = "";
  /** @type {() => void} */
  let again = () => {};

  async function look(brief, isStandIn) {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    signal.addEventListener("abort", () => mine.abort(), { once: true });
    try {
      const [estimate, other] = await bothEstimates(brief, mine.signal);
      total = estimate.total_usd;
      display.show(estimate, brief, isStandIn, setDuration);
      display.showSound(other && clipSoundPrice(brief, estimate, other));
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === undefined) throw error;
      last = "";
      display.none(sentences(error));
    }
    onPrice();
  }

  function show(values) {
    const { brief, isStandIn, others } = priced(values);
    again = () => ((last = ""), show(values));
    const now = JSON.stringify([brief, others]);
    if (now === last) return;
    last = now;
    total = null;
    clearTimeout(timer);
    asked?.abort();
    if (others.length) display.none(others.map(([, message]) => message).join(". "));
    else {
      display.update();
      timer = window.setTimeout(look, DEBOUNCE_MILLISECONDS, brief, isStandIn);
    }
    onPrice();
  }

  return {
    foot: display.foot,
    node: display.node,
    show,
    /** Asks once more for the price of the same form. */
    again: () => again(),
    /** The price of the form as it stands, in US dollars; null while there is none. */
    total: () => total,
    /** Whether a price is on its way. */
    updating: () => display.node.hasAttribute("aria-busy"),
  };
}

/** The brief to be priced, and what stands in the way apart from the subject. */
function priced(values) {
  const found = complaints(values);
  const isStandIn = SUBJECT_CONTROLS.some((name) => found.has(name));
  const others = [...found].filter(([name]) => !SUBJECT_CONTROLS.includes(name));
  const brief = isStandIn ? { ...withoutSubject(briefOf(values)), ...STAND_IN } : briefOf(values);
  return { brief, isStandIn, others };
}

function priceDisplay() {
  const total = el("p", { class: "big", "aria-live": "polite" }, "…");
  const short = el("span", {}, "…");
  const words = el("p", { class: "hint price-words" });
  const objections = el("div", { class: "stack", "aria-live": "polite" });
  const items = el("div", { class: "price-items" });
  const sound = el("p", { class: "hint", id: "clip-sound-price", hidden: true });
  const node = el(
    "div",
    { class: "stack", id: "price" },
    el("h2", {}, "Price"),
    el("div", {}, total, words),
    objections,
    items,
    sound,
  );
  return {
    node,
    /** The price at the foot of a narrow window, where the panel is far below. */
    foot: el("a", { class: "price-foot", href: "#price" }, short, el("span", {}, "See price and order")),
    /** What is shown belongs to an earlier form. */
    update: () => {
      node.setAttribute("aria-busy", "true");
      setText(short, "Updating the price…");
    },
    show: (estimate, brief, isStandIn, setDuration) => {
      node.removeAttribute("aria-busy");
      setText(total, moneyAtMost(estimate.total_usd));
      setText(short, `${moneyAtMost(estimate.total_usd)} at most`);
      const counted = isStandIn ? "Before your words are counted. " : languageWords(estimate);
      setText(words, `At most. ${counted}${pricesAsOf(estimate)}`);
      fill(items, estimateTable(estimate));
      fill(objections, objectionsTo(estimate, brief, setDuration));
    },
    /** What the sounds of clips cost; nothing where there can be none. */
    showSound: (told) => {
      sound.hidden = !told;
      setText(sound, told ?? "");
    },
    none: (reason) => {
      sound.hidden = true;
      node.removeAttribute("aria-busy");
      setText(total, "–");
      setText(short, "No price yet");
      setText(words, "");
      fill(items);
      fill(objections, notice({ look: "plain", title: "No price yet", text: reason }));
    },
  };
}

function languageWords(estimate) {
  return estimate.language_detected ? `In ${languageName(estimate.language)}, as detected. ` : "";
}

function objectionsTo(estimate, brief, setDuration) {
  const found = [];
  if (!estimate.feasible) {
    const least = estimate.least_duration_seconds;
    const isLonger =
      least > brief.duration && estimate.objection.includes(`at least ${least} s`) && least <= MAX_SECONDS;
    const longer = button({ label: `Make it ${least} s`, look: "small", act: () => setDuration(least) });
    const actions = isLonger ? [longer] : [];
    found.push(notice({ look: "bad", title: "This cannot be made as it is", text: estimate.objection, actions }));
  }
  for (const warning of estimate.warnings ?? []) {
    found.push(notice({ look: "waits", title: "Before you order", text: warning }));
  }
  if (!estimate.within_max_cost) {
    const text = `The price may go up to ${money(estimate.total_usd)}; your cap is ${money(brief.max_cost_usd)}. The job stops when the cap is reached.`;
    found.push(notice({ look: "waits", title: "Your cap may be too low", text }));
  }
  return found;
}

function withoutSubject(brief) {
  const rest = { ...brief };
  for (const name of ["prompt", "product", "script_text", "project_id"]) delete rest[name];
  return rest;
}
