/** What the sounds of clips cost: the price of the same video without them, or with them, beside its own. */

import { ask } from "../../client/client.js";
import { mayHaveClipSound } from "../../lib/brief_form.js";
import { money } from "../../lib/format.js";

/** The estimate of a brief, and that of the same with the other choice of sounds where clips can have any. */
export function bothEstimates(brief, signal) {
  const briefs = mayHaveClipSound(brief) ? [brief, { ...brief, clip_sound: !brief.clip_sound }] : [brief];
  return Promise.all(briefs.map((body) => ask("POST", "/estimate", { body, signal })));
}

/** The difference in words. */
export function clipSoundPrice(brief, estimate, other) {
  const [heard, silent] = brief.clip_sound ? [estimate, other] : [other, estimate];
  const more = Number(heard.total_usd) - Number(silent.total_usd);
  if (more < 0.005) return "The sounds of the clips cost nothing more.";
  return brief.clip_sound
    ? `${money(more)} of it are for the sounds of the clips.`
    : `With the sounds of the clips: ${money(more)} more.`;
}
