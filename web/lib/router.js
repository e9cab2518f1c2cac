/** Which view shows which place, and moving between them without loading the page anew. */

/** @typedef {{title: string, node: HTMLElement}} View */
/** @typedef {(context: {params: Record<string, string>, signal: AbortSignal, go: (place: string) => void}) => View} MakeView */

/**
 * Shows the view of the present place in `outlet`, and of every later one. A view's signal says when it is left.
 * @param {HTMLElement} outlet
 * @param {[RegExp, MakeView][]} routes
 * @param {(view: View) => void} onShown
 */
export function startRouter(outlet, routes, onShown) {
  let leaving = new AbortController();
  let shown = null;

  const show = () => {
    const first = shown === null;
    shown = location.pathname;
    leaving.abort();
    leaving = new AbortController();
    const view = viewOf(location.pathname, leaving.signal);
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

  const go = (place) => {
    if (place !== location.pathname + location.search) history.pushState(null, "", place);
    show();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname.startsWith("/api/") || url.search || url.hash) return;
    event.preventDefault();
    go(url.pathname);
  });
  window.addEventListener("popstate", () => location.pathname !== shown && show()); // not for a place within the view
  show();
  return { go };
}
