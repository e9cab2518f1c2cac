/** How a video is made: shape, pictures, sound, who is asked, and limits. */

import { el } from "../../lib/dom.js";
import { button } from "../../parts/buttons.js";
import { checks, choices, select, textField, toggle } from "../../parts/controls.js";
import { dropzone } from "../../parts/dropzone.js";
import { GATES, LANGUAGES, MODES, MOODS, VOICES } from "../../lib/labels.js";
import { section } from "./form.js";

const shape = (ratio) => el("span", { class: "shape", data: { ratio }, "aria-hidden": "true" });

export function formatSection(changed) {
  const mode = choices({ name: "mode", label: "Kind of video", options: MODES, look: "cards" });
  const duration = textField({
    name: "duration",
    label: "Length in seconds",
    hint: "6 to 120; the video is exactly this long",
    type: "number",
    attributes: { min: 6, max: 120, step: 1, inputmode: "numeric" },
  });
  const lengths = ["15", "30", "60"].map((seconds) =>
    button({ label: `${seconds} s`, look: "chip", act: () => (duration.write(seconds), changed()) }),
  );
  duration.node.append(el("div", { class: "chips", role: "group", "aria-label": "Usual lengths" }, lengths));
  const ratio = choices({
    name: "aspect_ratio",
    label: "Shape",
    look: "shapes",
    options: [
      { value: "16:9", label: "Wide 16:9", picture: shape("16:9") },
      { value: "9:16", label: "Tall 9:16", picture: shape("9:16") },
      { value: "1:1", label: "Square", picture: shape("1:1") },
    ],
  });
  const resolution = choices({
    name: "resolution",
    label: "Resolution",
    look: "tabs",
    options: [
      { value: "720p", label: "720p" },
      { value: "1080p", label: "1080p" },
    ],
  });
  return {
    node: section("Format", mode.node, el("div", { class: "two" }, duration.node, resolution.node), ratio.node),
    controls: [mode, duration, ratio, resolution],
  };
}

export function picturesSection(changed) {
  const pictures = choices({
    name: "pictures",
    label: "Made as",
    look: "cards",
    options: [
      { value: "clips", label: "Film clips", hint: "A video model films every scene; most of the price" },
      { value: "stills", label: "Stills in motion", hint: "Drawn pictures that the camera moves over; cheap" },
    ],
  });
  const continuity = choices({
    name: "continuity",
    label: "How clips connect",
    look: "cards",
    options: [
      { value: "chained", label: "One after the other", hint: "Each clip starts on the last frame of the one before" },
      { value: "keyframes", label: "Between stills", hint: "Stills first, to look at; then all clips at once" },
    ],
  });
  const styles = dropzone({
    name: "style_images",
    kind: "style_image",
    most: 3,
    changed,
    label: "Style pictures",
    hint: "Drop up to three PNG, JPEG or WebP pictures, or choose them. All scenes follow their look.",
  });
  return {
    node: section("Pictures", pictures.node, continuity.node, styles.node),
    controls: [pictures, continuity, styles],
    arrange: (values) => (continuity.node.hidden = values.pictures !== "clips"),
  };
}

export function soundSection(changed) {
  const narration = toggle({ name: "narration", label: "Narration", hint: "A voice speaks the script" });
  const voice = select({ name: "voice", label: "Voice", options: VOICES });
  const language = select({ name: "language", label: "Language", options: LANGUAGES });
  const recording = dropzone({
    name: "recording",
    kind: "narration",
    most: 1,
    changed,
    label: "Your own recording",
    hint: "Drop an MP3 or WAV file to use it in place of the voice.",
  });
  const voices = el("div", { class: "stack" }, el("div", { class: "two" }, voice.node, language.node), recording.node);
  const music = toggle({ name: "music", label: "Music", hint: "A bed that gives way to the voice" });
  const mood = select({ name: "mood", label: "Mood of the music", options: MOODS });
  const captions = choices({
    name: "captions",
    label: "Captions",
    look: "tabs",
    options: [
      { value: "both", label: "In the picture and as files" },
      { value: "burned", label: "In the picture" },
      { value: "sidecar", label: "As files" },
      { value: "none", label: "None" },
    ],
  });
  return {
    node: section("Sound and captions", narration.node, voices, music.node, mood.node, captions.node),
    controls: [narration, voice, language, recording, music, mood, captions],
    arrange: (values) => {
      voices.hidden = !values.narration;
      mood.node.hidden = !values.music;
    },
  };
}

export function reviewSection() {
  const review = checks({
    name: "review",
    label: "Ask me about",
    hint: "The work waits at each of these for up to six days. None: straight to the video.",
    options: Object.entries(GATES).map(([value, gate]) => ({ value, ...gate })),
  });
  const stop = toggle({
    name: "stop_at_script",
    label: "Stop after script and scenes",
    hint: "Look at them first; go on to the video whenever you like",
  });
  return {
    node: section("Who is asked", review.node, stop.node),
    controls: [review, stop],
    arrange: (values) => {
      const noStills = values.pictures === "clips" && values.continuity === "chained";
      review.close(
        "images",
        noStills,
        "Only with stills, or with clips between stills: otherwise no picture is drawn to look at",
      );
    },
  };
}

export function limitsSection() {
  const title = textField({
    name: "title",
    label: "Title",
    hint: "For your list; the script suggests one otherwise",
    attributes: { maxlength: 200 },
  });
  const cap = textField({
    name: "max_cost_usd",
    label: "Spending cap in US dollars",
    hint: "Nothing is bought beyond it. Empty: no cap but your monthly limit.",
    attributes: { inputmode: "decimal", placeholder: "No cap" },
  });
  const webhook = textField({
    name: "webhook_url",
    label: "Tell my server",
    hint: "An https address that hears of every change of status",
    type: "url",
    attributes: { placeholder: "https://" },
  });
  return {
    node: section(
      "Title and limits",
      el("div", { class: "two" }, title.node, cap.node),
      el("details", { class: "more" }, el("summary", {}, "For developers"), webhook.node),
    ),
    controls: [title, cap, webhook],
  };
}
