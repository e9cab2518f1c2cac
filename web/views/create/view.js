/** Making a video: everything a brief can say, with its price beside it, and what is impossible before it is sent. */

import { ask } from "../../client/client.js";
import { complaints } from "../../lib/brief_complaints.js";
import { BLANK, briefOf, controlOf, productOf, subjectDefaultsIn, withSubjectDefaults } from "../../lib/brief_form.js";
import { el, region } from "../../lib/dom.js";
import { adoptDrafts, draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";
import { money } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { button, relabel } from "../../parts/buttons.js";
import { notice, problemPlace } from "../../parts/notices.js";
import { CREATE_DRAFT, EARLIER_DRAFT, setDraftAside, swapDrafts } from "./drafts.js";
import { sections } from "./form.js";
import { orderKey, forgetOrderKey } from "./order_key.js";
import { pricePanel } from "./price_panel.js";

/** @param {import("../../lib/router.js").ViewContext} context */
export function createView({ signal, go }) {
  adoptDrafts([CREATE_DRAFT, EARLIER_DRAFT]);
  const form = sections(() => changed());
  const problems = problemPlace();
  const setDuration = (seconds) => (form.write({ ...form.read(), duration: String(seconds) }), changed());
  const price = pricePanel({ signal, setDuration, onPrice: () => arrangeOrder() });
  const failed = (problem) => refused(problem, { form, problems, price });
  const order = button({
    label: "Create video",
    busy: "Ordering…",
    look: "primary wide",
    id: "order",
    act: send,
    failed,
  });
  const earlier = region("div", {}, (has) => has && earlierDraft(() => (swapDrafts(), load())));
  const note = region("div", {}, (names) => names.length > 0 && defaultsNote(() => keepBlank(names)));
  const node = layout({ form, note, earlier, price, problems, order, startOver });
  /** @type {Set<string>} */
  let touched = new Set();
  let subject = "";
  let tried = false;

  function load() {
    const draft = draftOf(CREATE_DRAFT) ?? {};
    touched = new Set(draft.touched ?? []);
    subject = draft.subject ?? "";
    form.write({ ...BLANK, ...draft });
    changed();
  }

  function changed() {
    let values = form.read();
    if (subject && subject !== values.subject) form.write((values = withSubjectDefaults(values, touched)));
    subject = values.subject;
    note.show(subjectDefaultsIn(values, touched));
    keepDraft(CREATE_DRAFT, { ...values, touched: [...touched] });
    earlier.show(draftOf(EARLIER_DRAFT) !== null);
    form.arrange(values);
    if (tried) form.complain(complaints(values));
    price.show(values);
  }

  /** The button says what it costs, and waits for the price of what is on the screen. */
  function arrangeOrder() {
    const total = price.total();
    relabel(order, orderWords(form.read()) + (total === null ? "" : `, at most ${money(total)}`));
    order.setAttribute("aria-disabled", String(price.updating()));
  }

  function keepBlank(names) {
    names.forEach((name) => touched.add(name));
    form.write({ ...form.read(), ...Object.fromEntries(names.map((name) => [name, BLANK[name]])) });
    changed();
  }

  async function send() {
    problems.clear();
    tried = true;
    const values = form.read();
    const estimatedUsd = price.total();
    const found = complaints(values);
    form.complain(found);
    if (found.size) return form.focus([...found.keys()][0]);
    if (form.sending()) return problems.show(waitForFiles);
    if (estimatedUsd === null) return (price.again(), problems.show(waitForPrice));
    const job = await sendOrder({ values, estimatedUsd, form, changed });
    dropDraft(CREATE_DRAFT);
    announce("Ordered");
    return go(job.status === "draft" ? `/jobs/${job.job_id}/review` : `/jobs/${job.job_id}`);
  }

  function startOver() {
    setDraftAside();
    forgetOrderKey();
    tried = false;
    form.complain(new Map());
    problems.clear();
    load();
    form.focus("prompt");
  }

  node.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) touched.add(target.name);
    changed();
  });
  node.addEventListener("submit", (event) => (event.preventDefault(), order.click()));
  load();
  const refresh = () => (form.products.load().then(changed), price.again());
  form.products.load().then(changed);
  return { title: "Create a video", node, refresh };
}

function layout({ form, note, earlier, price, problems, order, startOver }) {
  form.note.append(note.node);
  const clear = button({ label: "Start over", look: "quiet", act: startOver });
  return el(
    "form",
    { class: "page create", novalidate: true },
    el("div", { class: "page-head" }, el("h1", { tabindex: "-1" }, "Create a video"), clear),
    earlier.node,
    el(
      "div",
      { class: "columns" },
      el("div", { class: "stack" }, form.node),
      el(
        "aside",
        { class: "side", "aria-label": "Price and order" },
        el("div", { class: "card price" }, price.node, problems.node, order),
      ),
    ),
    price.foot,
  );
}

/** Sends the order once, bound to the price that was shown; the job that was made of it. */
async function sendOrder({ values, estimatedUsd, form, changed }) {
  if (values.subject === "product" && values.keep_product && !values.project_id) {
    const project = await ask("POST", "/projects", { body: { product: productOf(values), mode: values.mode } });
    values.project_id = project.project_id;
    await form.products.load();
    form.write({ ...values, keep_product: false });
    changed();
  }
  const brief = briefOf(values);
  const headers = { "Idempotency-Key": orderKey(brief) };
  const job = await ask("POST", `/generate?estimated_usd=${estimatedUsd}`, { body: brief, headers });
  forgetOrderKey();
  return job;
}

function refused(problem, { form, problems, price }) {
  const fields = (problem.fields ?? []).map(({ field, message }) => [controlOf(field), message]);
  const found = new Map(fields.filter(([name]) => form.has(name)));
  form.complain(found);
  problems.show(problem, { title: "The video was not ordered" });
  if (problem.code === "PriceChanged") price.again();
  if (found.size) form.focus([...found.keys()][0]);
}

const waitForFiles = {
  status: 409,
  code: "Uploading",
  message: "A file is still being uploaded; wait a moment",
  fixableBy: "user",
};
const waitForPrice = {
  status: 409,
  code: "NoPrice",
  message: "There is no price of this video yet; order when it is there",
  fixableBy: "user",
};

function earlierDraft(bringBack) {
  const back = button({ label: "Bring it back", look: "small", id: "bring-back", act: bringBack });
  return notice({ look: "plain", title: "Your earlier draft is kept", actions: [back] });
}

function defaultsNote(undo) {
  const text =
    "For your own script: animated stills, and your approval at every step, unless you choose otherwise below.";
  const keep = button({ label: "Undo", look: "small", id: "undo-defaults", act: undo });
  return notice({ look: "plain", text, actions: [keep] });
}

function orderWords(values) {
  if (values.stop_at_script) return "Write the script";
  if (values.subject === "script" && values.review.includes("script")) return "Keep as a draft";
  return "Create video";
}
