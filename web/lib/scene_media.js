/** What is made for a scene: a still, a clip, or nothing, as in `Job.draws_still` and `Job.films` of the program. Pure. */

/** Whether stills are drawn: as the pictures themselves, or as the frames between which clips are filmed. */
export function drawsStills(brief) {
  if (brief.pictures === "own") return false;
  return brief.pictures === "stills" || brief.continuity === "keyframes";
}

/** Whether a still of this scene is drawn: as of all scenes, or as the place in which the product is shown. */
export function drawsStill(brief, scene) {
  return !scene.own_picture && (drawsStills(brief) || scene.product === "hero");
}

/** Whether a clip of this scene is made. */
export function isFilmed(brief, scene) {
  return brief.pictures === "clips" && !scene.own_picture && scene.product !== "hero";
}

/** The photos of the product in a brief. @returns {{asset: string, shows: string[]}[]} */
export function photosOfBrief(brief) {
  return brief.product?.photos ?? [];
}

/** A scene's newest picture that was not turned down, or undefined. */
export function newestPicture(scene) {
  return scene.images.findLast((image) => image.status !== "rejected");
}
