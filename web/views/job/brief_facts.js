/** What was asked for, as a list that folds out. */

import { el } from "../../lib/dom.js";
import { money } from "../../lib/format.js";
import { photosOfBrief } from "../../lib/scene_media.js";
import { CAPTION_STYLES, GATES, MODES, PLACEMENTS } from "../../lib/labels.js";

/** @type {Record<string, string>} */
const CAPTIONS = {
  both: "burned in and subtitle files",
  burned: "burned in (open captions)",
  sidecar: "subtitle files (SRT, VTT)",
  none: "none",
};

export function briefFacts(brief) {
  const rows = [
    ["About", aboutOf(brief)],
    ["Ad style", MODES.find((mode) => mode.value === brief.mode)?.label],
    ["Format", `${brief.duration} s, ${brief.aspect_ratio}, ${brief.resolution}`],
    ["Visuals", picturesOf(brief)],
    ["Product photos", photosOfBrief(brief).length ? String(photosOfBrief(brief).length) : null],
    ["Style references", brief.style_images.length ? String(brief.style_images.length) : null],
    ["Narration", brief.narration.enabled ? voiceOf(brief.narration) : "none"],
    ["Your own pictures", brief.own_pictures.length ? String(brief.own_pictures.length) : null],
    ["Intro", brief.intro ? `your own clip, ${brief.intro.seconds} s` : null],
    ["Outro", brief.outro ? `your own clip, ${brief.outro.seconds} s` : null],
    ["Music", musicOf(brief.music)],
    ["Shown at", PLACEMENTS.find((placement) => placement.value === brief.placement)?.label],
    ["Captions", captionsOf(brief)],
    [
      "Approvals",
      brief.review.map((gate) => GATES[gate].label.toLowerCase()).join(", ") || "none: straight to the video",
    ],
    ["Spending cap", brief.max_cost_usd ? money(brief.max_cost_usd) : "none"],
  ];
  return el(
    "details",
    { id: "brief" },
    el("summary", {}, "Brief"),
    el(
      "dl",
      { class: "facts" },
      rows
        .filter(([, value]) => value)
        .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value))),
    ),
  );
}

function captionsOf({ captions, caption_style: style }) {
  const look = CAPTION_STYLES.find((one) => one.value === style)?.label.toLowerCase();
  return ["both", "burned"].includes(captions) ? `${CAPTIONS[captions]}; ${look}` : CAPTIONS[captions];
}

function aboutOf({ prompt, product, script_text: script }) {
  if (!product) return prompt ?? script;
  const points = product.selling_points.length ? ` (${product.selling_points.join("; ")})` : "";
  return `${product.name}: ${product.description}${points}${product.target_audience ? ` For ${product.target_audience}.` : ""}`;
}

function musicOf({ enabled, mood, asset }) {
  if (!enabled) return "none";
  return asset ? "your own" : (mood ?? "as the script suggests");
}

function picturesOf(brief) {
  return brief.clip_sound && brief.pictures === "clips" ? `${shownOf(brief)}, with their sounds` : shownOf(brief);
}

function shownOf({ pictures, continuity }) {
  if (pictures === "own") return "your own only";
  if (pictures === "stills") return "animated stills";
  return {
    mixed: "AI video, new shots and continued ones",
    chained: "AI video, continued from the last frame",
    keyframes: "AI video between first and last frame",
  }[continuity];
}

function voiceOf({ upload, voice, language }) {
  return upload ? "your own recording" : `${voice ?? "default voice"}, ${language}`;
}
