/** A video of clips whose product has photos: some scenes are drawn, the others are filmed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { complaintOf, controlOf, photosOf, photoValues } from "../../../web/lib/brief_form.js";
import { drawnChanges } from "../../../web/lib/drawn_values.js";
import { stages } from "../../../web/lib/pipeline.js";

const photos = [{ asset: "ast_1", shows: ["the pump", "the label"] }];
const brief = {
  pictures: "clips",
  continuity: "mixed",
  review: ["images"],
  stop_at: "video",
  narration: { enabled: false },
  music: { enabled: false, volume_db: 0 },
  product: { photos },
  captions: "none",
  caption_style: "plate",
};
const scene = (product, more = {}) => ({ product, images: [], own_picture: null, clip_key: null, ...more });

function job(scenes, more = {}) {
  return {
    brief,
    scenes,
    script: {},
    cutouts: [{}],
    reviews: [],
    status: "processing",
    stage: "images_drawing",
    ...more,
  };
}

const named = (found, id) => found.flat().find((stage) => stage.id === id);

test("images are a stage of a video of clips, for the scenes that show the product itself only", () => {
  const found = stages(job([scene("none"), scene("hero")]));
  assert.equal(named(found, "stills").note, "0 of 1");
  assert.equal(named(found, "stills").state, "active");
  assert.equal(named(found, "clips").note, "0 of 1");
});

test("the approval of images is past when those that were drawn are approved", () => {
  const drawn = scene("hero", { images: [{ status: "approved" }] });
  assert.equal(named(stages(job([scene("none"), drawn])), "gate-images").state, "done");
  assert.equal(named(stages(job([scene("none"), drawn])), "stills").state, "done");
});

test("no images are a stage where no scene shows the product itself", () => {
  assert.equal(named(stages(job([scene("none"), scene("present")])), "stills"), undefined);
});

test("photos are cut out first, and a photo of no use stops there", () => {
  const begun = stages(job([], { cutouts: [], script: null, stage: "script_generating" }));
  assert.deepEqual([begun[0].id, begun[0].state], ["cutout", "active"]);
  const failed = { cutouts: [], script: null, status: "failed", problem: { stage: "cut_out_product" } };
  assert.equal(stages(job([], failed))[0].state, "failed");
});

test("photos go to the form and back, and what is wrong with one names it", () => {
  assert.deepEqual(photosOf(photoValues(photos)), photos);
  assert.equal(controlOf("product.photos.1.asset"), "product_photos");
  assert.equal(complaintOf({ field: "product.photos.1.asset", message: "Not there" }), "Photo 2: Not there");
});

test("only what was changed of what is drawn is sent, and a title cannot be taken away", () => {
  const now = { title: "Old", script: { product_name: "Lumen", call_to_action: "" }, brief };
  const typed = { title: " ", product_name: "", music_volume_db: "-6", caption_spellings: "aqua = Aqua®\nnothing" };
  assert.deepEqual(drawnChanges(now, typed), {
    product_name: "",
    music_volume_db: -6,
    caption_spellings: { aqua: "Aqua®" },
  });
});
