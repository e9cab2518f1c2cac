/** One scene to read, change and decide about: what is said beside what is seen, and every picture drawn of it. */

import { announce } from "../../lib/live_region.js";
import { rebalance } from "../../lib/durations.js";
import { el, region, say } from "../../lib/dom.js";
import { count, seconds, words } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { select, textField } from "../../parts/controls.js";
import { reasonFor } from "../../parts/dialogs.js";
import { notice } from "../../parts/notices.js";
import { drawsStills } from "../../lib/pipeline.js";
import { TRANSITIONS } from "../../lib/labels.js";
import { edits } from "./edits.js";
import { pictureHistory } from "./picture_history.js";

const OPEN = ["draft", "script_ready", "completed", "failed", "cancelled"];
const PICTURE_REASONS = ["Too dark", "Warmer light", "Closer to the product", "Something is drawn wrong"];

/**
 * @param {any} context of the job's view
 * @param {{limits: {longest: number}, onPlan: (durations?: number[]) => void}} shared with the other scenes
 */
export function sceneEditor({ feed, problems }, { limits, onPlan }) {
  const text = textField({
    name: "text",
    label: "What is said",
    rows: 4,
    note: (typed) => count(words(typed), "word"),
    attributes: { maxlength: 1000 },
  });
  const prompt = textField({ name: "visual_prompt", label: "What is seen", rows: 4, attributes: { maxlength: 2000 } });
  const duration = textField({
    name: "duration",
    label: "Seconds",
    type: "number",
    attributes: { min: 2, max: 60, step: 0.25 },
  });
  const transition = select({ name: "transition", label: "Comes in with", options: TRANSITIONS });
  const plan = el("p", { class: "hint", role: "status" });
  const heading = el("h3", {});
  const signs = region("span", { class: "signs" }, signsOf);
  const proposal = region(
    "div",
    {},
    (review) =>
      review &&
      proposalOf(
        review,
        (wording) => (
          prompt.write(wording),
          prompt.input.dispatchEvent(new Event("input", { bubbles: true })),
          prompt.focus()
        ),
      ),
  );
  const pictures = region("div", { class: "editor-pictures" }, pictureHistory);
  let job = null;
  let scene = null;
  let kept = null;

  const gate = (name) => job?.reviews.find((review) => review.gate === name && review.scene_id === scene.id);
  const newest = () => scene.images.at(-1);
  const failed = (problem) => problems.show(problem, { title: `Scene ${scene.scene_index + 1} stays as it is` });
  const act = async (path, body, said) => {
    problems.clear();
    await feed.act("POST", path, body);
    announce(`Scene ${scene.scene_index + 1}: ${said}`);
  };
  const save = async () => {
    problems.clear();
    const { duration: length, ...rest } = kept.changes();
    await feed.act("PUT", `/scenes/${scene.id}`, {
      ...rest,
      ...(length !== undefined && { duration: Number(length) }),
    });
    kept.settle();
    announce(`Scene ${scene.scene_index + 1} is saved`);
  };
  const approve = async () => {
    if (gate("images")) return act(`/images/${newest().id}/approve`, undefined, "picture approved");
    if (kept.changed()) await save();
    return act(`/scenes/${scene.id}/approve`, undefined, "approved");
  };
  const reject = async () => {
    const picture = Boolean(gate("images"));
    const number = scene.scene_index + 1;
    const reason = await reasonFor(
      picture
        ? {
            title: `Have the picture of scene ${number} drawn again`,
            label: "What should be different?",
            yes: "Draw it again",
            suggestions: PICTURE_REASONS,
          }
        : { title: `Have scene ${number} planned again`, label: "What should be different?", yes: "Plan it again" },
    );
    if (!reason) return undefined;
    if (picture) return act(`/images/${newest().id}/reject`, { reason }, "drawn again");
    kept.undo();
    return act(`/scenes/${scene.id}/reject`, { reason }, "planned again");
  };

  const saveButton = button({ label: "Save", busy: "Saving…", look: "quiet", act: save, failed });
  const undoButton = button({ label: "Undo", look: "bare", act: () => kept.undo() });
  const approveButton = button({
    label: "Approve",
    busy: "Approving…",
    look: "primary",
    sign: "check",
    act: approve,
    failed,
  });
  const rejectButton = button({ label: "Reject", look: "quiet", sign: "close", act: reject, failed });
  const closed = el("p", { class: "hint" });
  const node = el(
    "li",
    { class: "card editor", tabindex: "-1" },
    pictures.node,
    el(
      "div",
      { class: "editor-words stack" },
      el("div", { class: "editor-head" }, heading, signs.node),
      proposal.node,
      el("div", { class: "two" }, text.node, prompt.node),
      el("div", { class: "editor-lengths" }, duration.node, transition.node, plan),
      el("div", { class: "actions" }, approveButton, rejectButton, saveButton, undoButton),
      closed,
    ),
  );

  function arrange() {
    const changed = kept.changed();
    saveButton.hidden = undoButton.hidden = !changed;
    const said = gate("images") ? "Approve picture" : changed ? "Save and approve" : "Approve scene";
    say(approveButton.querySelector("span"), said);
    approveButton.dataset.label = said;
    planLengths();
  }

  /** What the others' lengths will be when this one is saved. */
  function planLengths() {
    const wanted = duration.read();
    if (Number(wanted) === scene.duration) return (say(plan, ""), onPlan());
    const now = job.scenes.map((one) => one.duration);
    const planned = rebalance(now, scene.scene_index, wanted, limits.longest);
    duration.complain(planned ? "" : `A scene lasts 2 to ${limits.longest} s, in quarters, and leaves the others room`);
    saveButton.toggleAttribute("disabled", !planned);
    const others = planned?.filter((_, place) => place !== scene.scene_index).map(seconds);
    say(plan, planned && others.length ? `The others become ${others.join(", ")}` : "");
    return onPlan(planned ?? now.with(scene.scene_index, Number(wanted)));
  }

  return {
    node,
    waits: () => Boolean(gate("scenes") || gate("images")),
    get approve() {
      return gate("scenes") || gate("images") ? approve : null;
    },
    get reject() {
      return gate("scenes") || gate("images") ? reject : null;
    },
    edit: () => text.focus(),
    update: (next, now) => {
      job = next;
      scene = now;
      kept ??= edits(`scene.${scene.id}`, { text, visual_prompt: prompt, duration, transition }, arrange);
      const open = Boolean(gate("scenes")) || OPEN.includes(job.status);
      const allOpen =
        OPEN.includes(job.status) ||
        job.scenes.every((one) => job.reviews.some((review) => review.gate === "scenes" && review.scene_id === one.id));
      for (const field of [text, prompt]) field.input.readOnly = !open;
      transition.input.disabled = !open;
      duration.input.readOnly = !allOpen;
      const waits = Boolean(gate("scenes") || gate("images"));
      approveButton.hidden = rejectButton.hidden = !waits;
      node.classList.toggle("waiting-card", waits);
      say(closed, open ? (allOpen || !gate("scenes") ? "" : "Lengths can be changed while all scenes wait.") : "");
      say(heading, `Scene ${scene.scene_index + 1}`);
      signs.show({
        scene: gate("scenes") ? "asked" : scene.status,
        picture: gate("images") ? "asked" : "",
        refusal: scene.refusal,
      });
      proposal.show(gate("scenes") ?? null);
      pictures.show({
        scene,
        ratio: job.brief.aspect_ratio,
        draws: drawsStills(job.brief),
        held: Boolean(gate("scenes")),
        asked: Boolean(gate("images")),
      });
      kept.show({
        text: scene.narration,
        visual_prompt: scene.visual_prompt,
        duration: String(scene.duration),
        transition: scene.transition,
      });
    },
  };
}

function signsOf({ scene, picture, refusal }) {
  return [
    scene === "asked" && el("span", { class: "sign waits" }, "Scene waits for you"),
    picture === "asked" && el("span", { class: "sign waits" }, "Picture waits for you"),
    scene === "approved" && el("span", { class: "sign good" }, "Scene approved"),
    refusal && el("span", { class: "sign bad" }, "Refused"),
  ];
}

function proposalOf({ reason, proposal }, use) {
  if (!reason && !proposal) return null;
  const actions = proposal ? [button({ label: "Use this wording", look: "small", act: () => use(proposal) })] : [];
  return notice({
    look: "bad",
    title: reason || "Other words are proposed",
    text: proposal ? `Proposed: ${proposal}` : "",
    actions,
  });
}
