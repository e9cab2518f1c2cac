/** Notices: what went wrong, what waits, what is done; in words, with what helps. */

import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { capital } from "../lib/labels.js";

/** @type {Record<string, Parameters<typeof icon>[0]>} */
const SIGNS = { bad: "alert", good: "check", waits: "alert", plain: "info" };

/** @type {Record<string, string>} */
const WHO = {
  user: "",
  time: "Nothing needs to be changed: trying again later helps.",
  operator: "Whoever runs this installation has to mend it.",
  developer: "This is a fault of the program. What is known of it is in its log.",
};

/**
 * @param {{look: "bad" | "good" | "waits" | "plain", title?: string, text?: any, actions?: any[], role?: string | null}} what
 */
export function notice({ look, title = "", text = "", actions = [], role = null }) {
  const sign = SIGNS[look];
  return el(
    "div",
    { class: `notice ${look}`, role },
    icon(sign),
    el(
      "div",
      { class: "notice-body" },
      title && el("p", { class: "notice-title" }, title),
      text && el("p", {}, text),
      actions.length > 0 && el("div", { class: "actions" }, actions),
    ),
  );
}

/** A Problem of the API as a notice that is read out at once. */
export function problemNotice(problem, { title = "That did not work", actions = [] } = {}) {
  return notice({ look: "bad", title, text: sentences(problem), actions, role: "alert" });
}

/** A Problem's words, and who can mend it. */
export function sentences(problem) {
  return [full(problem.message), problem.fixableBy ? WHO[problem.fixableBy] : ""].filter(Boolean).join(" ");
}

/** Who can mend it, in words; empty for the user. */
export function whoCanMend(fixableBy) {
  return WHO[fixableBy] ?? "";
}

/** A text as a whole sentence. */
export function full(text) {
  const sentence = capital(text.trim());
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** A place that shows one problem at a time, for the view that owns it. */
export function problemPlace() {
  const node = el("div", { class: "problems" });
  return {
    node,
    show: (problem, options) => {
      if (!problem.status && problem.code !== "Unreachable") throw problem;
      node.replaceChildren(problemNotice(problem, options));
      node.scrollIntoView({ block: "nearest" });
    },
    clear: () => node.replaceChildren(),
  };
}

/**
 * What to say where there is nothing yet.
 * @param {{title: string, text: string, action?: any, sign?: Parameters<typeof icon>[0]}} what
 */
export function emptyState({ title, text, action = null, sign = "film" }) {
  return el("div", { class: "empty" }, icon(sign), el("h2", {}, title), el("p", {}, text), action);
}
