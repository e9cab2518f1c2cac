/** The written script: its segments side by side with their lengths, which must add up to the video's. */

import { announce } from "../../lib/live_region.js";
import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";
import { sumUp } from "../../lib/durations.js";
import { el, region, say } from "../../lib/dom.js";
import { count, words } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { confirmed, reasonFor } from "../../parts/dialogs.js";

const AFTER = ["script_ready", "completed", "failed", "cancelled"];
const SUGGESTIONS = ["Shorter sentences", "Warmer", "More about the product"];

export function scriptCard({ jobId, feed, problems }) {
  const draft = `script.${jobId}`;
  const failed = (problem) => problems.show(problem, { title: "The script was not accepted" });
  const title = textField({ name: "title", label: "Title" });
  const product = textField({ name: "product_name", label: "Product name on screen" });
  const call = textField({ name: "call_to_action", label: "Call to action on screen" });
  const head = { title, product_name: product, call_to_action: call };
  const total = el("p", { class: "sum", role: "status" });
  let rows = [];
  let job = null;
  let shown = "";

  const segments = region("ol", { class: "segments" }, (list) => {
    rows = list.map(segmentRow);
    return rows.map((row) => row.node);
  });
  const read = () => ({
    ...Object.fromEntries(Object.entries(head).map(([name, field]) => [name, field.read()])),
    segments: rows.map((row) => ({ text: row.text.read(), duration: row.duration.read() })),
  });
  const stored = () => ({
    ...pick(job.script),
    segments: job.script.segments.map(({ text, duration }) => ({ text, duration: String(duration) })),
  });
  const changed = () => JSON.stringify(read()) !== JSON.stringify(stored());
  const sum = () =>
    sumUp(
      rows.map((row) => row.duration.read()),
      job.brief.duration,
    );

  function arrange() {
    const { fits, message } = sum();
    say(total, message);
    total.classList.toggle("off", !fits);
    save.toggleAttribute("disabled", !changed() || !fits);
    approveButton.toggleAttribute("disabled", !fits);
    say(approveButton.querySelector("span"), changed() ? "Save and approve" : "Approve the script");
    approveButton.dataset.label = changed() ? "Save and approve" : "Approve the script";
  }

  const put = async () => {
    problems.clear();
    const wanted = read();
    const after = AFTER.includes(job.status) && job.scenes.length;
    if (
      after &&
      !(await confirmed({
        title: "Plan the scenes anew?",
        text: "A changed script needs new scenes: the present ones, with their pictures, are given up. To change only what is said in a scene, edit it under the scenes below.",
        yes: "Save and plan anew",
      }))
    )
      return false;
    const body = {
      ...filled(wanted),
      segments: wanted.segments.map(({ text, duration }) => ({ text, duration: Number(duration) })),
    };
    await feed.act("PUT", `/scripts/${jobId}`, body);
    dropDraft(draft);
    announce("The script is saved");
    return true;
  };
  const approve = async () => {
    if (changed() && !(await put())) return;
    problems.clear();
    await feed.act("POST", `/scripts/${jobId}/approve`);
    announce("The script is approved");
  };
  const reject = async () => {
    const reason = await reasonFor({
      title: "Have the script written again",
      label: "What should be different?",
      yes: "Write it again",
      suggestions: SUGGESTIONS,
    });
    if (!reason) return;
    problems.clear();
    await feed.act("POST", `/scripts/${jobId}/reject`, { reason });
    dropDraft(draft);
    announce("The script is written again");
  };

  const save = button({ label: "Save", busy: "Saving…", look: "quiet", id: "save-script", act: put, failed });
  const approveButton = button({
    label: "Approve the script",
    busy: "Approving…",
    look: "primary",
    sign: "check",
    id: "approve-script-gate",
    act: approve,
    failed,
  });
  const rejectButton = button({
    label: "Reject",
    look: "quiet",
    sign: "close",
    id: "reject-script",
    act: reject,
    failed,
  });
  const body = el(
    "div",
    { class: "stack" },
    title.node,
    el("div", { class: "two" }, product.node, call.node),
    segments.node,
    total,
    el("div", { class: "actions" }, approveButton, rejectButton, save),
  );
  const fold = el("details", { class: "more", id: "script-fold" }, el("summary", {}, "Script"));
  const node = el("section", { class: "card stack", tabindex: "-1", hidden: true, "aria-label": "Script" });
  body.addEventListener("input", () => (keepDraft(draft, read()), arrange()));

  const waits = () => Boolean(job?.reviews.some((review) => review.gate === "script"));
  return {
    node,
    waits,
    get approve() {
      return waits() ? approve : null;
    },
    get reject() {
      return waits() ? reject : null;
    },
    edit: () => rows[0]?.text.focus(),
    update: (next) => {
      job = next;
      const editable = waits() || (AFTER.includes(job.status) && Boolean(job.script));
      node.hidden = !editable;
      if (!editable) return;
      node.classList.toggle("waiting-card", waits());
      approveButton.hidden = rejectButton.hidden = !waits();
      place({ node, fold, body, open: waits() || !job.scenes.length });
      const now = JSON.stringify(stored());
      if (now !== shown) fillIn(shown ? stored() : (fitting(draftOf(draft)) ?? stored()));
      shown = now;
      arrange();
    },
  };

  function fillIn(values) {
    for (const [name, field] of Object.entries(head)) field.write(values[name]);
    segments.show(values.segments.map((_, place) => place));
    rows.forEach((row, index) => {
      row.text.write(values.segments[index].text);
      row.duration.write(values.segments[index].duration);
    });
  }

  function fitting(values) {
    return values?.segments.length === job.script.segments.length ? values : null;
  }
}

function segmentRow(_, index) {
  const text = textField({
    name: `segment-${index}`,
    label: `Part ${index + 1}: what is said`,
    rows: 2,
    note: (typed) => count(words(typed), "word"),
  });
  const duration = textField({
    name: `seconds-${index}`,
    label: "Seconds",
    type: "number",
    attributes: { min: 1, max: 60, step: 0.25 },
  });
  return { node: el("li", { class: "segment" }, text.node, duration.node), text, duration };
}

/** Unfolded where the script is what counts now; folded away where scenes are. */
function place({ node, fold, body, open }) {
  if (open && body.parentNode !== node) node.replaceChildren(el("h2", {}, "Script"), body);
  if (!open && body.parentNode !== fold) {
    fold.append(body);
    node.replaceChildren(fold);
  }
}

function pick({ title, product_name, call_to_action }) {
  return { title, product_name, call_to_action };
}

function filled({ title, product_name: product, call_to_action: call }) {
  return Object.fromEntries(
    Object.entries({ title, product_name: product, call_to_action: call }).filter(([, text]) => text.trim()),
  );
}
