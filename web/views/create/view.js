/** Making a video: everything a brief can say, with its price beside it, and what is impossible before it is sent. */

import { announce } from "../../lib/live_region.js";
import { ask } from "../../client/client.js";
import { BLANK, briefOf, complaints, controlOf, productOf } from "../../lib/brief_form.js";
import { draftOf, dropDraft, keepDraft } from "../../lib/form_storage.js";
import { el } from "../../lib/dom.js";
import { button } from "../../parts/buttons.js";
import { problemPlace } from "../../parts/notices.js";
import { sections } from "./form.js";
import { pricePanel } from "./price_panel.js";

const DRAFT = "create";
const ATTEMPT = "create.attempt";

/** What is set when somebody turns to their own words: the API's own defaults for `POST /scripts`. */
const OWN_SCRIPT = { pictures: "stills", review: ["script", "scenes", "images", "spend"] };

export function createView({ signal, go }) {
  const form = sections(() => changed());
  const problems = problemPlace();
  const price = pricePanel({
    signal,
    setDuration: (seconds) => (form.write({ ...form.read(), duration: String(seconds) }), changed()),
  });
  const order = button({
    label: "Create video",
    busy: "Ordering…",
    look: "primary wide",
    id: "order",
    act: send,
    failed: (problem) => refused(problem),
  });
  const clear = button({ label: "Start over", look: "quiet", act: startOver });
  const node = el(
    "form",
    { class: "page create", novalidate: true },
    el("div", { class: "page-head" }, el("h1", { tabindex: "-1" }, "Create a video"), clear),
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

  let subject = "";
  let tried = false;

  function changed() {
    let values = form.read();
    if (subject && subject !== "script" && values.subject === "script" && !values.review.length) {
      values = { ...values, ...OWN_SCRIPT };
      form.write(values);
      announce("Your own words: stills, and a question at every step. Change that below if you like.");
    }
    subject = values.subject;
    keepDraft(DRAFT, values);
    form.arrange(values);
    order.querySelector("span").textContent = orderWords(values);
    order.dataset.label = orderWords(values);
    if (tried) form.complain(complaints(values));
    price.show(values);
  }

  async function send() {
    problems.clear();
    tried = true;
    const values = form.read();
    const found = complaints(values);
    form.complain(found);
    if (found.size) return form.focus([...found.keys()][0]);
    if (form.sending()) return problems.show(waitForFiles);
    if (values.subject === "product" && values.keep_product && !values.project_id)
      values.project_id = await keepProduct(values);
    const brief = briefOf(values);
    const job = await ask("POST", "/generate", { body: brief, headers: { "Idempotency-Key": attempt(brief) } });
    dropDraft(DRAFT);
    dropDraft(ATTEMPT);
    announce("Ordered");
    return go(job.status === "draft" ? `/jobs/${job.job_id}/review` : `/jobs/${job.job_id}`);
  }

  async function keepProduct(values) {
    const project = await ask("POST", "/projects", { body: { product: productOf(values), mode: values.mode } });
    await form.products.load();
    form.write({ ...values, project_id: project.project_id, keep_product: false });
    changed();
    return project.project_id;
  }

  function refused(problem) {
    const found = new Map(
      problem.fields
        ?.filter(({ field }) => form.has(controlOf(field)))
        .map(({ field, message }) => [controlOf(field), message]),
    );
    form.complain(found);
    problems.show(problem, { title: "The video was not ordered" });
    if (found.size) form.focus([...found.keys()][0]);
  }

  function startOver() {
    dropDraft(DRAFT);
    dropDraft(ATTEMPT);
    tried = false;
    subject = "";
    form.write(BLANK);
    form.complain(new Map());
    problems.clear();
    changed();
    form.focus("prompt");
  }

  node.addEventListener("input", changed);
  node.addEventListener("submit", (event) => (event.preventDefault(), order.click()));
  form.write({ ...BLANK, ...draftOf(DRAFT) });
  form.products.load().then(changed);
  changed();
  return { title: "Create a video", node };
}

const waitForFiles = {
  status: 409,
  code: "Uploading",
  message: "A file is still being uploaded; wait a moment",
  fixableBy: "user",
};

/**
 * The key of this order: the same for the same brief until it is accepted, so that a second press, or a second try
 * after the connection broke, makes no second video.
 */
function attempt(brief) {
  const body = JSON.stringify(brief);
  const known = draftOf(ATTEMPT);
  if (known?.body === body) return known.key;
  const key = crypto.randomUUID();
  keepDraft(ATTEMPT, { body, key });
  return key;
}

function orderWords(values) {
  if (values.stop_at_script) return "Write the script";
  if (values.subject === "script" && values.review.includes("script")) return "Keep as a draft";
  return "Create video";
}
