/** One's videos: newest first, with picture, status, progress and cost; those under way are looked at again and again. */

import { ask } from "../client/client.js";
import { el, fill } from "../lib/dom.js";
import { passed, visible } from "../client/sse.js";
import { linkButton, button } from "../parts/buttons.js";
import { select } from "../parts/controls.js";
import { emptyState, problemPlace } from "../parts/notices.js";
import { isUnderWay } from "../lib/pipeline.js";
import { STATUS } from "../lib/labels.js";
import { jobRow } from "./job_row.js";

const PAGE = 20;
const LOOK_AGAIN_MILLISECONDS = 3_000;
const FILTERS = [
  { value: "", label: "All videos" },
  ...Object.entries(STATUS).map(([value, label]) => ({ value, label })),
];

export function jobsView({ signal }) {
  const filter = select({ name: "status", label: "Show", options: FILTERS });
  const list = el("ul", { class: "jobs", "aria-busy": "true" }, skeletons());
  const below = el("div", { class: "actions centre" });
  const problems = problemPlace();
  /** @type {Map<string, ReturnType<typeof jobRow>>} */
  const rows = new Map();
  let cursor = null;

  async function load(from) {
    const status = filter.read();
    const query = new URLSearchParams({ limit: PAGE, ...(status && { status }), ...(from && { cursor: from }) });
    const page = await ask("GET", `/jobs?${query}`, { signal });
    if (status !== filter.read()) return;
    problems.clear();
    if (!from) arrangeFirst(page);
    else page.items.forEach((item) => list.append(rowOf(item).node));
    if (from || rows.size <= PAGE) cursor = page.next_cursor;
    list.removeAttribute("aria-busy");
    below.hidden = !cursor;
  }

  function arrangeFirst(page) {
    if (!page.items.length) {
      rows.clear();
      return fill(list, el("li", { class: "plain-item" }, nothing(filter.read())));
    }
    const known = new Set(page.items.map((item) => item.job_id));
    for (const child of [...list.children]) if (!rows.has(child.dataset.job)) child.remove();
    const fresh = page.items.map((item) => rowOf(item).node);
    const later = [...list.children].filter((child) => !known.has(child.dataset.job));
    const wanted = rows.size > PAGE ? [...fresh, ...later] : fresh;
    wanted.forEach(
      (node, place) => list.children[place] !== node && list.insertBefore(node, list.children[place] ?? null),
    );
    while (list.children.length > wanted.length) list.lastChild.remove();
    for (const [jobId, row] of rows) if (!list.contains(row.node)) rows.delete(jobId);
    return list;
  }

  function rowOf(item) {
    if (!rows.has(item.job_id)) rows.set(item.job_id, jobRow());
    const row = rows.get(item.job_id);
    row.show(item);
    return row;
  }

  async function watch() {
    while (!signal.aborted) {
      await visible(signal);
      try {
        await load(null);
        await Promise.all(
          [...rows.values()]
            .filter((row) => isUnderWay(row.item()))
            .slice(0, 8)
            .map((row) => row.look(signal)),
        );
      } catch (error) {
        if (error.name === "AbortError") return;
        if (error.code !== "Unreachable") problems.show(error, { title: "Your videos cannot be shown" });
        list.removeAttribute("aria-busy");
      }
      await passed(LOOK_AGAIN_MILLISECONDS, signal);
    }
  }

  const more = button({
    label: "Show older ones",
    busy: "Loading…",
    act: () => load(cursor),
    failed: (problem) => problems.show(problem),
  });
  fill(below, more);
  below.hidden = true;
  filter.input.addEventListener("change", () => {
    rows.clear();
    cursor = null;
    fill(list, skeletons());
    load(null).catch((error) => error.name === "AbortError" || problems.show(error));
  });
  watch();
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

function nothing(status) {
  if (status) {
    return emptyState({
      title: "None of that kind",
      text: `No video is “${STATUS[status].toLowerCase()}” now. Choose another kind above.`,
    });
  }
  const action = linkButton({ label: "Create a video", href: "/", look: "primary" });
  return emptyState({
    title: "No videos yet",
    text: "Say what your first one is about; its price is shown before anything is spent.",
    action,
  });
}

function skeletons() {
  return [1, 2, 3].map(() => el("li", { class: "job skeleton", "aria-hidden": "true" }));
}
