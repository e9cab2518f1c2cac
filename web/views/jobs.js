/** One's videos: newest or oldest first, with picture, status, progress and cost; those under way are looked at again and again. */

import { ask } from "../client/client.js";
import { connected } from "../client/connection.js";
import { delay, whenVisible } from "../client/follow.js";
import { el, fill } from "../lib/dom.js";
import { STATUS } from "../lib/labels.js";
import { isUnderWay } from "../lib/pipeline.js";
import { button, linkButton } from "../parts/buttons.js";
import { select, textField } from "../parts/controls.js";
import { keyedList } from "../parts/keyed_list.js";
import { emptyState, problemPlace } from "../parts/notices.js";
import { jobRow } from "./job_row.js";
import { jobSelection } from "./job_selection.js";
import { keepListFilter, keepListPlace, listPlace } from "./list_place.js";

const PAGE = 20;
const MAX_LOOKED_AT = 8;
const POLL_INTERVAL_MILLISECONDS = 3_000;
const SEARCH_AFTER_MILLISECONDS = 300;
const FILTERS = [
  { value: "", label: "All videos" },
  ...Object.entries(STATUS).map(([value, label]) => ({ value, label })),
];

const ORDERS = [
  { value: "", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
];

/** @typedef {import("../client/api_types.js").JobItem} JobItem */

/** @param {import("../lib/router.js").ViewContext} context */
export function jobsView({ signal }) {
  const place = listPlace();
  const filters = listFilters(place, signal, beginAnew);
  const list = el("ul", { class: "jobs", "aria-busy": "true" }, skeletons());
  const problems = problemPlace();
  const pages = jobPages({ signal, wanted: filters.read, onItems: show });
  const selection = jobSelection({ signal, failed: problems.show, rows: () => rows.items(), whenDone: beginAnew });
  const rows = keyedList(list, () => jobRow(selection));
  const act = () => pages.older().then(() => keepListPlace(pages.items().length));
  const more = button({ label: "Show more", busy: "Loading…", act, failed: problems.show });
  const below = el("div", { class: "actions centre", hidden: true }, more);

  function show(items) {
    problems.clear();
    list.removeAttribute("aria-busy");
    below.hidden = !pages.hasOlder();
    if (!items.length) {
      rows.clear();
      fill(list, el("li", { class: "plain-item" }, nothing(filters.read())));
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

  function beginAnew() {
    rows.clear();
    fill(list, skeletons());
    pages.forget();
    pages.newest().catch((error) => error.name === "AbortError" || failed(error));
  }

  watch({ signal, pages, look, failed, place });
  window.addEventListener("scroll", () => keepListPlace(pages.items().length), { signal, passive: true });
  const create = linkButton({ label: "Create a video", href: "/", look: "primary", sign: "add" });
  const head = el(
    "div",
    { class: "page-head" },
    el("h1", { tabindex: "-1" }, "Your videos"),
    el("div", { class: "inline" }, filters.nodes, selection.toggle, create),
  );
  return { title: "Your videos", node: el("div", { class: "page" }, head, problems.node, list, below, selection.bars) };
}

/** What is looked for: a text, a status and an order, which stand in the address too. */
function listFilters(place, signal, onChange) {
  const filter = select({ name: "status", label: "Show", options: FILTERS });
  const search = textField({ name: "q", label: "Search", type: "search", attributes: { maxlength: 200 } });
  const order = select({ name: "sort", label: "Sort", options: ORDERS });
  filter.write(place.status in STATUS ? place.status : "");
  order.write(ORDERS.some(({ value }) => value === place.sort) ? place.sort : "");
  search.write(place.text);
  const read = () => ({ status: filter.read(), q: search.read().trim(), sort: order.read() });
  const changed = () => {
    if (signal.aborted) return;
    keepListFilter(read());
    onChange();
  };
  let typing = 0;
  for (const one of [filter, order]) one.input.addEventListener("change", changed);
  search.input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = window.setTimeout(changed, SEARCH_AFTER_MILLISECONDS);
  });
  return { nodes: [search.node, filter.node, order.node], read };
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
function jobPages({ signal, wanted, onItems }) {
  /** @type {JobItem[]} */
  let items = [];
  /** @type {string | null} */
  let cursor = null;

  async function load(from) {
    const filters = queryOf(wanted());
    /** @type {{items: JobItem[], next_cursor: string | null}} */
    let page = { items: [], next_cursor: from };
    do {
      const query = queryOf({ limit: String(PAGE), ...wanted(), cursor: page.next_cursor });
      page = await ask("GET", `/jobs?${query}`, { signal });
    } while (!page.items.length && page.next_cursor && filters === queryOf(wanted()));
    return filters === queryOf(wanted()) ? page : null;
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

/** The values that are not empty, as a query. */
function queryOf(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
}

function nothing({ status, q }) {
  if (q) return emptyState({ title: "Nothing found", text: `No video has “${q}” in its title or subject.` });
  if (status) {
    const words = `No video is “${STATUS[status].toLowerCase()}” now. Choose another kind above.`;
    return emptyState({ title: "None of that kind", text: words });
  }
  const action = linkButton({ label: "Create a video", href: "/", look: "primary" });
  const words = "Say what your first one is about; its price is shown before anything is spent.";
  return emptyState({ title: "No videos yet", text: words, action });
}

function skeletons() {
  return [1, 2, 3].map(() => el("li", { class: "job skeleton", "aria-hidden": "true" }));
}
