/** Where somebody was in the list: filter and search in the address, loaded rows and scroll in the tab's history. */

/** @typedef {{status: string, text: string, sort: string, rows: number, scroll: number}} ListPlace */

/** @returns {ListPlace} */
export function listPlace() {
  const { rows = 0, scroll = 0 } = history.state?.list ?? {};
  const query = new URLSearchParams(location.search);
  return { status: query.get("status") ?? "", text: query.get("q") ?? "", sort: query.get("sort") ?? "", rows, scroll };
}

/** Puts filter and search into the address, so that it leads back to what is shown. */
export function keepListFilter({ status, q, sort }) {
  const query = new URLSearchParams({ ...(status && { status }), ...(q && { q }), ...(sort && { sort }) });
  history.replaceState(null, "", query.size ? `/jobs?${query}` : "/jobs");
}

let waiting = 0;

/**
 * Remembers the place a moment after scrolling, as browsers allow few changes of the history in a second.
 * @param {number} rows
 */
export function keepListPlace(rows) {
  clearTimeout(waiting);
  const { href } = location;
  waiting = window.setTimeout(() => {
    if (location.href === href) history.replaceState({ list: { rows, scroll: window.scrollY } }, "", href);
  }, 100);
}
