/** A list whose items stay the same elements as long as their keys do, so that focus, typing and players survive. */

/**
 * @template {{node: HTMLElement}} Item
 * @param {HTMLElement} list
 * @param {(key: string) => Item} make
 */
export function keyedList(list, make) {
  /** @type {Map<string, Item>} */
  const items = new Map();

  function itemOf(key) {
    const item = items.get(key) ?? make(key);
    items.set(key, item);
    return item;
  }

  return {
    /**
     * Shows these keys in this order; each has its item brought up to date.
     * @param {[string, (item: Item) => void][]} entries
     */
    show: (entries) => {
      entries.forEach(([key, update], place) => {
        const item = itemOf(key);
        if (list.children[place] !== item.node) list.insertBefore(item.node, list.children[place] ?? null);
        update(item);
      });
      while (list.children.length > entries.length) list.lastElementChild?.remove();
      for (const [key, item] of items) if (!list.contains(item.node)) items.delete(key);
    },
    /** @param {string} key */
    get: (key) => items.get(key) ?? null,
    items: () => [...items.values()],
    clear: () => (items.clear(), list.replaceChildren()),
  };
}
