/** What can be done about a job as a whole: go on, stop, use it again, throw it away. */

import { announce } from "../../lib/live_region.js";
import { ask } from "../../client/client.js";
import { valuesOf } from "../../lib/brief_form.js";
import { keepDraft } from "../../lib/form_storage.js";
import { el } from "../../lib/dom.js";
import { opening } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { confirmed } from "../../parts/dialogs.js";
import { jobTitle } from "../../lib/labels.js";

const CANCELLABLE = ["draft", "pending", "processing", "awaiting_review"];

/** The buttons that make sense now. */
export function jobActions({ feed, jobId, go, problems }) {
  const failed = (problem) => problems.show(problem);
  const job = feed.job();
  const act = (words, path) => async () => {
    problems.clear();
    await feed.act("POST", `/jobs/${jobId}/${path}`);
    announce(words);
  };
  const offered = [];
  if (["failed", "cancelled"].includes(job.status)) {
    offered.push(
      button({
        label: "Resume",
        busy: "Starting…",
        look: "primary",
        sign: "redo",
        id: "resume",
        act: act("Resumed", "resume"),
        failed,
      }),
    );
  }
  if (job.status === "script_ready") {
    offered.push(
      button({
        label: "Make the video",
        busy: "Starting…",
        look: "primary",
        sign: "play",
        id: "continue",
        act: act("On to the video", "continue"),
        failed,
      }),
    );
  }
  if (CANCELLABLE.includes(job.status)) {
    offered.push(
      button({
        label: "Cancel",
        busy: "Cancelling…",
        look: "quiet",
        sign: "close",
        id: "cancel",
        failed,
        act: async () => {
          const text = "What was bought so far is kept for a week, and the work can be resumed until then.";
          if (await confirmed({ title: "Cancel this video?", text, yes: "Cancel the video" }))
            await act("Cancelled", "cancel")();
        },
      }),
    );
  }
  offered.push(
    button({
      label: "Use brief again",
      look: "quiet",
      id: "again",
      act: () => (keepDraft("create", valuesOf(job.brief)), go("/")),
    }),
  );
  offered.push(
    button({
      label: "Delete",
      busy: "Deleting…",
      look: "quiet",
      sign: "trash",
      id: "delete",
      failed,
      act: () => remove({ feed, jobId, go }),
    }),
  );
  return el("div", { class: "actions" }, offered);
}

async function remove({ feed, jobId, go }) {
  const text = "The record and all its files go at once, the finished video too. This cannot be taken back.";
  if (!(await confirmed({ title: `Delete “${opening(jobTitle(feed.job()), 60)}”?`, text, yes: "Delete for good" })))
    return;
  await ask("DELETE", `/jobs/${jobId}`);
  announce("Deleted");
  go("/jobs");
}
