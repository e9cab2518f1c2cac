/**
 * What was typed and not sent yet. It belongs to the tab: a reload, a way back or a new sign-in loses nothing. A copy by
 * user outlives the tab, and is adopted where the same person opens the same form again.
 */

import { userId } from "../client/session.js";

const PREFIX = "omnigen.draft.";
const kept = (name) => `omnigen.kept.${userId()}.${name}`;

export function keepDraft(name, draft) {
  const text = JSON.stringify(draft);
  sessionStorage.setItem(PREFIX + name, text);
  localStorage.setItem(kept(name), text);
}

/** The names of this tab's drafts. */
export function draftNamesKept() {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => key.slice(PREFIX.length));
}

/** This tab's draft of that name, or null. */
export function draftOf(name) {
  const text = sessionStorage.getItem(PREFIX + name);
  return text === null ? null : JSON.parse(text);
}

export function dropDraft(name) {
  sessionStorage.removeItem(PREFIX + name);
  localStorage.removeItem(kept(name));
}

/**
 * Takes over what the same person left in a tab that may be closed by now. What this tab has itself stays.
 * @param {string[]} names
 */
export function adoptDrafts(names) {
  for (const name of names) {
    const text = localStorage.getItem(kept(name));
    if (text !== null && sessionStorage.getItem(PREFIX + name) === null) sessionStorage.setItem(PREFIX + name, text);
  }
}

/** Forgets what this person typed, when they sign out. */
export function dropDrafts() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  for (const key of Object.keys(localStorage)) if (key.startsWith(kept(""))) localStorage.removeItem(key);
}
