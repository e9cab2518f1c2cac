/** What was typed about a video becomes the requests that save it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { DRAFTS, draftNames, sceneValues, scriptValues, unsavedEdits } from "../../../web/lib/unsaved_edits.js";

const FRAMING = { shot_size: "medium", angle: "eye_level", camera_move: "static", join: "new_shot", transition: "cut" };
const ELEMENTS = [{ id: "product", kind: "product", description: "a tall steel bottle" }];
const SHOT = { ...FRAMING, action: "", on_screen_text: "", elements: ELEMENTS };
const SCENE = { id: "s1", scene_index: 0, narration: "Said.", visual_prompt: "Seen.", duration: 3, ...SHOT };
const SCRIPT = { title: "T", product_name: "P", call_to_action: "", segments: [{ text: "Said.", duration: 3 }] };
const JOB = { job_id: "j", status: "awaiting_review", brief: { script_text: "Own." }, script: SCRIPT, scenes: [SCENE] };

const edits = (typed, job = {}) => unsavedEdits({ ...JOB, ...job }, (name) => typed[name] ?? null);

test("nothing is saved where nothing was typed, or what was typed is stored already", () => {
  assert.deepEqual(edits({}), []);
  assert.deepEqual(edits({ [DRAFTS.scene("s1")]: sceneValues(SCENE), [DRAFTS.script("j")]: scriptValues(SCRIPT) }), []);
});

test("a scene is saved with what differs, its length as a number", () => {
  const [edit] = edits({ [DRAFTS.scene("s1")]: { text: "Other.", duration: "3.25", transition: "cut" } });
  assert.equal(edit.path, "/scenes/s1");
  assert.deepEqual(edit.body, { text: "Other.", duration: 3.25 });
  assert.equal(edit.about, "scene 1");
});

test("an element is described otherwise for all scenes at once, and unknown ones are forgotten", () => {
  const [edit] = edits({ [DRAFTS.elements("j")]: { product: "a short steel bottle", gone: "a cup" } });
  assert.deepEqual([edit.method, edit.path], ["PUT", "/scripts/j"]);
  assert.deepEqual(edit.body, { elements: { product: "a short steel bottle" } });
  assert.deepEqual(edits({ [DRAFTS.elements("j")]: { product: "a tall steel bottle" } }), []);
});

test("a draft's text is saved only while it is a draft", () => {
  const typed = { [DRAFTS.text("j")]: { text: "New." } };
  assert.deepEqual(edits(typed), []);
  assert.deepEqual(edits(typed, { status: "draft" })[0].body, { text: "New." });
});

test("a script is saved at its gate, without texts that are empty", () => {
  const typed = { ...scriptValues(SCRIPT), title: "New" };
  const [edit] = edits({ [DRAFTS.script("j")]: typed });
  assert.deepEqual(edit.body, { title: "New", product_name: "P", segments: [{ text: "Said.", duration: 3 }] });
  assert.equal(edit.refusal, "");
});

test("a script whose saving would plan all scenes again is not saved on the way to something else", () => {
  const typed = { ...scriptValues(SCRIPT), segments: [{ text: "Other.", duration: "3" }] };
  const [edit] = edits({ [DRAFTS.script("j")]: typed }, { status: "failed" });
  assert.match(edit.refusal, /save them, or undo them, first/);
});

test("a title is saved on the way to something else, since it keeps the scenes", () => {
  const typed = { ...scriptValues(SCRIPT), title: "New" };
  const [edit] = edits({ [DRAFTS.script("j")]: typed }, { status: "completed" });
  assert.equal(edit.refusal, "");
});

test("a draft of a script that was written again fits no more", () => {
  const typed = { ...scriptValues(SCRIPT), segments: [] };
  assert.deepEqual(edits({ [DRAFTS.script("j")]: typed }), []);
});

test("every form of a video has a draft of its own", () => {
  assert.deepEqual(draftNames(JOB), ["draft.j", "script.j", "elements.j", "scene.s1"]);
});
