/** What is typed is saved a moment after the last key, where that gives up nothing. */

import { announce } from "../../lib/live_region.js";

export const AUTOSAVE_AFTER_MILLISECONDS = 2_000;

/**
 * Returns what to call at every key. Until it is saved the draft is kept, and every act saves it first.
 * @param {import("./tab.js").ReviewContext} context
 * @param {string} draft
 * @param {() => string} about what is saved, for the announcement
 * @param {() => boolean} mayBeSaved whether there is anything to save that can be saved without a question
 */
export function autosave({ feed, problems, signal }, draft, about, mayBeSaved) {
  let timer = 0;

  async function save() {
    if (signal.aborted || !mayBeSaved()) return;
    try {
      await feed.save(draft);
      problems.clear();
      announce(`${about()} is saved`);
    } catch (error) {
      if (error.status === undefined) throw error;
      problems.show(error, { title: `${about()} stays as it is` });
    }
  }

  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, AUTOSAVE_AFTER_MILLISECONDS);
  };
}
