/** Which view shows which place, and moving between them without loading the page anew. */

/** @typedef {{title: string, node: HTMLElement, refresh?: () => unknown}} View `refresh` fetches what it shows again */
/** @typedef {{params: Record<string, string>, signal: AbortSignal, go: (place: string) => void}} ViewContext */
/** @typedef {(context: ViewContext) => View} MakeView */

/**
 * Shows the view of the present place in `outlet`, and of every later one. A view's signal says when it is left.
 * @param {HTMLElement} outlet
 * @param {[RegExp, MakeView][]} routes
 * @param {(view: View) => void} onShown
 */
export function startRouter(outlet, routes, onShown) {
  let leaving = new AbortController();
  /** @type {string | null} */
  let shown = null;
  /** @type {View | null} */
  let current = null;

  const show = () => {
    const first = shown === null;
    shown = location.pathname;
    leaving.abort();
    leaving = new AbortController();
    const view = viewOf(location.pathname, leaving.signal);
    current = view;
    outlet.replaceChildren(view.node);
    document.title = view.title === "Omnigen" ? view.title : `${view.title} · Omnigen`;
    if (!first) {
      window.scrollTo(0, 0);
      outlet.querySelector("h1")?.focus({ preventScroll: true });
    }
    onShown(view);
  };

  const viewOf = (path, signal) => {
    for (const [pattern, make] of routes) {
      const match = pattern.exec(path);
      if (match) return make({ params: match.groups ?? {}, signal, go });
    }
    throw new Error(`no view for ${path}`);
  };

  /** @param {string} place */
  const go = (place) => {
    if (place !== location.pathname + location.search) history.pushState(null, "", place);
    show();
  };

  document.addEventListener("click", (event) => {
    const place = placeWithin(event);
    if (place === null) return;
    event.preventDefault();
    go(place);
  });
  window.addEventListener("popstate", () => location.pathname !== shown && show()); // not for a place within the view
  show();
  return { go, refresh: () => current?.refresh?.() };
}

/**
 * The place in this page that a plain click on a link leads to; null for every other click.
 * @param {MouseEvent} event
 */
function placeWithin(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.hasAttribute("href") || event.defaultPrevented || !isPlain(event)) return null;
  if (link.target || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  const elsewhere = url.origin !== location.origin || url.pathname.startsWith("/api/");
  return elsewhere || url.search || url.hash ? null : url.pathname;
}

/** @param {MouseEvent} event */
function isPlain({ button, metaKey, ctrlKey, shiftKey, altKey }) {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
}
