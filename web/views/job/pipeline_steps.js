/** The stages of a job, drawn as a line that splits where work goes on side by side. */

import { el } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";

/** @typedef {import("../../lib/pipeline.js").Stage} Stage */

const STATES = {
  done: "done",
  active: "in progress",
  waiting: "needs review",
  todo: "to come",
  failed: "failed",
  stopped: "stopped here",
};
/** @type {Record<string, Parameters<typeof icon>[0]>} */
const SIGNS = { done: "check", failed: "alert", waiting: "alert", stopped: "close" };

/** @param {(Stage | Stage[])[]} stages */
export function pipelinePart(stages) {
  const steps = stages.map((part) => {
    if (!Array.isArray(part)) return el("li", {}, stage(part));
    const abreast = part.map((one) => el("li", {}, stage(one)));
    return el("li", { class: "abreast" }, el("ul", { "aria-label": "Side by side" }, abreast));
  });
  return [el("h2", {}, "Stages"), el("ol", { class: "pipeline" }, steps)];
}

/** @param {Stage} one */
function stage({ name, state, note, gate }) {
  return el(
    "div",
    { class: `pipe ${state} ${gate ? "gate" : ""}` },
    el("span", { class: "pipe-dot" }, SIGNS[state] && icon(SIGNS[state])),
    el("span", { class: "pipe-name" }, name),
    el("span", { class: "hint" }, [note, STATES[state]].filter(Boolean).join(" · ")),
  );
}
