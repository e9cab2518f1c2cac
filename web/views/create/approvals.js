/** Who approves what, and what limits a video has. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { el } from "../../lib/dom.js";
import { GATES } from "../../lib/labels.js";
import { drawsStills } from "../../lib/scene_media.js";
import { checks, select, textField, toggle } from "../../parts/controls.js";
import { section } from "../../parts/section.js";

/** @returns {import("./options.js").FormSection} */
export function reviewSection() {
  const review = checks({
    name: "review",
    label: "Require approval of",
    hint: "The work waits at each of these for up to six days. None: straight to the video.",
    options: Object.entries(GATES).map(([value, gate]) => ({ value, ...gate })),
  });
  const stop = toggle({
    name: "stop_at_script",
    label: "Storyboard only",
    hint: "Stop after script and storyboard; continue to the video whenever you like",
  });
  const noImages =
    "Only with animated stills, with keyframes, or with photos of the product: otherwise there is no image to review";
  return {
    node: section("Approvals", review.node, stop.node),
    controls: [review, stop],
    arrange: (values) => review.close("images", !mayDrawStills(values), noImages),
  };
}

/** A kept product may have photos, and a still is drawn around each; whether it has any, the API says with the price. */
function mayDrawStills(values) {
  const hasPhotos = values.subject === "product" && (values.project_id || values.product_photos.length > 0);
  return drawsStills(values) || (values.pictures === "clips" && Boolean(hasPhotos));
}

/** @returns {import("./options.js").FormSection} */
export function limitsSection() {
  const title = textField({
    name: "title",
    label: "Title",
    hint: "For your list; the script suggests one otherwise",
    attributes: { maxlength: LIMITS.brief.title.maxLength },
  });
  const brand = brandChoice();
  const cap = textField({
    name: "max_cost_usd",
    label: "Spending cap in US dollars",
    hint: "Nothing is bought beyond it. Empty: no cap but your monthly limit.",
    attributes: { inputmode: "decimal", placeholder: "No cap" },
  });
  const webhook = textField({
    name: "webhook_url",
    label: "Webhook URL",
    hint: "An https address that is notified of every change of status",
    type: "url",
    attributes: { placeholder: "https://" },
  });
  const forDevelopers = el("details", { class: "more" }, el("summary", {}, "For developers"), webhook.node);
  return {
    node: section(
      "Brand, title and limits",
      brand.node,
      el("div", { class: "two" }, title.node, cap.node),
      forDevelopers,
    ),
    controls: [title, brand, cap, webhook],
  };
}

const NO_BRAND = { value: "", label: "No brand" };

/** The brands that were kept; without any, or without an answer, the form works all the same. */
function brandChoice() {
  const brand = select({
    name: "brand_id",
    label: "Brand",
    hint: "Colours, logo, end card and words; kept under Brands",
    options: [NO_BRAND],
  });
  const load = async () => {
    const known = await ask("GET", "/brands");
    brand.offer([NO_BRAND, ...known.items.map((one) => ({ value: one.brand_id, label: one.kit.name }))]);
  };
  load().catch((error) => {
    if (error.status === undefined) throw error; // what the host answers is no reason to lose the form
  });
  return brand;
}
