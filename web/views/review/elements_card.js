/** What looks the same in every scene: product, people and places, each with the description that all prompts repeat. */

import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";
import { el, region } from "../../lib/dom.js";
import { capital } from "../../lib/labels.js";
import { announce } from "../../lib/live_region.js";
import { DRAFTS, elementValues } from "../../lib/unsaved_edits.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";

const OPEN = ["draft", "script_ready", "completed", "failed", "cancelled"];

/** @param {import("./tab.js").ReviewContext} context */
export function elementsCard(context) {
  const draft = DRAFTS.elements(context.jobId);
  /** @type {{stored: Record<string, string>, fields: Record<string, import("../../parts/controls.js").Field>}} */
  const now = { stored: {}, fields: {} };
  const typed = () => Object.fromEntries(Object.entries(now.fields).map(([id, field]) => [id, field.read()]));
  const changed = () => Object.entries(typed()).filter(([id, text]) => text !== now.stored[id]);
  const failed = (problem) => context.problems.show(problem, { title: "The descriptions stay as they are" });
  const act = async () => {
    context.problems.clear();
    await context.feed.save(draft);
    announce("The descriptions are saved");
  };
  const save = button({ label: "Save", busy: "Saving…", look: "quiet", id: "save-elements", act, failed });
  const rows = region("div", { class: "stack" }, (names) => {
    now.fields = Object.fromEntries(names.map((id) => [id, elementField(id)]));
    return Object.values(now.fields).map((field) => field.node);
  });
  const node = cardNode(rows.node, save);

  function arrange() {
    save.toggleAttribute("disabled", changed().length === 0);
  }

  rows.node.addEventListener("input", () => {
    if (changed().length) keepDraft(draft, Object.fromEntries(changed()));
    else dropDraft(draft);
    arrange();
  });
  const nothing = () => null;
  return {
    node,
    waits: () => false,
    arrange,
    approve: nothing,
    reject: nothing,
    edit: nothing,
    /** @param {import("../../client/api_types.js").Job} job */
    update: (job) => {
      const stored = elementValues(job.scenes);
      node.hidden = !Object.keys(stored).length || !mayChange(job);
      if (node.hidden) return;
      const kept = { ...draftOf(draft), ...Object.fromEntries(changed()) };
      now.stored = stored;
      rows.show(Object.keys(stored));
      for (const [id, field] of Object.entries(now.fields)) {
        const wanted = kept[id] ?? stored[id];
        if (field.read() !== wanted) field.write(wanted);
      }
      arrange();
    },
  };
}

function cardNode(rows, save) {
  const hint = "Every prompt repeats these descriptions word for word. A change makes the scenes that show them anew.";
  const body = el(
    "div",
    { class: "stack" },
    el("p", { class: "hint" }, hint),
    rows,
    el("div", { class: "actions" }, save),
  );
  const fold = el("details", { class: "more" }, el("summary", {}, "What looks the same everywhere"), body);
  return el("section", { class: "card stack", tabindex: "-1", hidden: true, "aria-label": "Elements" }, fold);
}

/** An element stands in several scenes: it may change where all of them may. */
function mayChange(job) {
  const atGate = (scene) => job.reviews.some((review) => review.gate === "scenes" && review.scene_id === scene.id);
  const holding = job.scenes.filter((scene) => scene.elements.length);
  return OPEN.includes(job.status) || holding.every(atGate);
}

function elementField(id) {
  return textField({
    name: `element-${id}`,
    label: capital(id.replaceAll("_", " ")),
    rows: 2,
  });
}
