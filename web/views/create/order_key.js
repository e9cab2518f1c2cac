/**
 * The key of an order: the same for the same brief until it is accepted, so that a second press, or a second try after the
 * connection broke, makes no second video.
 */

import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";

const ATTEMPT = "create.attempt";

/** @param {object} brief @returns {string} */
export function orderKey(brief) {
  const body = JSON.stringify(brief);
  const known = draftOf(ATTEMPT);
  if (known?.body === body) return known.key;
  const key = crypto.randomUUID();
  keepDraft(ATTEMPT, { body, key });
  return key;
}

export function forgetOrderKey() {
  dropDraft(ATTEMPT);
}
