/** Making a video: everything a brief can say, with its price beside it, and what is impossible before it is sent. */

import { ask } from "../../client/client.js";
import { complaints } from "../../lib/brief_complaints.js";
import { briefOf, complaintOf, controlOf, productOf } from "../../lib/brief_form.js";
import { el } from "../../lib/dom.js";
import { dropDraft } from "../../lib/form_storage.js";
import { moneyAtMost } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { button, relabel } from "../../parts/buttons.js";
import { problemPlace } from "../../parts/notices.js";
import { draftedForm } from "./drafted_form.js";
import { CREATE_DRAFT, setDraftAside } from "./drafts.js";
import { forgetOrderKey, orderKey } from "./order_key.js";
import { pricePanel } from "./price_panel.js";

/** @param {import("../../lib/router.js").ViewContext} context */
export function createView({ signal, go }) {
  const drafted = draftedForm((values) => {
    if (tried) form.complain(complaints(values));
    price.show(values);
  });
  const { form } = drafted;
  const problems = problemPlace();
  const setDuration = (seconds) => drafted.write({ duration: String(seconds) });
  const price = pricePanel({ signal, setDuration, onPrice: () => arrangeOrder(order, price, form) });
  const failed = (problem) => refused(problem, { form, problems, price });
  const order = button({
    label: "Create video",
    busy: "Ordering…",
    look: "primary wide",
    id: "order",
    act: send,
    failed,
  });
  const node = layout({ drafted, price, problems, order, startOver });
  let tried = false;

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
    const job = await sendOrder({ values, estimatedUsd, drafted });
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
    drafted.load();
    form.focus("prompt");
  }

  listen(node, drafted, order);
  drafted.load();
  const loadProducts = () => form.products.load().then(() => signal.aborted || drafted.changed());
  loadProducts();
  return { title: "Create a video", node, refresh: () => (loadProducts(), price.again()) };
}

function listen(node, drafted, order) {
  node.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) drafted.touch(target.name);
    drafted.changed();
  });
  node.addEventListener("submit", (event) => (event.preventDefault(), order.click()));
}

/** The button says what it costs, and waits for the price of what is on the screen. */
function arrangeOrder(order, price, form) {
  const total = price.total();
  relabel(order, orderWords(form.read()) + (total === null ? "" : `, at most ${moneyAtMost(total)}`));
  order.setAttribute("aria-disabled", String(price.updating()));
}

function layout({ drafted, price, problems, order, startOver }) {
  const clear = button({ label: "Start over", look: "quiet", act: startOver });
  return el(
    "form",
    { class: "page create", novalidate: true },
    el("div", { class: "page-head" }, el("h1", { tabindex: "-1" }, "Create a video"), clear),
    drafted.earlier,
    el(
      "div",
      { class: "columns" },
      el("div", { class: "stack" }, drafted.form.node),
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
async function sendOrder({ values, estimatedUsd, drafted }) {
  if (values.subject === "product" && values.keep_product && !values.project_id) {
    const project = await ask("POST", "/projects", { body: { product: productOf(values), mode: values.mode } });
    values.project_id = project.project_id;
    await drafted.form.products.load();
    drafted.write({ project_id: project.project_id, keep_product: false });
  }
  const brief = briefOf(values);
  const headers = { "Idempotency-Key": orderKey(brief) };
  const job = await ask("POST", `/generate?estimated_usd=${estimatedUsd}`, { body: brief, headers });
  forgetOrderKey();
  return job;
}

function refused(problem, { form, problems, price }) {
  const fields = (problem.fields ?? []).map((one) => [controlOf(one.field), complaintOf(one)]);
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

function orderWords(values) {
  if (values.stop_at_script) return "Write the script";
  if (values.subject === "script" && values.review.includes("script")) return "Keep as a draft";
  return "Create video";
}
