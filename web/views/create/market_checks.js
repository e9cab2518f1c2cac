/** In which markets the video must say that it was generated. */

import { MARKETS } from "../../lib/labels.js";
import { checks } from "../../parts/controls.js";

/** The control. */
export function marketChecks() {
  return checks({
    name: "markets",
    label: "Say that it was generated",
    hint: "A line in the picture that the law of these markets asks for",
    options: MARKETS,
  });
}
