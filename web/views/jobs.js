/** One's videos: newest first, with picture, status, progress and cost; those under way are looked at again and again. */

import { ask } from "../client/client.js";
import { connected } from "../client/connection.js";
import { delay, whenVisible } from "../client/sse.js";
import { el, fill } from "../lib/dom.js";
import { STATUS } from "../lib/labels.js";
import { isUnderWay } from "../lib/pipeline.js";
import { button, linkButton } from "../parts/buttons.js";
import { select } from "../parts/controls.js";
import { keyedList } from "../parts/keyed_list.js";
import { emptyState, problemPlace } from "../parts/notices.js";
import { jobRow } from "./job_row.js";
import { keepListPlace, listPlace } from "./list_place.js";

const PAGE = 20;
const MAX_LOOKED_AT = 8;
const POLL_INTERVAL_MILLISECONDS = 3_000;
const FILTERS = [
  { value: "", label: "All videos" },
  ...Object.entries(STATUS).map(([value, label]) => ({ value, label })),
];

/** @typedef {import("../client/api_types.js").JobItem} JobItem */

/** @param {import("../lib/router.js").ViewContext} context */
export function jobsView({ signal }) {
  const place = listPlace();
  const filter = select({ name: "status", label: "Show", options: FILTERS });
  filter.write(place.status in STATUS ? place.status : "");
  const list = el("ul", { class: "jobs", "aria-busy": "true" }, skeletons());
  const problems = problemPlace();
  const pages = jobPages({ signal, status: () => filter.read(), onItems: show });
  const rows = keyedList(list, jobRow);
  const act = () => pages.older().then(() => keepListPlace(pages.items().length));
  const more = button({ label: "Show older ones", busy: "Loading…", act, failed: problems.show });
  const below = el("div", { class: "actions centre", hidden: true }, more);

  function show(items) {
    problems.clear();
    list.removeAttribute("aria-busy");
    below.hidden = !pages.hasOlder();
    if (!items.length) {
      rows.clear();
      fill(list, el("li", { class: "plain-item" }, nothing(filter.read())));
    } else rows.show(items.map((item) => [item.job_id, (row) => row.show(item)]));
  }

  const look = async () => {
    const running = rows.items().filter((row) => isUnderWay(row.item()));
    await Promise.all(running.slice(0, MAX_LOOKED_AT).map((row) => row.look(signal)));
  };
  const failed = (problem) => {
    list.removeAttribute("aria-busy");
    if (problem.code !== "Unreachable") problems.show(problem, { title: "Your videos cannot be shown" });
  };
  filter.input.addEventListener("change", () => {
    history.replaceState(null, "", filter.read() ? `/jobs?status=${filter.read()}` : "/jobs");
    rows.clear();
    fill(list, skeletons());
    pages.forget();
    pages.newest().catch((error) => error.name === "AbortError" || failed(error));
  });
  watch({ signal, pages, look, failed, place });
  window.addEventListener("scroll", () => keepListPlace(pages.items().length), { signal, passive: true });
  const head = el(
    "div",
    { class: "page-head" },
    el("h1", { tabindex: "-1" }, "Your videos"),
    el(
      "div",
      { class: "inline" },
      filter.node,
      linkButton({ label: "Create a video", href: "/", look: "primary", sign: "add" }),
    ),
  );
  return { title: "Your videos", node: el("div", { class: "page" }, head, problems.node, list, below) };
}

/** Loads what was there when one left, goes back to that place, and then looks again and again. */
async function watch({ signal, pages, look, failed, place }) {
  let back = place;
  while (!signal.aborted) {
    await whenVisible(signal);
    await connected(signal);
    try {
      await pages.newest();
      while (pages.items().length < back.rows && pages.hasOlder()) await pages.older();
      if (back.scroll) window.scrollTo(0, back.scroll);
      back = { ...back, rows: 0, scroll: 0 };
      await look();
    } catch (error) {
      if (error.name === "AbortError") return;
      failed(error);
    }
    await delay(POLL_INTERVAL_MILLISECONDS, signal);
  }
}

/** The newest page and those below it that somebody has asked for. */
function jobPages({ signal, status, onItems }) {
  /** @type {JobItem[]} */
  let items = [];
  /** @type {string | null} */
  let cursor = null;

  async function load(from) {
    const wanted = status();
    const query = new URLSearchParams({
      limit: String(PAGE),
      ...(wanted && { status: wanted }),
      ...(from && { cursor: from }),
    });
    const page = await ask("GET", `/jobs?${query}`, { signal });
    return wanted === status() ? page : null;
  }

  return {
    items: () => items,
    hasOlder: () => cursor !== null,
    forget: () => ((items = []), (cursor = null)),
    newest: async () => {
      const page = await load(null);
      if (!page) return;
      const known = new Set(page.items.map((item) => item.job_id));
      const older = items.length > PAGE ? items.filter((item) => !known.has(item.job_id)) : [];
      if (!older.length) cursor = page.next_cursor;
      items = [...page.items, ...older];
      onItems(items);
    },
    older: async () => {
      const page = await load(cursor);
      if (!page) return;
      cursor = page.next_cursor;
      const known = new Set(items.map((item) => item.job_id));
      items = [...items, ...page.items.filter((item) => !known.has(item.job_id))];
      onItems(items);
    },
  };
}

function nothing(status) {
  if (status) {
    const text = `No video is “${STATUS[status].toLowerCase()}” now. Choose another kind above.`;
    return emptyState({ title: "None of that kind", text });
  }
  const action = linkButton({ label: "Create a video", href: "/", look: "primary" });
  const text = "Say what your first one is about; its price is shown before anything is spent.";
  return emptyState({ title: "No videos yet", text, action });
}

function skeletons() {
  return [1, 2, 3].map(() => el("li", { class: "job skeleton", "aria-hidden": "true" }));
}
