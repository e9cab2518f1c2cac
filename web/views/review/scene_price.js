/** What a scene as it is typed now would cost, told before it is saved. */

import { ask } from "../../client/client.js";
import { el, setText } from "../../lib/dom.js";
import { draftOf } from "../../lib/form_storage.js";
import { moneyAtMost } from "../../lib/format.js";
import { DRAFTS, sceneEdits } from "../../lib/unsaved_edits.js";

const ASK_AFTER_MILLISECONDS = 400;

/** @typedef {import("../../client/api_types.js").Estimate} Estimate */

/**
 * @param {{signal: AbortSignal}} context
 * @param {() => import("../../client/api_types.js").Scene | null} scene
 */
export function scenePrice({ signal }, scene) {
  const node = el("p", { class: "hint scene-price", "aria-live": "polite" });
  let timer = 0;
  let asked = 0;

  async function show() {
    const known = scene();
    const [edit] = known ? sceneEdits(known, draftOf(DRAFTS.scene(known.id))) : [];
    const number = ++asked;
    if (!edit || !known || signal.aborted) return setText(node, "");
    try {
      const estimate = await ask("POST", `/scenes/${known.id}/estimate`, { body: edit.body });
      if (number === asked) setText(node, words(estimate));
    } catch (error) {
      if (error.status === undefined) throw error;
      if (number === asked) setText(node, ""); // saving says what is wrong with it
    }
  }

  return {
    node,
    typed: () => {
      clearTimeout(timer);
      timer = window.setTimeout(show, ASK_AFTER_MILLISECONDS);
    },
    clear: () => {
      clearTimeout(timer);
      asked += 1;
      setText(node, "");
    },
  };
}

/** @param {Estimate} estimate */
function words(estimate) {
  if (Number(estimate.total_usd) === 0) return "Saved like this, nothing is left to buy: the video is only cut again.";
  return `Saved like this, at most ${moneyAtMost(estimate.total_usd)} is left to buy: ${parts(estimate)}.`;
}

function parts({ items }) {
  const scenes = [...new Set(items.filter((item) => item.scene).map((item) => item.scene))];
  const kinds = [...new Set(items.map((item) => KINDS[item.kind] ?? item.kind))].join(", ");
  return scenes.length ? `${kinds} (scene ${scenes.join(", ")})` : kinds;
}

/** @type {Record<string, string>} */
const KINDS = { image: "images", clip: "clips", speech: "narration", music: "music", storyboard: "storyboard" };
