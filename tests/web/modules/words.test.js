/** Words for people: of problems, and of stages that run side by side. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { moneyAtMost, timeOfDay } from "../../../web/lib/format.js";
import { busyWords, progressWords } from "../../../web/lib/pipeline.js";
import { problemWords } from "../../../web/lib/problem_words.js";

const JOB_ID = "job_01M8CT7KES2XM84CX8BWGAZHDX";

test("no parser's error and no id is shown to people", () => {
  assert.equal(
    problemWords({ status: 401, detail: "The token is not good here (Invalid header padding)" }),
    "You are signed out. Sign in again to go on.",
  );
  assert.doesNotMatch(problemWords({ code: "AlreadyDecided", detail: `about images-s02 of '${JOB_ID}'` }), /job_|s02/);
  const conflict = {
    code: "Conflict",
    detail: `The job '${JOB_ID}' is processing; only a job that is failed lets you resume it`,
  };
  assert.equal(problemWords(conflict), "The video is processing; only a job that is failed lets you resume it");
});

test("several wrong fields are told in one sentence, without their names", () => {
  assert.equal(
    problemWords({ detail: "2 fields", errors: [{ message: "Too long" }, { message: "Missing" }] }),
    "Too long; Missing",
  );
});

test("stages that run side by side are named together, with how far the clips are", () => {
  const scene = (clip) => ({ images: [], narration: "Said.", narrated: false, clip_key: clip });
  const brief = {
    review: [],
    narration: { enabled: true },
    music: { enabled: true },
    pictures: "clips",
    continuity: "chained",
  };
  const job = {
    status: "processing",
    stage: "music_composing",
    brief,
    scored: false,
    reviews: [],
    scenes: [scene("a"), scene(null)],
  };
  assert.equal(progressWords(job), "Music and clips in progress: 1 of 2 clips");
  assert.equal(progressWords({ ...job, scored: true }), "Clips in progress: 1 of 2 clips");
  assert.equal(progressWords({ ...job, stage: "narration_recording", scenes: [] }), "Recording the narration");
  assert.equal(progressWords({ ...job, status: "completed", stage: "completed" }), "Finished");
});

test("a vendor that is busy is named with the time until which it is, and not afterwards", () => {
  const job = { vendor_busy: { model: "google/veo-3.1", kind: "clip", until: 1795770000 } };
  assert.equal(busyWords(job, 1795769990_000), `The vendor is busy until ${timeOfDay(1795770000)}`);
  assert.match(timeOfDay(1795770000), /^\d\d:\d\d:\d\d$/);
  assert.equal(busyWords(job, 1795770001_000), "");
  assert.equal(busyWords({ vendor_busy: null }), "");
});

test("a price that is said to be the most is never rounded down", () => {
  assert.deepEqual(["0.04198", "0.04", "24.1701", "0", "0.004"].map(moneyAtMost), [
    "$0.05",
    "$0.04",
    "$24.18",
    "$0.00",
    "$0.004",
  ]);
});
