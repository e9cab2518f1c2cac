/** The stages of a job, drawn as a line that splits where work goes on side by side. */

import { el } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";

const STATES = {
  done: "done",
  active: "under way",
  waiting: "waits for you",
  todo: "to come",
  failed: "failed",
  stopped: "stopped here",
};
const SIGNS = { done: "check", failed: "alert", waiting: "alert", stopped: "close" };

/** @param {(import("../../lib/pipeline.js").Stage | import("../../lib/pipeline.js").Stage[])[]} stages */
export function pipelinePart(stages) {
  return [
    el("h2", {}, "Stages"),
    el(
      "ol",
      { class: "pipeline" },
      stages.map((part) =>
        Array.isArray(part)
          ? el(
              "li",
              { class: "abreast" },
              el(
                "ul",
                { "aria-label": "Side by side" },
                part.map((one) => el("li", {}, stage(one))),
              ),
            )
          : el("li", {}, stage(part)),
      ),
    ),
  ];
}

function stage({ name, state, note, gate }) {
  return el(
    "div",
    { class: `pipe ${state} ${gate ? "gate" : ""}` },
    el("span", { class: "pipe-dot" }, SIGNS[state] && icon(SIGNS[state])),
    el("span", { class: "pipe-name" }, name),
    el("span", { class: "hint" }, [note, STATES[state]].filter(Boolean).join(" · ")),
  );
}
