/** Why a job failed, and the button that helps. */

import { ask } from "../../client/client.js";
import { valuesOf } from "../../lib/brief_form.js";
import { keepDraft } from "../../lib/form_storage.js";
import { el, fill } from "../../lib/dom.js";
import { money } from "../../lib/format.js";
import { button, linkButton } from "../../parts/buttons.js";
import { full, notice, whoCanMend } from "../../parts/notices.js";
import { reasonWords } from "../../lib/labels.js";

/**
 * @param {{problem: any, error: string, brief: any, hasScenes: boolean}} job
 * @param {any} context of the job's view
 */
export function failureNotice(job, context) {
  const { problem } = job;
  const scene = problem?.scene_id ? Number(problem.scene_id.slice(-2)) : null;
  const cost = el("p", { class: "hint" });
  if (job.hasScenes) showCost(cost, context);
  const reason = reasonWords(problem?.message ?? job.error ?? "The reason is not known");
  const text = [full(reason), problem ? whoCanMend(problem.fixable_by) : ""];
  return notice({
    look: "bad",
    title: "The video could not be made",
    text: [text.filter(Boolean).join(" "), cost],
    actions: actionsFor(job, scene, context),
    role: "alert",
  });
}

function actionsFor({ problem, brief }, scene, { jobId, go, feed, problems }) {
  const resume = (label, look) =>
    button({
      label,
      busy: "Starting…",
      look,
      sign: "redo",
      id: "resume-here",
      act: () => feed.act("POST", `/jobs/${jobId}/resume`),
      failed: (error) => problems.show(error),
    });
  const edit = (label) => linkButton({ label, href: `/jobs/${jobId}/review`, look: "primary", sign: "edit" });
  if (problem?.code === "OverBudget") {
    const again = () => (keepDraft("create", { ...valuesOf(brief), max_cost_usd: "" }), go("/"));
    return [
      button({ label: "Order again with another cap", look: "primary", act: again }),
      resume("Resume all the same", "quiet"),
    ];
  }
  if (problem?.fixable_by === "user" && scene) return [edit(`Edit scene ${scene}`), resume("Resume", "quiet")];
  return [resume(problem?.retryable || problem?.fixable_by === "time" ? "Try again" : "Resume", "primary")];
}

/** What going on would cost: a look that buys nothing. */
async function showCost(place, { jobId, signal }) {
  try {
    const { stale } = await ask("POST", `/jobs/${jobId}/regenerate`, { body: { scenes: [], dry_run: true }, signal });
    fill(place, `What is still missing costs at most ${money(stale.total_usd)}. Nothing is bought twice.`);
  } catch (error) {
    if (error.name !== "AbortError" && !error.status) throw error;
    fill(place, "Nothing is bought twice when you resume.");
  }
}
