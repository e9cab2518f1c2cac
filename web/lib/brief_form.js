/** Between the form, which is flat, and the API's brief: pure. */

import { BLANK } from "./form_defaults.js";

/** Where the API's fields are in the form. @type {Record<string, string>} */
const CONTROLS = {
  product: "product_description",
  "product.name": "product_name",
  "product.description": "product_description",
  "product.selling_points": "selling_points",
  "product.target_audience": "target_audience",
  "narration.voice": "voice",
  "narration.language": "language",
  "narration.pronunciations": "pronunciations",
  "narration.upload": "recording",
  "music.mood": "mood",
  "music.asset": "own_music",
  stop_at: "stop_at_script",
};

const PHOTO = /^product\.photos(?:\.(\d+))?/;

/** The form's control for a field that the API names (`product.selling_points.2`, `narration.upload`). */
export function controlOf(field) {
  if (PHOTO.test(field)) return "product_photos";
  const plain = field.startsWith("label.") ? "label" : field.replace(/\.\d+$/, "");
  return CONTROLS[plain] ?? plain;
}

/** What is wrong with a field, naming the one of several photos that it is about. */
export function complaintOf({ field, message }) {
  const number = PHOTO.exec(field)?.[1];
  return number === undefined ? message : `Photo ${Number(number) + 1}: ${message}`;
}

/** The brief that the form asks for. */
export function briefOf(values) {
  return {
    ...subjectOf(values),
    ...given("title", values.title.trim()),
    ...given("brand_id", values.brand_id),
    mode: values.mode,
    ...(values.mode === "pharma" && given("label", values.label)),
    duration: Number(values.duration),
    aspect_ratio: values.aspect_ratio,
    resolution: values.resolution,
    pictures: values.pictures,
    continuity: values.continuity,
    ...given("clip_sound", values.clip_sound && mayHaveClipSound(values)),
    narration: narrationOf(values),
    music: musicOf(values),
    placement: values.placement || "none",
    markets: values.markets,
    ...given("captions", values.captions),
    caption_style: values.caption_style,
    review: values.review,
    stop_at: values.stop_at_script ? "script" : "video",
    ...given("max_cost_usd", values.max_cost_usd.trim()),
    style_images: values.style_images.map((file) => file.key),
    own_pictures: values.own_pictures.map((file) => file.placed ?? { asset: file.key }),
    ...given("webhook_url", values.webhook_url.trim()),
  };
}

/** Whether clips can be filmed with the sounds of what is seen: nothing may distract from the risks of a medicine. */
export function mayHaveClipSound({ pictures, mode }) {
  return pictures === "clips" && mode !== "pharma";
}

/** The form filled in with a brief that was sent before; files that were uploaded are named by their keys. */
export function valuesOf(brief) {
  return {
    ...BLANK,
    ...subjectValues(brief),
    ...soundValues(brief),
    title: brief.title ?? "",
    brand_id: brief.brand?.brand_id ?? "",
    mode: brief.mode,
    label: brief.label ?? "",
    duration: String(brief.duration),
    aspect_ratio: brief.aspect_ratio,
    resolution: brief.resolution,
    pictures: brief.pictures,
    continuity: brief.continuity,
    clip_sound: brief.clip_sound ?? false,
    placement: brief.placement,
    markets: brief.markets,
    captions: brief.captions,
    caption_style: brief.caption_style,
    review: brief.review,
    stop_at_script: brief.stop_at === "script",
    max_cost_usd: brief.max_cost_usd ? String(brief.max_cost_usd) : "",
    style_images: brief.style_images.map(fileOf),
    own_pictures: brief.own_pictures.map((picture) => ({ ...fileOf(picture.asset), placed: picture })),
    webhook_url: brief.webhook_url ?? "",
  };
}

function subjectValues({ prompt, script_text: script, project_id: project, product }) {
  return {
    subject: script ? "script" : product || project ? "product" : "prompt",
    prompt: prompt ?? "",
    script_text: script ?? "",
    project_id: project ?? "",
    ...(product && {
      product_name: product.name,
      product_description: product.description,
      selling_points: product.selling_points.join("\n"),
      target_audience: product.target_audience ?? "",
      product_photos: photoValues(product.photos),
    }),
  };
}

/** Photos as the form has them; it looks their names and pictures up. */
export function photoValues(photos = []) {
  return photos.map(({ asset, shows }, place) => ({ asset, name: `Photo ${place + 1}`, shows: shows.join("\n") }));
}

/** Photos as the API takes them. */
export function photosOf(values) {
  return values.map(({ asset, shows }) => ({ asset, shows: linesOf(shows) }));
}

function linesOf(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function soundValues({ narration, music }) {
  return {
    narration: narration.enabled,
    voice: narration.voice ?? "",
    language: narration.language,
    pronunciations: Object.entries(narration.pronunciations)
      .map(([word, says]) => `${word} = ${says}`)
      .join("\n"),
    recording: narration.upload ? [fileOf(narration.upload)] : [],
    music: music.enabled,
    effects: music.effects,
    mood: music.mood ?? "",
    own_music: music.asset ? [fileOf(music.asset)] : [],
  };
}

function fileOf(key) {
  return { key, name: key.split("/").at(-1) };
}

/** The product that the form describes. */
export function productOf(values) {
  return {
    name: values.product_name.trim(),
    description: values.product_description.trim(),
    selling_points: linesOf(values.selling_points),
    ...given("target_audience", values.target_audience.trim()),
    photos: photosOf(values.product_photos),
  };
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
    pronunciations: pronunciationsOf(values.pronunciations),
    ...given("voice", values.voice),
    ...given("upload", values.recording[0]?.key),
  };
}

function musicOf(values) {
  if (!values.music) return { enabled: false };
  const track = given("asset", values.own_music[0]?.key);
  return { enabled: true, effects: values.effects, ...given("mood", values.mood), ...track };
}

/** What lines such as `XELJANZ = zel jans` say, by word. */
function pronunciationsOf(lines) {
  const pairs = lines.split("\n").map((line) => line.split("=").map((part) => part.trim()));
  return Object.fromEntries(pairs.filter(([word, says]) => word && says));
}

function given(name, value) {
  return value ? { [name]: value } : {};
}
