/** Approving and rejecting a scene or its newest image, whichever needs review now. */

import { ASSET_KINDS, addPicture } from "../../client/uploads.js";
import { announce } from "../../lib/live_region.js";
import { reasonFor } from "../../parts/dialogs.js";
import { chosenFile } from "../../parts/file_choice.js";

const PICTURE_REASONS = ["Too dark", "Warmer light", "Closer to the product", "Something is drawn wrong"];

/** @typedef {{gate: (name: string) => any, scene: () => any, undo: () => void, whenUpdated: (listener: () => void) => void}} Subject */

/**
 * @param {import("./tab.js").ReviewContext} context
 * @param {Subject} subject the scene as it stands, and how to hear that it has changed
 */
export function sceneDecisions({ feed, problems, decided }, { gate, scene, undo, whenUpdated }) {
  const number = () => scene().scene_index + 1;
  const act = async (path, body, said) => {
    problems.clear();
    await feed.act("POST", path, body);
    announce(`Scene ${number()}: ${said}`);
    decided();
  };
  const imagePath = () => `/images/${scene().images.at(-1).id}`;

  async function rejectPicture() {
    const reason = await reasonFor({
      title: `Request changes to the image of scene ${number()}`,
      label: "What should be different?",
      yes: "Regenerate image",
      suggestions: PICTURE_REASONS,
      watch: whenUpdated,
      isOpen: () => Boolean(gate("images")),
    });
    if (reason) await act(`${imagePath()}/reject`, { reason }, "a new image is generated");
  }

  /** Asks for a still or clip of one's own and shows it in place of what is generated. */
  async function useOwn() {
    const file = await chosenFile([...ASSET_KINDS.still.types, ...ASSET_KINDS.clip.types]);
    if (!file) return;
    problems.clear();
    const { asset_id: asset } = await addPicture(file);
    await feed.act("PUT", `/scenes/${scene().id}/picture`, { asset });
    announce(`Scene ${number()}: ${file.name} is shown`);
    decided();
  }

  async function rejectScene() {
    const reason = await reasonFor({
      title: `Request changes to scene ${number()}`,
      label: "What should be different?",
      yes: "Plan it again",
      watch: whenUpdated,
      isOpen: () => Boolean(gate("scenes")),
    });
    if (!reason) return;
    undo();
    await act(`/scenes/${scene().id}/reject`, { reason }, "planned again");
  }

  return {
    /** Saves what was typed, then approves. */
    approve: () =>
      gate("images")
        ? act(`${imagePath()}/approve`, undefined, "image approved")
        : act(`/scenes/${scene().id}/approve`, undefined, "approved"),
    reject: () => (gate("images") ? rejectPicture() : rejectScene()),
    useOwn,
  };
}
