/** What is seen in a video: how its pictures are made, which are the user's own, and whose look they follow. */

import { LIMITS } from "../../client/limits.js";
import { mayHaveClipSound } from "../../lib/brief_form.js";
import { choices, toggle } from "../../parts/controls.js";
import { dropzone } from "../../parts/dropzone.js";
import { section } from "../../parts/section.js";

/** @returns {import("./options.js").FormSection} */
export function picturesSection(changed) {
  const pictures = choices({
    name: "pictures",
    label: "Type of visuals",
    look: "cards",
    options: [
      { value: "clips", label: "AI video", hint: "A video model generates every scene; most of the price" },
      { value: "stills", label: "Animated stills", hint: "Generated images with camera moves; cheap" },
      { value: "own", label: "Your own only", hint: "Your stills and clips, in order; nothing is generated" },
    ],
  });
  const continuity = choices({
    name: "continuity",
    label: "Clip continuity",
    look: "cards",
    options: [
      {
        value: "mixed",
        label: "As the storyboard says",
        hint: "Continues inside a place, cuts to a new shot between places",
      },
      {
        value: "chained",
        label: "Continue from last frame",
        hint: "Each clip starts on the last frame of the one before",
      },
      {
        value: "keyframes",
        label: "First and last frame",
        hint: "Keyframe images first, to review; then all clips at once",
      },
    ],
  });
  const sound = toggle({
    name: "clip_sound",
    label: "Sounds of the clips",
    hint: "Filmed with the sounds of what is seen, as effects under the voice; what that costs is said at the price",
  });
  const { own, styles } = pictureFiles(changed);
  return {
    node: section("Visuals", pictures.node, continuity.node, sound.node, styles.node, own.node),
    controls: [pictures, continuity, sound, styles, own],
    arrange: (values) => {
      continuity.node.hidden = values.pictures !== "clips";
      sound.node.hidden = !mayHaveClipSound(values);
    },
  };
}

function pictureFiles(changed) {
  const max = LIMITS.brief.style_images.maxItems;
  const styles = dropzone({
    name: "style_images",
    kind: "style_image",
    max,
    changed,
    label: "Style references",
    hint: `up to ${max} PNG, JPEG or WebP images. All scenes follow their look.`,
  });
  const own = dropzone({
    name: "own_pictures",
    kind: "own_picture",
    max: LIMITS.brief.own_pictures.maxItems,
    changed,
    label: "Your own stills and clips",
    hint: "pictures, or MP4 or MOV clips: each is shown in the next scene, and nothing is generated for it.",
  });
  return { own, styles };
}
