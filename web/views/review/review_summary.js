/** What stands above the cards: what needs review, or what can be changed now. */

import { count, money } from "../../lib/format.js";
import { button, linkButton } from "../../parts/buttons.js";
import { notice } from "../../parts/notices.js";

/**
 * @param {any} facts `waits` counts what is open by gate, `words` says what is true meanwhile, `image` is an image's price
 * @param {{approveAll: () => any, failed: (problem: any) => void, showHelp: () => any}} acts
 */
export function reviewSummary(
  { waits, words, image, status, over, stale, scenes, id },
  { approveAll, failed, showHelp },
) {
  const keys = button({
    label: "Keys",
    look: "quiet small with-mouse",
    sign: "keyboard",
    id: "show-keys",
    act: showHelp,
  });
  const parts = waitingParts(waits);
  if (parts.length) {
    const all = approveAllButton(waits, image, { act: approveAll, failed });
    const title = `${parts.join(" and ")} ${isOne(waits) ? "needs" : "need"} your review`;
    return notice({ look: "waits", title, text: words, actions: [all, keys].filter(Boolean) });
  }
  if (!scenes) return null;
  return notice({ look: stale ? "waits" : "plain", ...CHANGEABLE[kindOf(status, over)]({ stale, id }, keys) });
}

const CHANGEABLE = {
  script_ready: (_, keys) => ({
    title: "Script and storyboard can be changed",
    text: "Continue with “Make the video” above when they are as you like them.",
    actions: [keys],
  }),
  completed: ({ stale, id }, keys) => ({
    title: stale ? `${count(stale, "scene")} edited since the video was made` : "Scenes can be changed",
    text: "Edits are not in the video until its scenes are regenerated.",
    actions: [linkButton({ label: "Regenerate scenes", href: `/jobs/${id}/video`, look: "small" }), keys],
  }),
  over: (_, keys) => ({
    title: "Scenes can be changed",
    text: "Then “Resume” above continues with them.",
    actions: [keys],
  }),
  running: () => ({
    title: "Nothing needs your review now",
    text: "Scenes can be changed at their gates, or when the work has ended.",
    actions: [],
  }),
};

function kindOf(status, over) {
  if (status === "script_ready" || status === "completed") return status;
  return over ? "over" : "running";
}

function waitingParts({ script, scenes, images, spend }) {
  const parts = [
    script && "the script",
    scenes && count(scenes, "scene"),
    images && count(images, "image"),
    spend && "the budget",
  ].filter(Boolean);
  return parts.map((part, place) => (place ? part : part.charAt(0).toUpperCase() + part.slice(1)));
}

function isOne({ script, scenes, images, spend }) {
  return script + scenes + images + spend === 1;
}

function approveAllButton({ scenes, images }, image, { act, failed }) {
  const many = scenes + images;
  if (many < 2) return null;
  const cost = image > 0 && scenes ? `, at most ${money(image * scenes)}` : "";
  return button({
    label: `Approve all ${many}${cost}`,
    busy: "Approving…",
    look: "small",
    id: "approve-all",
    act,
    failed,
  });
}
