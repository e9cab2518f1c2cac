/** What stands above the cards: what needs review, or what can be changed now. */

import { count, moneyAtMost } from "../../lib/format.js";
import { button, linkButton, relabel } from "../../parts/buttons.js";
import { notice } from "../../parts/notices.js";

/** The buttons of the summary: they stay the same while what is said around them changes. */
export function summaryButtons({ approveAll, failed, showHelp }) {
  const all = { label: "Approve all", busy: "Approving…", look: "small", id: "approve-all" };
  const keys = {
    label: "Keys",
    look: "quiet small with-mouse",
    sign: /** @type {const} */ ("keyboard"),
    id: "show-keys",
  };
  return { all: button({ ...all, act: approveAll, failed }), keys: button({ ...keys, act: showHelp }) };
}

/**
 * @param {any} facts `waits` counts what is open by gate, `words` says what is true meanwhile, `image` is an image's price
 * @param {ReturnType<typeof summaryButtons>} buttons
 */
export function reviewSummary({ waits, words, image, status, over, stale, edits, scenes, id }, { all, keys }) {
  const parts = waitingParts(waits);
  if (parts.length) {
    const many = waits.scenes + waits.images;
    const cost = image > 0 && waits.scenes ? `, at most ${moneyAtMost(image * waits.scenes)}` : "";
    relabel(all, `Approve all ${many}${cost}`);
    const title = `${parts.join(" and ")} ${isOne(waits) ? "needs" : "need"} your review`;
    return notice({ look: "waits", title, text: words, actions: many > 1 ? [all, keys] : [keys] });
  }
  if (!scenes) return null;
  return notice({ look: stale ? "waits" : "plain", ...CHANGEABLE[kindOf(status, over)]({ stale, id, edits }, keys) });
}

const CHANGEABLE = {
  script_ready: (_, keys) => ({
    title: "Script and storyboard can be changed",
    text: "Continue with “Make the video” above when they are as you like them.",
    actions: [keys],
  }),
  completed: ({ stale, id, edits }, keys) => ({
    title: stale ? `${count(stale, "scene")} edited since the video was made` : "Scenes can be changed",
    text: `Edits are not in the video until its scenes are regenerated${stale && edits ? `, which costs at most ${edits}` : ""}. Text on screen and transitions are only drawn, at no price.`,
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
