/** The sounds of clips: asked for only where clips can have them, with what they cost. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";
import { BLANK } from "../../../web/lib/form_defaults.js";
import { briefOf } from "../../../web/lib/brief_form.js";
import { clipSoundPrice } from "../../../web/views/create/clip_sound_price.js";

const FORM = { ...BLANK, prompt: "A lamp", clip_sound: true };

test("the brief asks for sounds of clips where clips are filmed", () => {
  assert.equal(briefOf(FORM).clip_sound, true);
  assert.equal("clip_sound" in briefOf({ ...FORM, clip_sound: false }), false);
  assert.equal("clip_sound" in briefOf({ ...FORM, pictures: "stills" }), false);
  assert.equal("clip_sound" in briefOf({ ...FORM, mode: "pharma" }), false);
});

test("their price is the difference between the two estimates, whichever of them was chosen", () => {
  const [silent, heard] = [{ total_usd: "2.10" }, { total_usd: "3.30" }];
  assert.equal(clipSoundPrice({}, silent, heard), "With the sounds of the clips: $1.20 more.");
  assert.equal(clipSoundPrice({ clip_sound: true }, heard, silent), "$1.20 of it are for the sounds of the clips.");
  assert.equal(clipSoundPrice({}, silent, silent), "The sounds of the clips cost nothing more.");
});
