/** What was decided by a key waits a moment before it is sent, so that a slip can be taken back. */

import { el, setText } from "../lib/dom.js";
import { announce } from "../lib/live_region.js";
import { button } from "./buttons.js";

export const UNDO_WITHIN_SECONDS = 8;

/** @typedef {{about: any, words: string, act: () => any}} Held */

/**
 * One decision at a time: the next one sends the one before, and so does leaving the view.
 * @param {{signal: AbortSignal, failed: (problem: any) => void, hint?: string, whenUndone?: () => void}} what
 * `hint` says how it can be taken back by a key.
 */
export function undoBar({ signal, failed, hint = "; u takes it back", whenUndone = () => {} }) {
  /** @type {Held | null} */
  let held = null;
  let timer = 0;
  const words = el("span", {});
  const undo = () => {
    if (!take()) return;
    announce("Taken back: nothing was decided");
    whenUndone();
  };
  const node = el(
    "div",
    { class: "undo-bar", hidden: true },
    words,
    button({ label: "Undo", look: "small", id: "undo-decision", act: undo }),
  );

  function take() {
    const taken = held;
    held = null;
    clearTimeout(timer);
    node.hidden = true;
    return taken;
  }

  async function settle() {
    try {
      await take()?.act();
    } catch (error) {
      if (error.status === undefined) throw error;
      failed(error);
    }
  }

  signal.addEventListener("abort", () => settle());
  return {
    node,
    undo,
    /** Sends what is held, now. */
    settle,
    /** Whether a decision about this is held. */
    holds: (about) => held?.about === about,
    /** @param {Held} next */
    hold: async (next) => {
      await settle();
      held = next;
      setText(words, `${next.words} in ${UNDO_WITHIN_SECONDS} seconds`);
      node.hidden = false;
      announce(`${next.words} in ${UNDO_WITHIN_SECONDS} seconds${hint}`);
      timer = window.setTimeout(settle, UNDO_WITHIN_SECONDS * 1_000);
    },
  };
}
