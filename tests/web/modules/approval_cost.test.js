/** What an approval costs until a person is asked again, and what is said of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { approvalCost, imagePrice } from "../../../web/lib/approval_cost.js";
import { gateWords } from "../../../web/views/review/gate_words.js";

const ITEMS = [
  { kind: "storyboard", usd: "0.01" },
  { kind: "image", usd: "0.04" },
  { kind: "image", usd: "0.04" },
  { kind: "speech", usd: "0.02" },
];
const ESTIMATE = { items: ITEMS, total_usd: "0.11" };
const STILLS = { pictures: "stills", continuity: "chained", stop_at: "video" };

function job(review, gates, brief = {}) {
  return {
    status: "awaiting_review",
    brief: { ...STILLS, ...brief, review },
    reviews: gates.map((gate) => ({ gate })),
  };
}

test("an approved scene costs its image, while others wait and more gates follow", () => {
  assert.equal(approvalCost(job(["scenes", "spend"], ["scenes", "scenes"]), "scenes", ESTIMATE), 0.04);
  assert.equal(approvalCost(job(["scenes", "spend"], ["scenes"]), "scenes", ESTIMATE), 0.04);
});

test("the last approval before no other gate costs everything that is left", () => {
  assert.equal(approvalCost(job(["scenes"], ["scenes"]), "scenes", ESTIMATE), 0.11);
  assert.equal(approvalCost(job(["images"], ["images", "images"]), "images", ESTIMATE), 0);
  assert.equal(approvalCost(job(["images"], ["images"]), "images", ESTIMATE), 0.11);
  assert.equal(approvalCost(job(["spend"], ["spend"]), "spend", ESTIMATE), 0.11);
});

test("a script costs what is bought until the next gate", () => {
  assert.equal(approvalCost(job(["script", "scenes"], ["script"]), "script", ESTIMATE), 0.01);
  assert.equal(approvalCost(job(["script", "spend"], ["script"]), "script", ESTIMATE).toFixed(2), "0.09");
  assert.equal(approvalCost(job(["script"], ["script"]), "script", ESTIMATE), 0.11);
  assert.equal(approvalCost(job(["script"], ["script"], { stop_at: "script" }), "script", ESTIMATE), 0.01);
});

test("without an estimate no price is invented", () => {
  assert.equal(approvalCost(job(["spend"], ["spend"]), "spend", null), 0);
  assert.equal(imagePrice(null), 0);
});

test("what is said at a gate is true of it", () => {
  assert.match(gateWords(job(["scenes", "spend"], ["scenes"]), "$0.04"), /generated at once, for at most \$0\.04/);
  const filmed = job(["scenes"], ["scenes"], { pictures: "clips" });
  assert.match(gateWords(filmed), /Once the last scene is approved, the rest of the video is bought/);
  assert.match(gateWords(job(["scenes", "spend"], ["scenes"], { pictures: "clips" })), /you are asked again/);
  assert.match(gateWords({ ...job(["script"], []), status: "draft" }), /^Edit your script, then approve it\./);
  for (const gates of [["scenes"], ["images"]]) {
    assert.doesNotMatch(gateWords(job([...gates, "spend"], gates)), /Nothing is (spent|bought) meanwhile/);
  }
});
