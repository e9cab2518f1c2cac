/** A job is followed by short requests that say what is known. */

import "./browser.js";

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = Object.assign(new EventTarget(), { hidden: false });
const { follow } = await import("../../../web/client/follow.js");

const quick = (work) => work(); // no pause between two requests
globalThis.setTimeout = (work) => (queueMicrotask(() => quick(work)), 0);

/** Answers one after the other; remembers the tag of each request. */
function answering(...answers) {
  const tags = [];
  globalThis.fetch = async (_, { headers }) => {
    tags.push(headers["If-None-Match"]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return tags;
}

const job = (rev, status = "processing") => Response.json({ rev, status });
const unchanged = () => new Response(null, { status: 304 });

test("only changes are told, until the job has ended", async () => {
  const tags = answering(unchanged(), job(8), unchanged(), job(9, "completed"));
  const told = [];
  await follow("j", { since: 7, onJob: ({ rev }) => told.push(rev), signal: new AbortController().signal });
  assert.deepEqual(told, [8, 9]);
  assert.deepEqual(tags, ['"7"', '"7"', '"8"', '"8"']);
});

test("a server that is away is asked again", async () => {
  answering(new Error("away"), new Response("", { status: 502 }), job(8, "failed"));
  const told = [];
  await follow("j", { since: 7, onJob: ({ rev }) => told.push(rev), signal: new AbortController().signal });
  assert.deepEqual(told, [8]);
});

test("what cannot get better is told", async () => {
  const refusal = JSON.stringify({ status: 404, code: "NotFound", detail: "gone", fixable_by: "user" });
  answering(new Response(refusal, { status: 404, headers: { "Content-Type": "application/problem+json" } }));
  const signal = new AbortController().signal;
  await assert.rejects(follow("j", { since: 7, onJob: () => {}, signal }), /gone/);
});

test("nothing is asked once the view is left", async () => {
  const tags = answering();
  const left = new AbortController();
  left.abort();
  await follow("j", { since: 7, onJob: () => {}, signal: left.signal });
  assert.deepEqual(tags, []);
});
