/** What is only drawn or mixed in a video, between the job and its form: pure. */

/** @typedef {import("../client/api_types.js").Job} Job */

/** As the form has it. @param {Job} job @returns {Record<string, string>} */
export function drawnValues({ title, script, brief }) {
  const spellings = Object.entries(brief.caption_spellings ?? {});
  return {
    title,
    product_name: script?.product_name ?? "",
    call_to_action: script?.call_to_action ?? "",
    display_url: brief.display_url ?? "",
    legal_line: brief.legal_line ?? "",
    captions: brief.captions ?? "",
    caption_style: brief.caption_style,
    caption_spellings: spellings.map(([heard, written]) => `${heard} = ${written}`).join("\n"),
    brand_id: brief.brand?.brand_id ?? "",
    music_volume_db: String(brief.music.volume_db),
  };
}

/**
 * The form's changes as `PUT /jobs/{id}/drawn` takes them. An empty text takes its text away; a title cannot be.
 * @param {Job} job
 * @param {Record<string, string>} typed
 * @returns {Record<string, any>}
 */
export function drawnChanges(job, typed) {
  const stored = drawnValues(job);
  const changed = Object.entries(typed).filter(([name, value]) => value.trim() !== stored[name].trim());
  return Object.fromEntries(
    changed
      .filter(([name, value]) => name !== "title" || value.trim())
      .map(([name, value]) => [name, sent(name, value)]),
  );
}

function sent(name, value) {
  if (name === "music_volume_db") return Number(value);
  if (name !== "caption_spellings") return value.trim();
  const pairs = value.split("\n").map((line) => line.split("=").map((part) => part.trim()));
  return Object.fromEntries(pairs.filter(([heard, written]) => heard && written));
}
