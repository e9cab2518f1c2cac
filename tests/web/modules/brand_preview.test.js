import assert from "node:assert/strict";
import { test } from "node:test";

import { contrast, textOn } from "../../../web/views/brands/preview.js";

const PALETTE = { light: "#FDFDF5", dark: "#0B2027" };

test("contrast is measured as WCAG does", () => {
  assert.equal(Math.round(contrast("#FFFFFF", "#000000")), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
});

test("text takes the palette's colour that can be read, else black or white", () => {
  assert.equal(textOn("#0B3C49", PALETTE), "#FDFDF5");
  assert.equal(textOn("#F4D35E", PALETTE), "#0B2027");
  assert.equal(textOn("#777777", { light: "#888888", dark: "#666666" }), "#000000");
});
