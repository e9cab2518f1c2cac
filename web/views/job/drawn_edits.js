/** Changing what is only drawn or mixed in a finished video: the price first, then the change and a new version. */

import { ask } from "../../client/client.js";
import { drawnChanges, drawnValues } from "../../lib/drawn_values.js";
import { el, fill } from "../../lib/dom.js";
import { dropDraft } from "../../lib/form_storage.js";
import { moneyAtMost } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { button } from "../../parts/buttons.js";
import { estimateTable } from "../../parts/estimates.js";
import { notice, problemPlace } from "../../parts/notices.js";
import { edits } from "../review/edits.js";
import { drawnFields, loadBrands } from "./drawn_fields.js";

const ENDED = ["completed", "failed", "cancelled"];

/** @param {import("./view.js").JobContext} context */
export function drawnEdits(context) {
  const draft = `drawn.${context.jobId}`;
  const fields = drawnFields();
  const problems = problemPlace();
  const price = el("div", { class: "stack", "aria-live": "polite" });
  const kept = edits(draft, fields.byName, () => (fill(price), arrange()));
  /** @type {import("./view.js").Job | null} */
  let job = null;
  const changes = () => (job ? drawnChanges(job, fields.read()) : {});
  const failed = (problem) => {
    for (const { field, message } of problem.fields ?? []) fields.byName[field.split(".")[0]]?.complain(message);
    problems.show(problem, { title: "Nothing was changed" });
  };

  async function showPrice() {
    problems.clear();
    for (const field of Object.values(fields.byName)) field.complain("");
    await context.feed.save();
    const body = { ...changes(), dry_run: true };
    const { stale } = await ask("PUT", `/jobs/${context.jobId}/drawn`, { body });
    fill(price, offer({ stale, names: Object.keys(changes()), act: () => recut(stale), failed }));
  }

  const recut = async (stale) => {
    problems.clear();
    await newVersion(context, { changes: changes(), stale, draft });
  };
  const look = button({ label: "Show the price", busy: "Asking…", id: "price-drawn", act: showPrice, failed });
  const undo = button({ label: "Undo", look: "bare", act: () => kept.undo() });
  const arrange = () => (undo.hidden = !kept.changed());
  const node = drawnNode(fields, [el("div", { class: "actions" }, look, undo), price, problems.node]);
  loadBrands(fields.byName.brand_id, () => job && kept.show(drawnValues(job)));
  return {
    node,
    /** @param {import("./view.js").Job} next */
    update: (next) => {
      job = next;
      node.hidden = !ENDED.includes(next.status) || !next.script || !next.scenes.length;
      if (node.hidden) return;
      fields.arrange(next);
      if (document.activeElement && price.contains(document.activeElement)) return; // the offer is being used
      if (JSON.stringify(drawnValues(next)) !== node.dataset.shown) kept.show(drawnValues(next));
      node.dataset.shown = JSON.stringify(drawnValues(next));
    },
  };
}

/** What it costs, and the button that orders for that. */
function offer({ stale, names, act, failed }) {
  const label = `Make a new version for at most ${moneyAtMost(stale.total_usd)}`;
  const start = button({ label, busy: "Starting…", look: "primary", id: "recut", act, failed });
  const title = Number(stale.total_usd) > 0 ? "Something else is to be bought too" : "This costs nothing";
  const text = names.length ? redone(names) : "Nothing is changed here: the new version would look like the last one.";
  return [
    notice({ look: "plain", title, text }),
    stale.items.length > 0 && estimateTable(stale),
    el("div", { class: "actions" }, start),
  ];
}

/** The change first; when it is made already, because the second step failed before, only the new version. */
async function newVersion({ feed, go, jobId }, { changes, stale, draft }) {
  const path = `/jobs/${jobId}`;
  if (Object.keys(changes).length) await feed.act("PUT", `${path}/drawn`, { ...changes, dry_run: false });
  dropDraft(draft);
  const order = { scenes: [], reason: "", dry_run: false };
  await feed.act("POST", `${path}/regenerate`, order, { estimatedUsd: stale.total_usd });
  announce("A new version is made");
  go(path);
}

function drawnNode(fields, foot) {
  const words =
    "Texts on screen, captions, brand and the volume of the music. All scenes, clips and voices stay, so a new version " +
    "usually costs nothing.";
  return el(
    "section",
    { class: "card stack", "aria-label": "Text, captions, brand and music" },
    el("h2", {}, "Text, captions, brand and music"),
    el("p", { class: "hint" }, words),
    fields.nodes,
    foot,
  );
}

/** What is done again for these changes, in words. */
function redone(names) {
  const isMusic = names.includes("music_volume_db");
  const isDrawn = names.some((name) => name !== "music_volume_db");
  const parts = [
    isDrawn && "The parts of the picture on which these texts stand are drawn again",
    isMusic && "voice and music are mixed again",
  ].filter(Boolean);
  const words = parts.join(", and ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}; everything else is kept as it is.`;
}
