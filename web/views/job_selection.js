/** Several videos at once: selected in the list, cancelled or deleted with one question, deleted after a moment. */

import { ask } from "../client/client.js";
import { el, setText } from "../lib/dom.js";
import { announce } from "../lib/live_region.js";
import { isUnderWay } from "../lib/pipeline.js";
import { button, relabel } from "../parts/buttons.js";
import { confirmed } from "../parts/dialogs.js";
import { undoBar } from "../parts/undo_bar.js";

/**
 * `rows` are those of the list; `whenDone` is called when some of them were changed.
 * @param {{signal: AbortSignal, failed: (problem: any) => void, rows: () => any[], whenDone: () => void}} what
 */
export function jobSelection({ signal, failed, rows, whenDone }) {
  /** @type {Set<string>} */
  const picked = new Set();
  let on = false;
  const turn = (next) => {
    on = next;
    if (!on) picked.clear();
    arrange();
  };
  /** What is selected and still shown: a filter may have taken some out of sight. */
  const selected = () =>
    rows()
      .map((row) => row.item())
      .filter((item) => picked.has(item.job_id));
  const arrangeRows = () => rows().forEach((row) => row.arrange());
  const acts = selectionActs({ signal, failed, selected, whenDone, arrangeRows, leave: () => turn(false) });
  const toggle = button({ label: "Select", look: "quiet", id: "select-videos", act: () => turn(!on) });

  function arrange() {
    relabel(toggle, on ? "Done" : "Select");
    toggle.setAttribute("aria-pressed", String(on));
    acts.show(on);
    arrangeRows();
  }

  return {
    toggle,
    bars: acts.bars,
    isOn: () => on,
    has: (jobId) => picked.has(jobId),
    isGoing: acts.isGoing,
    pick: (jobId, isPicked) => {
      if (isPicked) picked.add(jobId);
      else picked.delete(jobId);
      arrange();
    },
  };
}

/** The bar with what can be done with those that are selected, and the one that takes a deletion back. */
function selectionActs({ signal, failed, selected, whenDone, arrangeRows, leave }) {
  /** @type {Set<string>} */
  let going = new Set();
  const mark = (items) => ((going = new Set(items.map((item) => item.job_id))), arrangeRows());
  const undo = undoBar({ signal, failed, hint: "", whenUndone: () => mark([]) });

  async function cancelAll() {
    const running = selected().filter(isUnderWay);
    const text = "What was bought for them is kept for a week; they can be resumed.";
    if (!(await confirmed({ title: `Cancel ${videos(running)}?`, text, yes: "Stop them" }))) return;
    leave();
    await each(running, (item) => ask("POST", `/jobs/${item.job_id}/cancel`)).finally(whenDone);
    announce(`${videos(running)} cancelled`);
  }

  async function deleteAll() {
    const chosen = selected();
    const text = "Their records and all their files go, finished videos too. For eight seconds you can take it back.";
    if (!(await confirmed({ title: `Delete ${videos(chosen)}?`, text, yes: "Delete for good" }))) return;
    leave();
    await undo.hold({
      about: "jobs",
      words: `${videos(chosen)} ${chosen.length === 1 ? "is" : "are"} deleted`,
      act: () => removeNow(chosen),
    });
    mark(chosen);
  }

  const removeNow = (items) =>
    each(items, (item) => ask("DELETE", `/jobs/${item.job_id}`)).finally(() => {
      going = new Set();
      if (!signal.aborted) whenDone();
    });

  const look = { failed, look: "quiet" };
  const count = el("span", { role: "status" });
  const cancel = button({ ...look, label: "Cancel", busy: "Cancelling…", id: "cancel-selected", act: cancelAll });
  const remove = button({ ...look, label: "Delete", sign: "trash", id: "delete-selected", act: deleteAll });
  const bar = el("div", { class: "selection-bar", hidden: true }, count, cancel, remove);
  return {
    bars: [bar, undo.node],
    isGoing: (jobId) => going.has(jobId),
    show: (on) => {
      bar.hidden = !on;
      setText(count, `${selected().length} selected`);
      cancel.setAttribute("aria-disabled", String(!selected().some(isUnderWay)));
      remove.setAttribute("aria-disabled", String(!selected().length));
    },
  };
}

/** One after the other; what fails hinders none of the others, and the first failure is thrown at the end. */
async function each(items, act) {
  const failures = [];
  for (const item of items) await act(item).catch((error) => failures.push(error));
  if (failures.length) throw failures[0];
}

const videos = (items) => (items.length === 1 ? "1 video" : `${items.length} videos`);
