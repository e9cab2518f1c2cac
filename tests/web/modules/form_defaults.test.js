/** The form of a brief: defaults of a subject, and complaints with the API's own limits. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { LIMITS } from "../../../web/client/limits.js";
import { complaints } from "../../../web/lib/brief_complaints.js";
import { BLANK, subjectDefaultsIn, withSubjectDefaults } from "../../../web/lib/form_defaults.js";

const NOTHING = new Set();

test("looking at one's own script and going back changes nothing", () => {
  const script = withSubjectDefaults({ ...BLANK, subject: "script" }, NOTHING);
  assert.deepEqual([script.pictures, script.review.length], ["stills", 4]);
  assert.deepEqual(withSubjectDefaults({ ...script, subject: "prompt" }, NOTHING), BLANK);
});

test("what somebody has chosen stays whatever the subject", () => {
  const chosen = { ...BLANK, pictures: "clips", review: ["spend"], subject: "script" };
  const touched = new Set(["review"]);
  const script = withSubjectDefaults(chosen, touched);
  assert.deepEqual([script.pictures, script.review], ["stills", ["spend"]]);
  assert.deepEqual(subjectDefaultsIn(script, touched), ["pictures"]);
  assert.deepEqual(withSubjectDefaults({ ...script, subject: "product" }, touched).review, ["spend"]);
});

test("the limits are those of the API's document", () => {
  const most = LIMITS.brief.prompt.maxLength;
  const long = complaints({ ...BLANK, prompt: "x".repeat(most + 1) });
  assert.match(long.get("prompt"), new RegExp(`${most.toLocaleString("en")} is the most`));
  assert.equal(complaints({ ...BLANK, prompt: "x".repeat(most) }).size, 0);
  const { minimum, maximum } = LIMITS.brief.duration;
  for (const duration of [minimum - 1, maximum + 1]) {
    assert.equal(complaints({ ...BLANK, prompt: "x", duration: String(duration) }).size, 1);
  }
  assert.equal(
    complaints({ ...BLANK, prompt: "x", max_cost_usd: String(LIMITS.brief.max_cost_usd.maximum + 1) }).size,
    1,
  );
});
