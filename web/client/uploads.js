/** Files of the user's own: a form from the API, then the file straight to where files are kept. */

import { Problem, ask } from "./client.js";
import { size } from "../lib/format.js";

export const KINDS = {
  style_image: {
    types: ["image/png", "image/jpeg", "image/webp"],
    words: "a PNG, JPEG or WebP picture",
  },
  logo: {
    types: ["image/png", "image/jpeg", "image/webp", "image/svg+xml"],
    words: "a PNG, JPEG, WebP or SVG picture",
  },
  narration: {
    types: ["audio/mpeg", "audio/wav"],
    words: "an MP3 or WAV recording",
  },
};

/** Browsers' other names for types that the API knows. */
const SAME = { "audio/x-wav": "audio/wav", "audio/wave": "audio/wav", "audio/mp3": "audio/mpeg" };

/**
 * Uploads a file and resolves to the key by which a brief names it.
 * @param {keyof typeof KINDS} kind
 * @param {File} file
 * @returns {Promise<string>}
 */
export async function upload(kind, file) {
  const type = SAME[file.type] ?? file.type;
  if (!KINDS[kind].types.includes(type)) throw refused(`“${file.name}” is not ${KINDS[kind].words}`);
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
