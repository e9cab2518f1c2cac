/** Reading, changing and deciding: the script, every scene and its pictures, and the spending. */

import { announce } from "../../lib/live_region.js";
import { ask } from "../../client/client.js";
import { el, region } from "../../lib/dom.js";
import { count } from "../../lib/format.js";
import { button, linkButton } from "../../parts/buttons.js";
import { shortcuts } from "../../parts/keys.js";
import { emptyState, notice } from "../../parts/notices.js";
import { draftCard } from "./draft_card.js";
import { scenesPart } from "./scene_list.js";
import { scriptCard } from "./script_card.js";
import { spendCard } from "./spend_card.js";

const OVER = ["script_ready", "completed", "failed", "cancelled"];

/**
 * A card is something that can be decided or edited: `{node, approve, reject, edit}`, each an act or null when it makes
 * no sense now. The keys work on the card that is current.
 */
export function reviewTab(context) {
  const { signal } = context;
  const failed = (problem) => context.problems.show(problem);
  const cards = [draftCard(context), scriptCard(context), spendCard(context)];
  const scenes = scenesPart(context);
  const top = region("div", { class: "callout" }, (facts) => summary(facts, { approveAll, failed }));
  const empty = region("div", {}, (status) => status && nothing(status, context.jobId));
  const node = el(
    "div",
    { class: "stack review" },
    top.node,
    ...cards.map((card) => card.node),
    scenes.node,
    empty.node,
  );
  let job = null;

  const all = () => [...cards, ...scenes.cards()].filter((card) => !card.node.hidden);
  const current = () =>
    all().find((card) => card.node.contains(document.activeElement)) ?? all().find((card) => card.waits()) ?? all()[0];
  const decide = (what) => () => {
    const card = current();
    if (!card?.[what]) return;
    Promise.resolve(card[what]()).catch((error) =>
      error.status === undefined ? Promise.reject(error) : failed(error),
    );
  };
  const move = (by) => () => {
    const list = all();
    const now = list.findIndex((card) => card.node.contains(document.activeElement));
    const next = list[Math.min(Math.max(now + by, 0), list.length - 1)];
    next?.node.focus();
    next?.node.scrollIntoView({ block: "nearest" });
  };
  /** Up and down scroll the page, unless a scene has the focus. */
  const moveFromCard = (by) => () => all().some((card) => card.node === document.activeElement) && move(by)();
  const keys = shortcuts(
    [
      { key: "ArrowRight", shown: "→ ↓", words: "Next scene", act: move(1) },
      { key: "ArrowLeft", shown: "← ↑", words: "Scene before", act: move(-1) },
      { key: "ArrowDown", words: "", act: moveFromCard(1) },
      { key: "ArrowUp", words: "", act: moveFromCard(-1) },
      { key: "a", words: "Approve what waits at the scene", act: decide("approve") },
      { key: "r", words: "Reject it, with a reason", act: decide("reject") },
      { key: "e", words: "Edit it", act: decide("edit") },
    ],
    signal,
  );
  top.node.addEventListener("click", (event) => event.target.closest("#show-keys") && keys.showHelp());

  async function approveAll() {
    const waiting = job.reviews.filter((review) => review.scene_id);
    for (const review of waiting) {
      const scene = job.scenes.find((one) => one.id === review.scene_id);
      const path = review.gate === "scenes" ? `/scenes/${scene.id}` : `/images/${scene.images.at(-1).id}`;
      await ask("POST", `${path}/approve`);
    }
    await context.feed.refresh();
    announce(`${count(waiting.length, "decision")} made`);
  }

  return {
    node,
    update: (next) => {
      job = next;
      cards.forEach((card) => card.update(job));
      scenes.update(job);
      top.show({
        waits: waitsFor(job),
        status: job.status,
        over: OVER.includes(job.status),
        scenes: job.scenes.length,
        id: job.job_id,
      });
      empty.show(all().length ? "" : job.status);
    },
  };
}

function waitsFor(job) {
  const open = (gate) => job.reviews.filter((review) => review.gate === gate).length;
  return {
    script: open("script") + (job.status === "draft" ? 1 : 0),
    scenes: open("scenes"),
    images: open("images"),
    spend: open("spend"),
  };
}

function summary({ waits, status, over, scenes, id }, { approveAll, failed }) {
  const parts = [
    waits.script && "the script",
    waits.scenes && count(waits.scenes, "scene"),
    waits.images && count(waits.images, "picture"),
    waits.spend && "the spending",
  ].filter(Boolean);
  const keys = button({ label: "Keys", look: "quiet small", sign: "keyboard", id: "show-keys", act: () => {} });
  if (parts.length) {
    const many = waits.scenes + waits.images;
    const all =
      many > 1 &&
      button({
        label: `Approve all ${many}`,
        busy: "Approving…",
        look: "small",
        id: "approve-all",
        act: approveAll,
        failed,
      });
    return notice({
      look: "waits",
      title: `You are asked about ${parts.join(" and ")}`,
      text: waitWords(waits),
      actions: [all, keys].filter(Boolean),
    });
  }
  if (!scenes) return null;
  if (status === "script_ready")
    return notice({
      look: "plain",
      title: "Script and scenes can be changed",
      text: "Go on with “Make the video” above when they are as you like them.",
      actions: [keys],
    });
  if (status === "completed") {
    return notice({
      look: "plain",
      title: "Scenes can be changed",
      text: "What you edit is out of date in the video until it is made anew.",
      actions: [linkButton({ label: "Make anew", href: `/jobs/${id}/video`, look: "small" }), keys],
    });
  }
  if (over)
    return notice({
      look: "plain",
      title: "Scenes can be changed",
      text: "Then “Resume” above goes on with them.",
      actions: [keys],
    });
  return notice({
    look: "plain",
    title: "Nothing waits for you now",
    text: "Scenes can be changed at their gates, or when the work has ended.",
  });
}

function waitWords({ script, scenes, images, spend }) {
  if (script || scenes) return "Edit what you like, then approve or reject. Nothing is spent meanwhile.";
  if (images) return "Approve each picture, or reject it with a reason to have it drawn again.";
  return spend ? "This is the last question. Nothing is spent before you have answered." : "";
}

function nothing(status, jobId) {
  const text = OVER.includes(status)
    ? "The work ended before there was a script."
    : "The script is being written; it appears here by itself.";
  return emptyState({
    title: "Nothing to read yet",
    text,
    action: linkButton({ label: "See the progress", href: `/jobs/${jobId}` }),
    sign: "edit",
  });
}
