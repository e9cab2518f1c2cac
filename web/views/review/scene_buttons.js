/** The buttons of a scene in review: approve, reject, one's own picture instead, and save or undo what was typed. */

import { el } from "../../lib/dom.js";
import { announce } from "../../lib/live_region.js";
import { DRAFTS } from "../../lib/unsaved_edits.js";
import { button, relabel } from "../../parts/buttons.js";

export function sceneButtons({ context, decisions, undo: takeBack, sceneId, name }) {
  const { feed, problems } = context;
  const failed = (problem) => problems.show(problem, { title: `${name()} stays as it is` });
  const act = async () => {
    problems.clear();
    await feed.save(DRAFTS.scene(sceneId));
    announce(`${name()} is saved`);
  };
  const save = button({ label: "Save", busy: "Saving…", look: "quiet", act, failed });
  const undo = button({ label: "Undo", look: "bare", act: takeBack });
  const approve = button({
    label: "Approve",
    busy: "Approving…",
    look: "primary",
    sign: "check",
    act: decisions.approve,
    failed,
  });
  const reject = button({ label: "Reject", look: "quiet", sign: "close", act: decisions.reject, failed });
  const own = button({
    label: "Use your own picture",
    busy: "Adding…",
    look: "quiet",
    sign: "upload",
    act: decisions.useOwn,
    failed,
  });
  return {
    node: el("div", { class: "actions" }, approve, reject, own, save, undo),
    show: ({ waits, between, changed, fits, label }) => {
      own.hidden = !waits && !between;
      approve.hidden = reject.hidden = !waits;
      save.hidden = undo.hidden = !changed;
      save.toggleAttribute("disabled", !fits);
      relabel(approve, label);
    },
  };
}
