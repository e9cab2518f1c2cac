/**
 * What was typed and not sent yet, for as long as the tab lives: a reload, a way back or a new sign-in loses nothing.
 */

const PREFIX = "omnigen.draft.";

export function keepDraft(name, draft) {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
}

/** The draft of that name, or null. */
export function draftOf(name) {
  const text = sessionStorage.getItem(PREFIX + name);
  return text === null ? null : JSON.parse(text);
}

export function dropDraft(name) {
  sessionStorage.removeItem(PREFIX + name);
}

/** Forgets everybody's drafts, when somebody signs out. */
export function dropDrafts() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
