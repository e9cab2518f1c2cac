/** What belongs to a scene, as people call it: how it is filmed, how it comes in, how it shows the product. */

import { capital } from "./labels.js";

export const TRANSITIONS = named("cut", "fade", "dissolve", "wipe", "slide");

/** How a scene is filmed, and how it follows the one before. */
export const SHOT_SIZES = named("detail", "close_up", "medium", "wide");
export const ANGLES = named("eye_level", "low", "high", "overhead");
export const CAMERA_MOVES = named(
  "static",
  "push_in",
  "pull_out",
  "pan_left",
  "pan_right",
  "tilt_up",
  "tilt_down",
  "orbit",
);
export const JOINS = [
  { value: "new_shot", label: "New shot" },
  { value: "continue", label: "Continue from the last frame" },
];

/** How a scene shows a product of which there are photos. */
export const PRODUCT_SHOWN = [
  { value: "hero", label: "The product itself, cut out of its photo" },
  { value: "present", label: "Drawn after its photos" },
  { value: "none", label: "Not shown" },
];

/** @param {{product: string}} scene */
export function productWords({ product }) {
  return `Product: ${PRODUCT_SHOWN.find(({ value }) => value === product)?.label.toLowerCase()}`;
}

/** Options with their names as labels: "push_in" is "Push in". @param {string[]} values */
function named(...values) {
  return values.map((value) => ({ value, label: capital(value.replaceAll("_", " ")) }));
}

/** How a scene is filmed and how it comes in, in one line. */
export function shotWords({ shot_size, angle, camera_move, join, transition }) {
  const label = (options, value) => options.find((one) => one.value === value)?.label ?? value;
  const parts = [label(SHOT_SIZES, shot_size), label(ANGLES, angle), label(CAMERA_MOVES, camera_move)];
  const follows = join === "continue" ? "continued from the last frame" : transition === "cut" ? "" : transition;
  return capital([...parts, follows].filter(Boolean).join(", ").toLowerCase());
}
