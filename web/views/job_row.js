/** One video in the list. */

import { reusedUrl } from "../client/refresh_urls.js";
import { ask } from "../client/client.js";
import { el, region } from "../lib/dom.js";
import { money, moment, opening } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { progressWords } from "../lib/pipeline.js";
import { newestPicture } from "../lib/scene_media.js";
import { jobTitle, reasonWords } from "../lib/labels.js";
import { statusSign } from "./job/status_badge.js";

const PLACE = { awaiting_review: "/review", draft: "/review", script_ready: "/review", completed: "/video" };

/**
 * A row that can be shown anew; `look` fetches what only the job itself tells: progress, and a first picture.
 * @param {ReturnType<typeof import("./job_selection.js").jobSelection>} selection
 */
export function jobRow(selection) {
  /** @type {any} */
  let item;
  /** @type {any} */
  let details = null;
  const body = region("div", { class: "job-body" }, build);
  const pick = el("input", { type: "checkbox", class: "pick" });
  const node = el("li", { class: "job" }, pick, body.node);
  pick.addEventListener("change", () => selection.pick(item.job_id, pick.checked));

  function show(next) {
    if (item && next.status !== item.status) details = null;
    item = next;
    node.dataset.job = item.job_id;
    pick.setAttribute("aria-label", `Select ${opening(jobTitle(item), 90)}`);
    arrange();
    body.show(facts());
  }

  /** Shows whether it is selected, and whether it is about to be deleted. */
  function arrange() {
    pick.hidden = !selection.isOn();
    pick.checked = selection.has(item.job_id);
    node.classList.toggle("going", selection.isGoing(item.job_id));
  }

  const facts = () => ({
    id: item.job_id,
    status: item.status,
    title: opening(jobTitle(item), 90),
    place: `/jobs/${item.job_id}${PLACE[item.status] ?? ""}`,
    error: item.error_message,
    words: details && progressWords(details),
    progress: details?.progress ?? null,
    spent: money(details ? Number(details.spent_usd) + Number(details.reserved_usd) : item.spent_usd),
    about: `${item.duration} s · ${item.aspect_ratio} · ${item.pictures} · ${moment(item.created_at)}`,
    ratio: item.aspect_ratio,
    thumbnail: thumbnail(),
  });

  function thumbnail() {
    if (item.thumbnail_url) return reusedUrl(`${item.job_id}#thumbnail`, item.thumbnail_url);
    const drawn = details?.scenes.map((scene) => newestPicture(scene)).find(Boolean);
    return drawn ? reusedUrl(drawn.key, drawn.url) : null;
  }

  return {
    node,
    show,
    arrange,
    item: () => item,
    look: async (signal) => {
      details = await ask("GET", `/jobs/${item.job_id}`, { signal });
      body.show(facts());
    },
  };
}

function build(facts) {
  const image = facts.thumbnail ? el("img", { src: facts.thumbnail, alt: "", decoding: "async" }) : icon("film");
  const running = facts.progress !== null && facts.status !== "completed";
  return [
    el("div", { class: "thumb" }, image),
    el(
      "div",
      { class: "job-words" },
      el("h2", {}, el("a", { href: facts.place, id: `open-${facts.id}` }, facts.title)),
      el("p", { class: "hint" }, facts.about),
      facts.error &&
        facts.status === "failed" &&
        el("p", { class: "complaint" }, opening(reasonWords(facts.error), 140)),
      running &&
        el(
          "div",
          { class: "inline tight" },
          el("progress", { max: 100, value: facts.progress, "aria-label": `Progress of ${facts.title}` }),
          el("span", { class: "hint" }, `${facts.progress} % · ${facts.words}`),
        ),
    ),
    el("div", { class: "job-end" }, statusSign(facts.status), el("span", { class: "cost" }, facts.spent)),
  ];
}
