/** What was asked for, as a list that folds out. */

import { el } from "../../lib/dom.js";
import { money } from "../../lib/format.js";
import { GATES, MODES } from "../../lib/labels.js";

const CAPTIONS = { both: "in the picture and as files", burned: "in the picture", sidecar: "as files", none: "none" };

export function briefFacts(brief) {
  const rows = [
    ["About", aboutOf(brief)],
    ["Kind", MODES.find((mode) => mode.value === brief.mode)?.label],
    ["Format", `${brief.duration} s, ${brief.aspect_ratio}, ${brief.resolution}`],
    ["Pictures", picturesOf(brief)],
    ["Style pictures", brief.style_images.length ? String(brief.style_images.length) : null],
    ["Narration", brief.narration.enabled ? voiceOf(brief.narration) : "none"],
    ["Music", brief.music.enabled ? (brief.music.mood ?? "as the script suggests") : "none"],
    ["Captions", CAPTIONS[brief.captions]],
    [
      "Asked about",
      brief.review.map((gate) => GATES[gate].label.toLowerCase()).join(", ") || "nothing: straight through",
    ],
    ["Spending cap", brief.max_cost_usd ? money(brief.max_cost_usd) : "none"],
  ];
  return el(
    "details",
    { id: "brief" },
    el("summary", {}, "What was asked for"),
    el(
      "dl",
      { class: "facts" },
      rows.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
    ),
  );
}

function aboutOf({ prompt, product, script_text: script }) {
  if (!product) return prompt ?? script;
  const points = product.selling_points.length ? ` (${product.selling_points.join("; ")})` : "";
  return `${product.name}: ${product.description}${points}${product.target_audience ? ` For ${product.target_audience}.` : ""}`;
}

function picturesOf({ pictures, continuity }) {
  if (pictures === "stills") return "stills in motion";
  return continuity === "chained" ? "film clips, one after the other" : "film clips between stills";
}

function voiceOf({ upload, voice, language }) {
  return upload ? "your own recording" : `${voice ?? "the narrator's own voice"}, ${language}`;
}
