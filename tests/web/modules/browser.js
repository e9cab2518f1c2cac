/** What the page's modules touch of a browser while they are loaded, for tests in Node. */

function storage() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
    removeItem: (name) => kept.delete(name),
  };
}

globalThis.sessionStorage = storage();
globalThis.localStorage = storage();
globalThis.BroadcastChannel = EventTarget;
