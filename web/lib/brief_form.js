/** Between the form, which is flat, and the API's brief: pure. */

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
  keep_product: false,
  title: "",
  mode: "creative_ad",
  duration: "30",
  aspect_ratio: "16:9",
  resolution: "720p",
  pictures: "clips",
  continuity: "chained",
  narration: true,
  voice: "",
  language: "en",
  recording: [],
  music: true,
  mood: "",
  captions: "both",
  review: [],
  stop_at_script: false,
  max_cost_usd: "",
  style_images: [],
  webhook_url: "",
};

/** Where the API's fields are in the form. */
const CONTROLS = {
  product: "product_description",
  "product.name": "product_name",
  "product.description": "product_description",
  "product.selling_points": "selling_points",
  "product.target_audience": "target_audience",
  "narration.voice": "voice",
  "narration.language": "language",
  "narration.upload": "recording",
  "music.mood": "mood",
  stop_at: "stop_at_script",
};

/** The form's control for a field that the API names (`product.selling_points.2`, `narration.upload`). */
export function controlOf(field) {
  const plain = field.replace(/\.\d+$/, "");
  return CONTROLS[plain] ?? plain;
}

/** The brief that the form asks for. */
export function briefOf(values) {
  return {
    ...subjectOf(values),
    ...given("title", values.title.trim()),
    mode: values.mode,
    duration: Number(values.duration),
    aspect_ratio: values.aspect_ratio,
    resolution: values.resolution,
    pictures: values.pictures,
    continuity: values.continuity,
    narration: narrationOf(values),
    music: { enabled: values.music, ...(values.music && given("mood", values.mood)) },
    captions: values.captions,
    review: values.review,
    stop_at: values.stop_at_script ? "script" : "video",
    ...given("max_cost_usd", values.max_cost_usd.trim()),
    style_images: values.style_images.map((file) => file.key),
    ...given("webhook_url", values.webhook_url.trim()),
  };
}

/** The form filled in with a brief that was sent before; files that were uploaded are named by their keys. */
export function valuesOf(brief) {
  const file = (key) => ({ key, name: key.split("/").at(-1) });
  return {
    ...BLANK,
    subject: brief.script_text ? "script" : brief.product || brief.project_id ? "product" : "prompt",
    prompt: brief.prompt ?? "",
    script_text: brief.script_text ?? "",
    project_id: brief.project_id ?? "",
    product_name: brief.product?.name ?? "",
    product_description: brief.product?.description ?? "",
    selling_points: (brief.product?.selling_points ?? []).join("\n"),
    target_audience: brief.product?.target_audience ?? "",
    title: brief.title ?? "",
    mode: brief.mode,
    duration: String(brief.duration),
    aspect_ratio: brief.aspect_ratio,
    resolution: brief.resolution,
    pictures: brief.pictures,
    continuity: brief.continuity,
    narration: brief.narration.enabled,
    voice: brief.narration.voice ?? "",
    language: brief.narration.language,
    recording: brief.narration.upload ? [file(brief.narration.upload)] : [],
    music: brief.music.enabled,
    mood: brief.music.mood ?? "",
    captions: brief.captions,
    review: brief.review,
    stop_at_script: brief.stop_at === "script",
    max_cost_usd: brief.max_cost_usd ? String(brief.max_cost_usd) : "",
    style_images: brief.style_images.map(file),
    webhook_url: brief.webhook_url ?? "",
  };
}

/** The product that the form describes. */
export function productOf(values) {
  const points = values.selling_points.split("\n").map((line) => line.trim());
  return {
    name: values.product_name.trim(),
    description: values.product_description.trim(),
    selling_points: points.filter(Boolean),
    ...given("target_audience", values.target_audience.trim()),
  };
}

/**
 * What is wrong with the form that can be told without asking: the control's name and the words, in the form's order.
 * @returns {Map<string, string>}
 */
export function complaints(values) {
  const found = new Map();
  const wants = (name, most, words) => {
    const length = values[name].trim().length;
    if (!length) found.set(name, words);
    else if (length > most)
      found.set(name, `This has ${length.toLocaleString("en")} characters; ${most.toLocaleString("en")} is the most`);
  };
  if (values.subject === "prompt") wants("prompt", 4_000, "Say what the video is about");
  if (values.subject === "script") wants("script_text", 8_000, "Write or paste the words to be spoken");
  if (values.subject === "product" && !values.project_id) {
    wants("product_name", 200, "Name the product");
    wants("product_description", 2_000, "Describe the product in a sentence or two");
  }
  const duration = Number(values.duration);
  if (!Number.isInteger(duration) || duration < 6 || duration > 120) {
    found.set("duration", "A video lasts 6 to 120 seconds, in whole seconds");
  }
  const cap = values.max_cost_usd.trim();
  if (cap && !(/^\d+(\.\d{1,2})?$/.test(cap) && Number(cap) > 0 && Number(cap) <= 1000)) {
    found.set("max_cost_usd", "An amount in dollars up to 1000, for example 4.50; empty for no cap");
  }
  if (values.webhook_url.trim() && !/^https:\/\/\S+$/.test(values.webhook_url.trim())) {
    found.set("webhook_url", "An address that begins with https://");
  }
  return found;
}

function subjectOf(values) {
  if (values.subject === "script") return { script_text: values.script_text.trim() };
  if (values.subject === "prompt") return { prompt: values.prompt.trim() };
  return values.project_id ? { project_id: values.project_id } : { product: productOf(values) };
}

function narrationOf(values) {
  if (!values.narration) return { enabled: false };
  return {
    enabled: true,
    language: values.language,
    ...given("voice", values.voice),
    ...given("upload", values.recording[0]?.key),
  };
}

function given(name, value) {
  return value ? { [name]: value } : {};
}
