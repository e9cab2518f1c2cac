/** What things of the API are called for people. */

export const STATUS = {
  draft: "Draft",
  pending: "Starting",
  processing: "In the making",
  awaiting_review: "Waits for you",
  script_ready: "Script ready",
  completed: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const GATES = {
  script: { label: "Script", hint: "Read and edit the words before scenes are planned" },
  scenes: { label: "Scenes", hint: "Approve what is seen and said, scene by scene" },
  images: { label: "Pictures", hint: "Approve each still, or have it drawn again" },
  spend: { label: "Spending", hint: "A last word before the expensive part" },
};

export const MODES = [
  { value: "creative_ad", label: "Creative ad", hint: "Feeling and story" },
  { value: "functional_intro", label: "Product introduction", hint: "What it does, plainly" },
  { value: "pharma", label: "Pharma", hint: "Sober, with room for safety words" },
];

export const VOICES = [
  { value: "", label: "The narrator's own" },
  ...["warm", "bright", "calm", "deep", "friendly"].map((value) => ({ value, label: capital(value) })),
];

export const LANGUAGES = [
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
].map(([value, label]) => ({ value, label }));

export const MOODS = [
  { value: "", label: "As the script suggests" },
  ...["calm", "upbeat", "warm", "cinematic", "corporate", "playful", "tense"].map((value) => ({
    value,
    label: capital(value),
  })),
];

export const TRANSITIONS = ["cut", "fade", "dissolve", "wipe", "slide"].map((value) => ({
  value,
  label: capital(value),
}));

/** What an estimate's line items are, one and many. */
export const KINDS = {
  script: ["Script", "Scripts"],
  storyboard: ["Storyboard", "Storyboards"],
  style: ["Look at style pictures", "Looks at style pictures"],
  image: ["Still", "Stills"],
  speech: ["Voice", "Voice"],
  music: ["Music", "Music"],
  clip: ["Clip", "Clips"],
};

const STAGES = {
  draft: "Waits for your approval of the text",
  pending: "About to start",
  script_generating: "Writing the script",
  storyboard_planning: "Planning the scenes",
  images_drawing: "Drawing stills",
  narration_recording: "Recording the voice",
  music_composing: "Composing the music",
  clips_filming: "Filming",
  video_composing: "Cutting the video",
  finishing: "Checking the finished video",
  script_ready: "Script and storyboard are ready",
  completed: "Finished",
  failed: "Stopped by a failure",
  cancelled: "Cancelled",
};

/** What a job is at, in words, from the API's `stage`. */
export function stageWords(stage) {
  const counted = /^(image|scene)_(\d+)_complete$/.exec(stage);
  if (counted) return counted[1] === "image" ? `Drawing stills: ${counted[2]} done` : `Filming: ${counted[2]} done`;
  if (stage.startsWith("awaiting_review_")) {
    const gates = stage.slice("awaiting_review_".length).split("_and_");
    return `Waits for your decision: ${gates.map((gate) => GATES[gate].label.toLowerCase()).join(" and ")}`;
  }
  return STAGES[stage] ?? stage.replaceAll("_", " ");
}

/** Why a job failed, without the names of stage and error, which are for programs. */
export function reasonWords(message) {
  return message.replace(/\s*\((?:stage \w+, )?\w+\)\s*$/, "");
}

/** A job's name: its title, else the first words of what it is about. */
export function jobTitle(job) {
  const about = job.title || job.prompt || job.brief?.product?.name || job.brief?.prompt || job.brief?.script_text;
  return about || "Untitled video";
}

export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
