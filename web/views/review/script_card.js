/** The written script: edited at its gate or after the work has ended, approved, or rejected with a reason. */

import { approvalCost } from "../../lib/approval_cost.js";
import { storySeconds } from "../../lib/durations.js";
import { el, region } from "../../lib/dom.js";
import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";
import { moneyAtMost } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { DRAFTS, replansScenes, scriptValues } from "../../lib/unsaved_edits.js";
import { button, relabel } from "../../parts/buttons.js";
import { notice } from "../../parts/notices.js";
import { confirmed, reasonFor } from "../../parts/dialogs.js";
import { autosave } from "./autosave.js";
import { scriptFields } from "./script_fields.js";

const ENDED = ["script_ready", "completed", "failed", "cancelled"];
const SUGGESTIONS = ["Shorter sentences", "Warmer", "More about the product"];

/** @param {import("./tab.js").ReviewContext} context */
export function scriptCard(context) {
  const draft = DRAFTS.script(context.jobId);
  const fields = scriptFields();
  const now = { job: /** @type {import("../../client/api_types.js").Job | null} */ (null), shown: "" };
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const checks = region("div", {}, scriptNotices);
  const stored = () => scriptValues(now.job?.script ?? NO_SCRIPT);
  const changed = () => JSON.stringify(fields.read()) !== JSON.stringify(stored());
  const waits = () => Boolean(now.job?.reviews.some((review) => review.gate === "script"));
  const fillIn = (values) => fields.write(values, now.job?.brief.narration.language ?? "en");
  const undo = () => (dropDraft(draft), fillIn(stored()), arrange());
  const replans = () => Boolean(now.job && replansScenes(now.job, fields.read()));
  const acts = scriptActs(context, { draft, changed, waits, replans, whenUpdated: (one) => listeners.add(one) });
  const buttons = cardButtons(context, acts, undo);
  const body = el("div", { class: "stack" }, checks.node, fields.nodes, buttons.node);
  const fold = el("details", { class: "more", id: "script-fold" }, el("summary", {}, "Script"));
  const node = el("section", { class: "card stack", tabindex: "-1", hidden: true, "aria-label": "Script" });

  function arrange() {
    const { job } = now;
    if (!job || node.hidden) return;
    const fits = fields.sumUp(storySeconds(job.brief));
    const usd = approvalCost(job, "script", context.estimate());
    buttons.show({ waits: waits(), changed: changed(), fits, usd });
  }

  const mayBeSaved = () => changed() && !replans() && fields.sumUp(now.job ? storySeconds(now.job.brief) : 0);
  keepTyped(context, { draft, body, fields, changed, arrange, mayBeSaved });
  return {
    node,
    waits,
    asks: () => "The script",
    arrange,
    approve: () => (waits() ? acts.approve : null),
    reject: () => (waits() ? acts.reject : null),
    edit: () => () => fields.focus(),
    update: (next) => {
      now.job = next;
      const editable = waits() || (ENDED.includes(next.status) && Boolean(next.script));
      node.hidden = !editable;
      listeners.forEach((listener) => listener());
      if (!editable) return;
      node.classList.toggle("waiting-card", waits());
      checks.show({ complaints: next.script_metadata.script_complaints, heard: isHeard(next.brief) });
      place({ node, fold, body, open: waits() || !next.scenes.length });
      const text = JSON.stringify(stored());
      if (text !== now.shown) fillIn((keepsTyped(now.shown, body) && fitting(draftOf(draft), next)) || stored());
      now.shown = text;
      arrange();
    },
  };
}

const NO_SCRIPT = /** @type {any} */ ({ title: "", product_name: "", call_to_action: "", segments: [] });

/** Whether the words were written down from a recording of the user's own. */
function isHeard({ narration, script_text: text }) {
  return Boolean(narration.upload && !text);
}

function scriptNotices({ complaints, heard }) {
  return [complaintNotice(complaints), heardNotice(heard)].filter(Boolean);
}

function heardNotice(shown) {
  const text = "These words were heard in your recording. Correct what was misheard: captions show what stands here.";
  return shown && notice({ look: "plain", title: "Read along", text });
}

/** Keeps what is typed at every key, and saves it a moment later. */
function keepTyped(context, { draft, body, fields, changed, arrange, mayBeSaved }) {
  const saveSoon = autosave(context, draft, () => "The script", mayBeSaved);
  body.addEventListener("input", () => {
    if (changed()) keepDraft(draft, fields.read());
    else dropDraft(draft);
    arrange();
    saveSoon();
  });
}

function scriptActs({ jobId, feed, problems, estimate, decided }, { draft, changed, waits, whenUpdated, replans }) {
  const put = async () => {
    problems.clear();
    if (replans() && !(await mayPlanAgain())) return;
    await feed.save(draft);
    announce("The script is saved");
  };
  const approve = async () => {
    problems.clear();
    const price = changed() ? null : (estimate()?.total_usd ?? null); // other words, another price: of cents
    await feed.act("POST", `/scripts/${jobId}/approve`, undefined, { estimatedUsd: price });
    announce("The script is approved");
    decided();
  };
  const reject = async () => {
    const reason = await reasonFor({
      title: "Request changes to the script",
      label: "What should be different?",
      yes: "Write it again",
      suggestions: SUGGESTIONS,
      watch: whenUpdated,
      isOpen: waits,
    });
    if (!reason) return;
    problems.clear();
    dropDraft(draft);
    await feed.act("POST", `/scripts/${jobId}/reject`, { reason });
    announce("The script is written again");
    decided();
  };
  return { put, approve, reject };
}

function mayPlanAgain() {
  const text =
    "A changed script needs new scenes: the present ones, with their images, are given up. To change only the narration of a scene, edit it under the scenes below.";
  return confirmed({ title: "Plan the scenes again?", text, yes: "Save and plan again" });
}

function cardButtons({ problems }, { put, approve, reject }, undo) {
  const failed = (problem) => problems.show(problem, { title: "The script was not accepted" });
  const save = button({ label: "Save", busy: "Saving…", look: "quiet", id: "save-script", act: put, failed });
  const back = button({ label: "Undo", look: "bare", id: "undo-script", act: undo });
  const yes = button({
    label: "Approve the script",
    busy: "Approving…",
    look: "primary",
    sign: "check",
    id: "approve-script-gate",
    act: approve,
    failed,
  });
  const no = button({ label: "Reject", look: "quiet", sign: "close", id: "reject-script", act: reject, failed });
  return {
    node: el("div", { class: "actions" }, yes, no, save, back),
    show: ({ waits, changed, fits, usd }) => {
      yes.hidden = no.hidden = !waits;
      back.hidden = !changed;
      save.toggleAttribute("disabled", !changed || !fits);
      yes.toggleAttribute("disabled", !fits);
      const verb = changed ? "Save and approve" : "Approve the script";
      relabel(yes, usd > 0 ? `${verb}, at most ${moneyAtMost(usd)}` : verb);
    },
  };
}

/** What the rules find wrong with the words of a model, such as claims that nobody gave. @param {string[]} complaints */
function complaintNotice(complaints) {
  return complaints.length > 0 && notice({ look: "waits", title: "Check the script", text: complaints.join(" ") });
}

/** Unfolded where the script is what counts now; folded away where scenes are. */
function place({ node, fold, body, open }) {
  if (open && body.parentNode !== node) node.replaceChildren(el("h2", {}, "Script"), body);
  if (!open && body.parentNode !== fold) {
    fold.append(body);
    node.replaceChildren(fold);
  }
}

/** Whether the draft is shown and not what is stored now: at first, and while somebody types in the form. */
function keepsTyped(shown, body) {
  return !shown || body.contains(document.activeElement);
}

function fitting(values, job) {
  return values?.segments?.length === job.script?.segments.length ? values : null;
}
