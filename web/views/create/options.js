/** How a video is made: format, visuals and sound. */

import { MAX_SECONDS, MIN_SECONDS } from "../../lib/brief_complaints.js";
import { el } from "../../lib/dom.js";
import { MODES, MOODS, PLACEMENTS } from "../../lib/labels.js";
import { button } from "../../parts/buttons.js";
import { choices, select, textField, toggle } from "../../parts/controls.js";
import { dropzone } from "../../parts/dropzone.js";
import { section } from "../../parts/section.js";
import { captionControls } from "./caption_controls.js";
import { labelFile } from "./label_file.js";
import { marketChecks } from "./market_checks.js";
import { voiceChoice } from "./voice_choice.js";

/** @typedef {{node: HTMLElement, controls: import("../../parts/controls.js").Control[], arrange?: (values: any) => void}} FormSection */

/** @returns {FormSection} */
export function formatSection(changed) {
  const mode = choices({ name: "mode", label: "Ad style", options: MODES, look: "cards" });
  const label = labelFile(changed);
  const duration = durationField(changed);
  const ratio = choices({
    name: "aspect_ratio",
    label: "Aspect ratio",
    look: "shapes",
    options: [
      { value: "16:9", label: "16:9 Landscape", picture: frameSign("16:9") },
      { value: "9:16", label: "9:16 Vertical", picture: frameSign("9:16") },
      { value: "1:1", label: "1:1 Square", picture: frameSign("1:1") },
    ],
  });
  const placement = select({
    name: "placement",
    label: "Shown at",
    hint: "Text keeps clear of what the platform covers; loudness and captions are as it asks for",
    options: PLACEMENTS,
  });
  const markets = marketChecks();
  const sizes = ["720p", "1080p"].map((value) => ({ value, label: value }));
  const resolution = choices({ name: "resolution", label: "Resolution", look: "tabs", options: sizes });
  return {
    node: section(
      "Format",
      mode.node,
      label.node,
      el("div", { class: "two" }, duration.node, resolution.node),
      ratio.node,
      placement.node,
      markets.node,
    ),
    controls: [mode, label, duration, ratio, resolution, placement, markets],
    arrange: (values) => {
      label.node.hidden = values.mode !== "pharma";
      placement.offer(PLACEMENTS.filter((one) => one.ratios.includes(values.aspect_ratio)));
      if (!placement.read()) placement.write("none");
    },
  };
}

/** @returns {FormSection} */
export function soundSection(changed) {
  const narration = toggle({ name: "narration", label: "Narration", hint: "A voice-over speaks the script" });
  const voice = voiceChoice();
  const recording = dropzone({
    name: "recording",
    kind: "narration",
    max: 1,
    changed,
    label: "Your own recording",
    hint: "an MP3, WAV, M4A, AAC, FLAC, Ogg or WebM file to use it in place of the voice. Without your own script its words are written down; review the script to correct them.",
  });
  const voices = el("div", { class: "stack" }, voice.node, recording.node);
  const music = toggle({ name: "music", label: "Music", hint: "A music bed that ducks under the voice" });
  const effects = toggle({ name: "effects", label: "Sound effects", hint: "Light ones on cuts and reveals" });
  const mood = select({ name: "mood", label: "Mood of the music", options: MOODS });
  const track = dropzone({
    name: "own_music",
    kind: "music",
    max: 1,
    changed,
    label: "Your own music",
    hint: "a file to play in place of generated music; it is repeated or cut to end with the video.",
  });
  const { captions, style, arrange } = captionControls();
  const heard = [narration.node, voices, music.node, mood.node, effects.node, track.node];
  return {
    node: section("Sound and captions", ...heard, captions.node, style.node),
    controls: [narration, ...voice.controls, recording, music, mood, effects, track, captions, style],
    arrange: (values) => {
      voices.hidden = !values.narration;
      mood.node.hidden = !values.music || values.own_music.length > 0;
      effects.node.hidden = track.node.hidden = !values.music;
      arrange(values);
    },
  };
}

function durationField(changed) {
  const field = textField({
    name: "duration",
    label: "Length in seconds",
    hint: `${MIN_SECONDS} to ${MAX_SECONDS}; the video is exactly this long`,
    type: "number",
    attributes: { min: MIN_SECONDS, max: MAX_SECONDS, step: 1, inputmode: "numeric" },
  });
  const lengths = ["15", "30", "60"].map((seconds) =>
    button({ label: `${seconds} s`, look: "chip", act: () => (field.write(seconds), changed()) }),
  );
  field.node.append(el("div", { class: "chips", role: "group", "aria-label": "Usual lengths" }, lengths));
  return field;
}

function frameSign(ratio) {
  return el("span", { class: "shape", data: { ratio }, "aria-hidden": "true" });
}
