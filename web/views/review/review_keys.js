/** The keys of the review: they act on the card that has the focus, and on no other. */

import { announce } from "../../lib/live_region.js";
import { shortcuts } from "../../parts/keys.js";
import { undoBar } from "../../parts/undo_bar.js";

/**
 * @param {{cards: () => import("./tab.js").Card[], failed: (problem: any) => void, signal: AbortSignal}} what
 * @returns {{showHelp: () => Promise<any>, undoNode: HTMLElement}} `undoNode` is where an approval can be taken back
 */
export function reviewKeys({ cards, failed, signal }) {
  const bar = undoBar({ signal, failed });
  const focused = () => cards().find((card) => card.node.contains(document.activeElement));

  /** @param {"approve" | "reject" | "edit"} what */
  const decide = (what) => () => {
    const card = focused();
    if (!card) return announce("Move to a scene first, with the arrow keys or by clicking on it");
    if (what === "approve" && bar.holds(card)) return bar.settle(); // pressed again: now
    const act = card[what]();
    if (!act) return announce("There is nothing to decide by key here");
    if (what === "approve") return bar.hold(approval(card));
    return Promise.resolve(act()).catch((error) =>
      error.status === undefined ? Promise.reject(error) : failed(error),
    );
  };

  const move = (by) => () => {
    const list = cards();
    const now = list.findIndex((card) => card.node.contains(document.activeElement));
    const next = list[Math.min(Math.max(now + by, 0), list.length - 1)];
    next?.node.focus();
    next?.node.scrollIntoView({ block: "nearest" });
  };

  /** Up and down scroll the page, unless a card has the focus. */
  const moveFromCard = (by) => () => cards().some((card) => card.node === document.activeElement) && move(by)();

  const keys = shortcuts(
    [
      { key: "ArrowRight", shown: "→ ↓", words: "Next scene", act: move(1), repeats: true },
      { key: "ArrowLeft", shown: "← ↑", words: "Previous scene", act: move(-1), repeats: true },
      { key: "ArrowDown", words: "", act: moveFromCard(1), repeats: true },
      { key: "ArrowUp", words: "", act: moveFromCard(-1), repeats: true },
      { key: "a", words: "Approve what needs review in the focused scene", act: decide("approve") },
      { key: "u", words: "Take an approval back that was given by key", act: bar.undo },
      { key: "r", words: "Reject it, with a reason", act: decide("reject") },
      { key: "e", words: "Edit it", act: decide("edit") },
    ],
    signal,
  );
  return { showHelp: keys.showHelp, undoNode: bar.node };
}

/** The approval of what a card asks for now; when it comes to be sent and something else is asked for, nothing is sent. */
function approval(card) {
  const asked = card.asks?.();
  const act = () => (card.asks?.() === asked ? card.approve()?.() : undefined);
  return { about: card, words: `${asked} is approved`, act };
}
