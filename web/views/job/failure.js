/** Why a job failed, and the button that helps. */

import { valuesOf } from "../../lib/brief_form.js";
import { reasonWords } from "../../lib/labels.js";
import { button, linkButton } from "../../parts/buttons.js";
import { full, notice, whoCanMend } from "../../parts/notices.js";
import { pricedButton } from "../../parts/priced_button.js";
import { el, fill } from "../../lib/dom.js";
import { moneyAtMost } from "../../lib/format.js";
import { setDraftAside } from "../create/drafts.js";
import { refusalOf } from "./product_photos.js";

/**
 * @param {{problem: any, error: string, brief: any, hasScenes: boolean}} job
 * @param {import("./view.js").JobContext} context
 */
export function failureNotice(job, context) {
  const { problem } = job;
  const scene = problem?.scene_id ? Number(problem.scene_id.slice(-2)) : null;
  const cost = el("p", { class: "hint" }, "Nothing is bought twice when you resume.");
  const priced = (estimate) =>
    fill(cost, `What is still missing costs at most ${moneyAtMost(estimate.total_usd)}. Nothing is bought twice.`);
  const reason = reasonWords(problem?.message ?? job.error ?? "The reason is not known");
  const text = [full(reason), problem ? whoCanMend(problem.fixable_by) : ""];
  return notice({
    look: "bad",
    title: "The video could not be made",
    text: [text.filter(Boolean).join(" "), cost],
    actions: actionsFor(job, scene, { ...context, priced }),
    role: "alert",
  });
}

/** The form with the brief, and what is wrong at its field; what was being written there is kept. */
function changePhotos(brief, { words }, go) {
  const act = () => {
    const draft = { ...valuesOf(brief), touched: ["pictures", "review"], complaints: { product_photos: words } };
    setDraftAside(draft);
    go("/");
  };
  return button({ label: "Change the photos and order again", look: "primary", id: "change-photos", act });
}

function actionsFor({ problem, brief }, scene, { jobId, go, feed, problems, priced }) {
  const refused = refusalOf(problem);
  if (refused) return [changePhotos(brief, refused, go)];
  const resume = (label, look) =>
    pricedButton({
      feed,
      problems,
      what: { label, busy: "Starting…", look, sign: "redo", id: "resume-here" },
      path: `/jobs/${jobId}/resume`,
      priced,
    });
  if (problem?.code === "OverBudget") {
    const again = () => {
      setDraftAside({ ...valuesOf(brief), max_cost_usd: "", touched: ["pictures", "review"] });
      go("/");
    };
    const otherCap = button({ label: "Order again with another cap", look: "primary", act: again });
    return [otherCap, resume("Resume all the same", "quiet")];
  }
  if (problem?.fixable_by === "user" && scene) {
    const edit = linkButton({
      label: `Edit scene ${scene}`,
      href: `/jobs/${jobId}/review`,
      look: "primary",
      sign: "edit",
    });
    return [edit, resume("Resume", "quiet")];
  }
  return [resume(problem?.retryable || problem?.fixable_by === "time" ? "Try again" : "Resume", "primary")];
}
