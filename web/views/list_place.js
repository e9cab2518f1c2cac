/** Where somebody was in the list: the filter in the address, loaded rows and scroll in the tab's history. */

/** @typedef {{status: string, rows: number, scroll: number}} ListPlace */

/** @returns {ListPlace} */
export function listPlace() {
  const { rows = 0, scroll = 0 } = history.state?.list ?? {};
  return { status: new URLSearchParams(location.search).get("status") ?? "", rows, scroll };
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
