/** What can be done about a job as a whole: continue, stop, use it again, delete it. */

import { ask } from "../../client/client.js";
import { valuesOf } from "../../lib/brief_form.js";
import { el } from "../../lib/dom.js";
import { opening } from "../../lib/format.js";
import { jobTitle } from "../../lib/labels.js";
import { announce } from "../../lib/live_region.js";
import { button } from "../../parts/buttons.js";
import { confirmed } from "../../parts/dialogs.js";
import { pricedButton } from "../../parts/priced_button.js";
import { setDraftAside } from "../create/drafts.js";

const CANCELLABLE = ["draft", "pending", "processing", "awaiting_review"];

/** The buttons that make sense now. @param {import("./view.js").JobContext} context */
export function jobActions(context) {
  const status = context.feed.job()?.status ?? "";
  const offered = [
    ["failed", "cancelled"].includes(status) && resumeButton(context),
    status === "script_ready" && continueButton(context),
    CANCELLABLE.includes(status) && cancelButton(context),
    againButton(context),
    deleteButton(context),
  ];
  return el("div", { class: "actions" }, offered);
}

function resumeButton({ feed, jobId, problems }) {
  return pricedButton({
    feed,
    problems,
    what: { label: "Resume", busy: "Starting…", look: "primary", sign: "redo", id: "resume" },
    path: `/jobs/${jobId}/resume`,
    done: () => announce("Resumed"),
  });
}

function continueButton({ feed, jobId, problems }) {
  return pricedButton({
    feed,
    problems,
    what: { label: "Make the video", busy: "Starting…", look: "primary", sign: "play", id: "continue" },
    path: `/jobs/${jobId}/continue`,
    done: () => announce("On to the video"),
  });
}

function cancelButton({ feed, jobId, problems }) {
  const act = async () => {
    const text = "What was bought so far is kept for a week, and the work can be resumed until then.";
    if (!(await confirmed({ title: "Cancel this video?", text, yes: "Cancel the video" }))) return;
    problems.clear();
    await feed.act("POST", `/jobs/${jobId}/cancel`, undefined, { save: false });
    announce("Cancelled");
  };
  return button({
    label: "Cancel",
    busy: "Cancelling…",
    look: "quiet",
    sign: "close",
    id: "cancel",
    act,
    failed: problems.show,
  });
}

/** Fills the form with the brief; what was being written there is kept as the earlier draft. */
function againButton({ feed, go }) {
  const act = () => {
    setDraftAside({ ...valuesOf(feed.job().brief), touched: ["pictures", "review"] });
    go("/");
  };
  return button({ label: "Use brief again", look: "quiet", id: "again", act });
}

function deleteButton({ feed, jobId, go, problems }) {
  const act = async () => {
    const text = "The record and all its files go at once, the finished video too. This cannot be taken back.";
    const title = `Delete “${opening(jobTitle(feed.job()), 60)}”?`;
    if (!(await confirmed({ title, text, yes: "Delete for good" }))) return;
    await ask("DELETE", `/jobs/${jobId}`);
    announce("Deleted");
    go("/jobs");
  };
  return button({
    label: "Delete",
    busy: "Deleting…",
    look: "quiet",
    sign: "trash",
    id: "delete",
    act,
    failed: problems.show,
  });
}
