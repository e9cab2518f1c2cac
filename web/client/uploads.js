/** Files of the user's own: a form from the API, then the file straight to where files are kept; and assets of them. */

import { Problem, ask } from "./client.js";
import { size } from "../lib/format.js";

const PICTURE = {
  types: ["image/png", "image/jpeg", "image/webp", "image/gif", "image/heic", "image/avif", "image/svg+xml"],
  words: "a PNG, JPEG, WebP, GIF, HEIC, AVIF or SVG picture",
};
const CLIP = { types: ["video/mp4", "video/quicktime"], words: "an MP4 or MOV clip" };
const SOUND = {
  types: ["audio/mpeg", "audio/wav", "audio/mp4", "audio/aac", "audio/flac", "audio/ogg", "audio/webm"],
  words: "an MP3, WAV, M4A, AAC, FLAC, Ogg or WebM recording",
};
const FONT = { types: ["font/ttf", "font/otf"], words: "a TTF or OTF font" };

/** What may be an asset, by kind. */
export const ASSET_KINDS = {
  still: { ...PICTURE, label: "Still" },
  clip: { ...CLIP, label: "Clip" },
  music: { ...SOUND, label: "Music" },
  narration: { ...SOUND, label: "Narration" },
  product_image: { ...PICTURE, label: "Product image" },
  logo: { ...PICTURE, label: "Logo" },
  style_image: { ...PICTURE, label: "Style image" },
  font: { ...FONT, label: "Font" },
  intro: { ...CLIP, label: "Intro" },
  outro: { ...CLIP, label: "Outro" },
};

/** What the form takes: files that a brief names as they come, and files that become assets first. */
export const KINDS = {
  style_image: { types: ["image/png", "image/jpeg", "image/webp"], words: "a PNG, JPEG or WebP picture", send: upload },
  logo: {
    types: ["image/png", "image/jpeg", "image/webp", "image/svg+xml"],
    words: "a PNG, JPEG, WebP or SVG picture",
    send: upload,
  },
  narration: { ...SOUND, send: upload },
  own_picture: {
    types: [...PICTURE.types, ...CLIP.types],
    words: "a picture, or an MP4 or MOV clip",
    send: (_, file) => addAsset(isClip(file) ? "clip" : "still", file).then((asset) => asset.asset_id),
  },
  music: { ...SOUND, send: (_, file) => addAsset("music", file).then((asset) => asset.asset_id) },
  intro: { ...CLIP, send: (_, file) => addAsset("intro", file).then((asset) => asset.asset_id) },
  outro: { ...CLIP, send: (_, file) => addAsset("outro", file).then((asset) => asset.asset_id) },
};

/** Browsers' other names for types that the API knows. */
const SAME = {
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/mp3": "audio/mpeg",
  "audio/x-m4a": "audio/mp4",
  "audio/x-flac": "audio/flac",
  "audio/opus": "audio/ogg",
  "image/heif": "image/heic",
  "application/font-sfnt": "font/ttf",
};

/** Types of files that some browsers do not know, by the end of their name. */
const BY_NAME = {
  heic: "image/heic",
  avif: "image/avif",
  ttf: "font/ttf",
  otf: "font/otf",
  opus: "audio/ogg",
  flac: "audio/flac",
};

/** @param {File} file */
export function typeOf(file) {
  return SAME[file.type] ?? (file.type || (BY_NAME[file.name.toLowerCase().split(".").at(-1) ?? ""] ?? ""));
}

const isClip = (file) => CLIP.types.includes(typeOf(file));

/**
 * Uploads a file and resolves to the key by which a brief names it.
 * @param {keyof typeof KINDS | keyof typeof ASSET_KINDS} kind
 * @param {File} file
 * @param {{types: string[], words: string}} taken
 * @returns {Promise<string>}
 */
export async function upload(kind, file, taken = KINDS[kind]) {
  const type = typeOf(file);
  if (!taken.types.includes(type)) throw refused(`“${file.name}” is not ${taken.words}`);
  if (!file.size) throw refused(`“${file.name}” is empty`);
  const form = await ask("POST", "/uploads", { body: { kind, media_type: type } });
  if (file.size > form.max_bytes)
    throw refused(`“${file.name}” has ${size(file.size)}; ${size(form.max_bytes)} is the most`);
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  await post(form.url, body, file.name);
  return form.key;
}

/**
 * Uploads a file and makes it an asset: the API opens and measures it. What is of no use is a Problem.
 * @param {keyof typeof ASSET_KINDS} kind
 * @param {File} file
 */
export async function addAsset(kind, file, licence = "") {
  const key = await upload(kind, file, ASSET_KINDS[kind]);
  return ask("POST", "/assets", { body: { kind, upload: key, file_name: file.name, licence } });
}

/** Makes a still or clip of the user's own an asset. @param {File} file */
export function addPicture(file) {
  return addAsset(isClip(file) ? "clip" : "still", file);
}

async function post(url, body, name) {
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body });
  } catch {
    throw refused(`“${name}” could not be sent: the connection broke. Add it again`);
  }
  if (!answer.ok) {
    const xml = new DOMParser().parseFromString(await answer.text(), "application/xml");
    throw refused(`“${name}” was not accepted: ${xml.querySelector("Message")?.textContent ?? answer.status}`);
  }
}

function refused(detail) {
  return new Problem({ status: 422, code: "UploadRefused", detail, fixable_by: "user" });
}
