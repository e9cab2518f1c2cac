/** What is wrong with the form of a brief that can be told without asking: pure. */

import { LIMITS } from "../client/limits.js";

const { brief } = LIMITS;
export const MIN_SECONDS = brief.duration.minimum;
export const MAX_SECONDS = brief.duration.maximum;

/**
 * The control's name and the words, in the form's order.
 * @param {Record<string, any>} values
 * @returns {Map<string, string>}
 */
export function complaints(values) {
  /** @type {[string, string][]} */
  const found = [...subjectComplaints(values), ...limitComplaints(values)];
  return new Map(found.filter(([, words]) => words));
}

/** @returns {[string, string][]} */
function subjectComplaints(values) {
  if (values.subject === "prompt") {
    return [["prompt", text(values.prompt, brief.prompt.maxLength, "Say what the video is about")]];
  }
  if (values.subject === "script") {
    return [
      ["script_text", text(values.script_text, brief.script_text.maxLength, "Write or paste the words to be spoken")],
    ];
  }
  if (values.project_id) return [];
  const { product_name: name, product_description: description } = values;
  return [
    ["product_name", text(name, brief["product.name"].maxLength, "Name the product")],
    [
      "product_description",
      text(description, brief["product.description"].maxLength, "Describe the product in a sentence or two"),
    ],
    ["product_photos", photoComplaint(values.product_photos ?? [])],
  ];
}

/** @returns {[string, string][]} */
function limitComplaints(values) {
  const { duration, max_cost_usd: cap, webhook_url: webhook } = values;
  const seconds = Number(duration);
  const lasts = Number.isInteger(seconds) && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
  const max = brief.max_cost_usd.maximum;
  const isAmount = /^\d+(\.\d{1,2})?$/.test(cap.trim()) && Number(cap) > 0 && Number(cap) <= max;
  const isAddress = /^https:\/\/\S+$/.test(webhook.trim());
  const lacksOwn = values.pictures === "own" && !values.own_pictures.length;
  return [
    ["own_pictures", lacksOwn ? "Add at least one still or clip of your own" : ""],
    ["duration", lasts ? "" : `A video lasts ${MIN_SECONDS} to ${MAX_SECONDS} seconds, in whole seconds`],
    [
      "max_cost_usd",
      !cap.trim() || isAmount ? "" : `An amount in dollars up to ${max}, for example 4.50; empty for no cap`,
    ],
    ["webhook_url", !webhook.trim() || isAddress ? "" : "An address that begins with https://"],
  ];
}

/** Which photo is said to show more than it may. */
function photoComplaint(photos) {
  const { maxItems: max } = brief["product.photos.shows"];
  const crowded = photos.findIndex(({ shows }) => shows.split("\n").filter((line) => line.trim()).length > max);
  return crowded < 0 ? "" : `Photo ${crowded + 1} names more than ${max} features; keep those that matter`;
}

/** Why a text cannot be sent as it is; empty when it can. */
function text(typed, max, missing) {
  const length = typed.trim().length;
  if (!length) return missing;
  const counted = `This has ${length.toLocaleString("en")} characters; ${max.toLocaleString("en")} is the most`;
  return length > max ? counted : "";
}
