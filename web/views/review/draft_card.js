/** One's own text, as long as it is a draft: edited as a whole, and approved to begin. */

import { announce } from "../../lib/live_region.js";
import { el } from "../../lib/dom.js";
import { count, words } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { edits } from "./edits.js";

export function draftCard({ jobId, feed, problems }) {
  const text = textField({
    name: "text",
    label: "The words to be spoken",
    rows: 9,
    note: (typed) => count(words(typed), "word"),
    hint: "Spoken as they stand. Approving them plans the scenes.",
  });
  const failed = (problem) => problems.show(problem, { title: "The text was not accepted" });
  const kept = edits(`draft.${jobId}`, { text }, () => saveButton.toggleAttribute("disabled", !kept.changed()));

  const save = async () => {
    problems.clear();
    await feed.act("PUT", `/scripts/${jobId}`, { text: text.read() });
    kept.settle();
    announce("Saved");
  };
  const approve = async () => {
    if (kept.changed()) await save();
    problems.clear();
    await feed.act("POST", `/scripts/${jobId}/approve`);
    announce("Approved; the scenes are planned now");
  };
  const saveButton = button({ label: "Save", busy: "Saving…", look: "quiet", id: "save-draft", act: save, failed });
  const node = el(
    "section",
    { class: "card stack waiting-card", tabindex: "-1", hidden: true, "aria-label": "Your script" },
    el("h2", {}, "Your script"),
    text.node,
    el(
      "div",
      { class: "actions" },
      button({
        label: "Approve and begin",
        busy: "Starting…",
        look: "primary",
        sign: "check",
        id: "approve-script",
        act: approve,
        failed,
      }),
      saveButton,
    ),
  );
  let job = null;
  return {
    node,
    waits: () => job?.status === "draft",
    approve,
    reject: null,
    edit: () => text.focus(),
    update: (next) => {
      job = next;
      node.hidden = job.status !== "draft";
      if (!node.hidden) kept.show({ text: job.brief.script_text });
    },
  };
}
