/** What things of the API are called for people. */

/** @type {Record<string, string>} */
export const STATUS = {
  draft: "Draft",
  pending: "Starting",
  processing: "In progress",
  awaiting_review: "Needs review",
  script_ready: "Script ready",
  completed: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
  deleting: "Deleting",
};

/** @type {Record<string, {label: string, hint: string}>} */
export const GATES = {
  script: { label: "Script", hint: "Read and edit the words before scenes are planned" },
  scenes: { label: "Storyboard", hint: "Approve narration and visual prompt, scene by scene" },
  images: { label: "Images", hint: "Approve each image, or request changes" },
  spend: { label: "Budget", hint: "Approve the price before the expensive part is bought" },
};

/** Markets whose law wants it said in the picture that it was generated. */
export const MARKETS = [
  { value: "eu", label: "European Union", hint: "“Made with AI”, for the first five seconds" },
  { value: "us-ny", label: "New York", hint: "“This ad contains AI-generated people”; choose it when people are seen" },
];

export const MODES = [
  { value: "creative_ad", label: "Creative ad", hint: "Feeling and story" },
  { value: "functional_intro", label: "Product introduction", hint: "What it does, plainly" },
  { value: "pharma", label: "Pharma", hint: "By the product's label, held to rules" },
];

export const VOICES = [
  { value: "", label: "Default voice" },
  ...["warm", "bright", "calm", "deep", "friendly"].map((value) => ({ value, label: capital(value) })),
];

/** The tag of a language that is to be detected (ISO 639-2: undetermined). */
export const DETECT_LANGUAGE = "und";

export const LANGUAGES = [
  [DETECT_LANGUAGE, "Detect from your words"],
  ["en", "English (US)"],
  ["en-gb", "English (UK)"],
  ["de", "German"],
  ["fr", "French"],
  ["es", "Spanish"],
  ["es-419", "Spanish (Latin America)"],
  ["it", "Italian"],
  ["pt", "Portuguese"],
  ["pt-br", "Portuguese (Brazil)"],
  ["nl", "Dutch"],
  ["sv", "Swedish"],
  ["da", "Danish"],
  ["fi", "Finnish"],
  ["pl", "Polish"],
  ["cs", "Czech"],
  ["tr", "Turkish"],
  ["el", "Greek"],
  ["uk", "Ukrainian"],
  ["ar", "Arabic"],
  ["hi", "Hindi"],
  ["ja", "Japanese"],
  ["ko", "Korean"],
  ["zh", "Chinese"],
  ["ru", "Russian"],
  ["th", "Thai"],
].map(([value, label]) => ({ value, label }));

/** A language's name in English; the tag itself where there is none. */
export function languageName(tag) {
  const known = LANGUAGES.find(({ value }) => value === tag);
  return known?.label ?? new Intl.DisplayNames(["en"], { type: "language", fallback: "code" }).of(tag) ?? tag;
}

export const MOODS = [
  { value: "", label: "As the script suggests" },
  ...["calm", "upbeat", "warm", "cinematic", "corporate", "playful", "tense"].map((value) => ({
    value,
    label: capital(value),
  })),
];

/** Where a video is shown, and the aspect ratios that are shown there. */
export const PLACEMENTS = [
  { value: "none", label: "No platform in particular", ratios: ["16:9", "9:16", "1:1"] },
  { value: "feed", label: "Instagram and Facebook feed", ratios: ["16:9", "9:16", "1:1"] },
  { value: "reels", label: "Instagram and Facebook Reels", ratios: ["9:16"] },
  { value: "tiktok", label: "TikTok", ratios: ["9:16"] },
  { value: "shorts", label: "YouTube Shorts", ratios: ["9:16"] },
  { value: "youtube", label: "YouTube", ratios: ["16:9"] },
  { value: "ctv", label: "Connected television", ratios: ["16:9"] },
];

export const CAPTION_STYLES = [
  { value: "plate", label: "Two lines on a plate" },
  { value: "highlight", label: "The spoken word in colour" },
  { value: "one_line", label: "One line at a time" },
];

/** What an estimate's line items are, one and many. @type {Record<string, [string, string]>} */
export const KINDS = {
  script: ["Script", "Scripts"],
  storyboard: ["Storyboard", "Storyboards"],
  style: ["Style reference analysis", "Style reference analyses"],
  transcript: ["Transcript of the recording", "Transcripts of recordings"],
  image: ["Image", "Images"],
  speech: ["Narration", "Narration"],
  music: ["Music", "Music"],
  clip: ["Clip", "Clips"],
};

/** @type {Record<string, string>} */
const STAGES = {
  draft: "Waiting for your approval of the script",
  pending: "About to start",
  script_generating: "Writing the script",
  storyboard_planning: "Planning the storyboard",
  images_drawing: "Drawing images",
  narration_recording: "Recording the narration",
  music_composing: "Composing the music",
  clips_filming: "Generating clips",
  video_composing: "Editing the video",
  finishing: "Checking the finished video",
  script_ready: "Script and storyboard are ready",
  completed: "Finished",
  failed: "Stopped by a failure",
  cancelled: "Cancelled",
  deleting: "Being deleted",
};

/** What a job is at, in words, from the API's `stage`. */
export function stageWords(stage) {
  const counted = /^(image|scene)_(\d+)_complete$/.exec(stage);
  if (counted)
    return counted[1] === "image" ? `Drawing images: ${counted[2]} done` : `Generating clips: ${counted[2]} done`;
  if (stage.startsWith("awaiting_review_")) {
    const gates = stage.slice("awaiting_review_".length).split("_and_");
    return `Needs your review: ${gates.map((gate) => GATES[gate].label.toLowerCase()).join(" and ")}`;
  }
  return STAGES[stage] ?? stage.replaceAll("_", " ");
}

/** Why a job failed, without the names of stage and error, which are for programs. */
export function reasonWords(message) {
  return message.replace(/\s*\((?:stage \w+, )?\w+\)\s*$/, "");
}

/** A job's name: its title, else the first words of what it is about. */
export function jobTitle(job) {
  return job.title || job.prompt || subjectOf(job.brief) || "Untitled video";
}

function subjectOf(brief) {
  return brief?.product?.name || brief?.prompt || brief?.script_text;
}

export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
