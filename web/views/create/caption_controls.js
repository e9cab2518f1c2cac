/** Where captions go, and how burned ones look. */

import { CAPTION_STYLES } from "../../lib/labels.js";
import { choices } from "../../parts/controls.js";

/** The two controls; the second is hidden where no captions are burned in. */
export function captionControls() {
  const captions = choices({
    name: "captions",
    label: "Captions",
    look: "tabs",
    hint: "As the format asks for: burned in for 9:16 and 1:1, subtitle files for 16:9",
    options: [
      { value: "", label: "As the format asks for" },
      { value: "both", label: "Burned in and subtitle files" },
      { value: "burned", label: "Burned in (open captions)" },
      { value: "sidecar", label: "Subtitle files (SRT, VTT)" },
      { value: "none", label: "None" },
    ],
  });
  const style = choices({
    name: "caption_style",
    label: "Look of burned captions",
    look: "tabs",
    options: CAPTION_STYLES,
  });
  const arrange = ({ captions: chosen }) => (style.node.hidden = ["sidecar", "none"].includes(chosen));
  return { captions, style, arrange };
}
