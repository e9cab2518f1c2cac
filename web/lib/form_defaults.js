/** What the form has before anybody has chosen: pure. */

import { DETECT_LANGUAGE } from "./labels.js";

/** What the form says before anybody has touched it; the same as the API's own defaults where that has any. */
export const BLANK = {
  subject: "prompt",
  prompt: "",
  script_text: "",
  project_id: "",
  product_name: "",
  product_description: "",
  selling_points: "",
  target_audience: "",
  product_photos: [],
  keep_product: false,
  title: "",
  brand_id: "",
  mode: "creative_ad",
  label: "",
  duration: "30",
  aspect_ratio: "16:9",
  resolution: "720p",
  pictures: "clips",
  continuity: "mixed",
  clip_sound: false,
  narration: true,
  voice: "",
  language: DETECT_LANGUAGE,
  pronunciations: "",
  recording: [],
  music: true,
  effects: true,
  mood: "",
  placement: "none",
  markets: [],
  captions: "",
  caption_style: "plate",
  review: [],
  stop_at_script: false,
  max_cost_usd: "",
  style_images: [],
  own_pictures: [],
  own_music: [],
  webhook_url: "",
};

/**
 * What is set instead of `BLANK` for a subject, as long as nobody has chosen otherwise: for one's own script the API's
 * defaults of `POST /scripts`.
 * @type {Record<string, Record<string, any>>}
 */
export const SUBJECT_DEFAULTS = {
  script: { pictures: "stills", review: ["script", "scenes", "images", "spend"] },
};
const DEPENDENT = [...new Set(Object.values(SUBJECT_DEFAULTS).flatMap(Object.keys))];

/**
 * The form with the defaults of its subject in every control that was not touched.
 * @param {Record<string, any>} values
 * @param {ReadonlySet<string>} touched names of controls that somebody has chosen a value of
 */
export function withSubjectDefaults(values, touched) {
  const defaults = SUBJECT_DEFAULTS[values.subject] ?? {};
  const untouched = DEPENDENT.filter((name) => !touched.has(name));
  return { ...values, ...Object.fromEntries(untouched.map((name) => [name, defaults[name] ?? BLANK[name]])) };
}

/** The controls that have a default of their subject's now. */
export function subjectDefaultsIn(values, touched) {
  return Object.keys(SUBJECT_DEFAULTS[values.subject] ?? {}).filter((name) => !touched.has(name));
}
