/** One's own text, as long as it is a draft: edited as a whole, and approved to begin. */

import { LIMITS } from "../../client/limits.js";
import { approvalCost } from "../../lib/approval_cost.js";
import { el } from "../../lib/dom.js";
import { count, moneyAtMost, words } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { DRAFTS } from "../../lib/unsaved_edits.js";
import { button, relabel } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { autosave } from "./autosave.js";
import { edits } from "./edits.js";

/** @param {import("./tab.js").ReviewContext} context */
export function draftCard(context) {
  const { jobId, estimate } = context;
  const text = textField({
    name: "text",
    label: "Narration (voice-over)",
    rows: 9,
    note: (typed) => count(words(typed), "word"),
    hint: "Spoken as it stands. Approving it plans the scenes.",
    attributes: { maxlength: LIMITS.script.text.maxLength },
  });
  const buttons = draftButtons(context);
  const kept = edits(DRAFTS.text(jobId), { text }, () => buttons.save.toggleAttribute("disabled", !kept.changed()));
  const node = el(
    "section",
    { class: "card stack waiting-card", tabindex: "-1", hidden: true, "aria-label": "Your script" },
    el("h2", {}, "Your script"),
    text.node,
    el("div", { class: "actions" }, buttons.approve, buttons.save),
  );
  text.input.addEventListener(
    "input",
    autosave(context, DRAFTS.text(jobId), () => "The script", kept.changed),
  );
  /** @type {import("../../client/api_types.js").Job | null} */
  let job = null;
  const arrange = () => job && relabel(buttons.approve, approveLabel(job, estimate()));
  return {
    node,
    arrange,
    waits: () => job?.status === "draft",
    asks: () => "The script",
    approve: () => buttons.act,
    reject: () => null,
    edit: () => () => text.focus(),
    update: (next) => {
      job = next;
      node.hidden = next.status !== "draft";
      if (node.hidden) return;
      text.input.lang = next.brief.narration.language ?? "en";
      kept.show({ text: next.brief.script_text });
      arrange();
    },
  };
}

function draftButtons({ jobId, feed, problems, estimate, decided }) {
  const failed = (problem) => problems.show(problem, { title: "The text was not accepted" });
  const save = async () => {
    problems.clear();
    await feed.save(DRAFTS.text(jobId));
    announce("Saved");
  };
  const act = async () => {
    problems.clear();
    await feed.act("POST", `/scripts/${jobId}/approve`, undefined, { estimatedUsd: estimate()?.total_usd ?? null });
    announce("Approved; the scenes are planned now");
    decided();
  };
  const look = { look: "primary", sign: /** @type {const} */ ("check"), id: "approve-script" };
  return {
    act,
    save: button({ label: "Save", busy: "Saving…", look: "quiet", id: "save-draft", act: save, failed }),
    approve: button({ label: "Approve and begin", busy: "Starting…", ...look, act, failed }),
  };
}

function approveLabel(job, estimate) {
  const usd = approvalCost(job, "script", estimate);
  return usd > 0 ? `Approve and begin, at most ${moneyAtMost(usd)}` : "Approve and begin";
}
