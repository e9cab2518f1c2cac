/** Who approves what, and what limits a video has. */

import { LIMITS } from "../../client/limits.js";
import { el } from "../../lib/dom.js";
import { GATES } from "../../lib/labels.js";
import { checks, textField, toggle } from "../../parts/controls.js";
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
  const noImages = "Only with animated stills, or with keyframes: otherwise there is no image to review";
  return {
    node: section("Approvals", review.node, stop.node),
    controls: [review, stop],
    arrange: (values) => {
      const withoutStills =
        values.pictures === "own" || (values.pictures === "clips" && values.continuity === "chained");
      review.close("images", withoutStills, noImages);
    },
  };
}

/** @returns {import("./options.js").FormSection} */
export function limitsSection() {
  const title = textField({
    name: "title",
    label: "Title",
    hint: "For your list; the script suggests one otherwise",
    attributes: { maxlength: LIMITS.brief.title.maxLength },
  });
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
    node: section("Title and limits", el("div", { class: "two" }, title.node, cap.node), forDevelopers),
    controls: [title, cap, webhook],
  };
}
