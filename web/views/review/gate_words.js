/** What is true while a video waits for people: what they can do, and what is bought meanwhile. Pure. */

import { drawsStills } from "../../lib/scene_media.js";

/** @param {import("../../client/api_types.js").Job} job */
export function openGates(job) {
  const open = (gate) => job.reviews.filter((review) => review.gate === gate).length;
  return {
    script: open("script") + (job.status === "draft" ? 1 : 0),
    scenes: open("scenes"),
    images: open("images"),
    spend: open("spend"),
  };
}

/**
 * @param {import("../../client/api_types.js").Job} job
 * @param {string} [imagePrice] what one image costs at most, in words
 */
export function gateWords(job, imagePrice = "") {
  const { script, scenes, images, spend } = openGates(job);
  const each = imagePrice ? `, for at most ${imagePrice}` : "";
  if (job.status === "draft") return "Edit your script, then approve it. Nothing is bought before that.";
  if (script) return "Edit the script, then approve or reject it. Nothing else is bought before that.";
  if (scenes && drawsStills(job.brief)) {
    return `Edit what you like, then approve or reject each scene. The image of an approved scene is generated at once${each}, while the others wait.`;
  }
  if (scenes) return `Edit what you like, then approve or reject each scene. ${afterLast(job, "scene")}`;
  if (images)
    return `Approve each image, or request changes: a new image is bought then${each}. ${afterLast(job, "image")}`;
  return spend ? "Nothing is bought before you have approved the price." : "";
}

/** What the last approval sets off. */
function afterLast(job, what) {
  if (/** @type {string[]} */ (job.brief.review).includes("spend"))
    return "Before the rest is bought you are asked again.";
  if (job.brief.stop_at === "script") return "Nothing else is bought then.";
  return `Once the last ${what} is approved, the rest of the video is bought.`;
}
