/** The page's icons: outlines of 24 by 24, drawn in the colour of the text, hidden from screen readers. */

const OUTLINES = {
  add: "M12 5v14M5 12h14",
  alert: "M12 8v5m0 3.5v.01M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z",
  back: "m14 6-6 6 6 6",
  check: "m5 12.5 4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6 6 18",
  download: "M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 20h14",
  edit: "m4 20 .9-4L15.6 5.3a2.1 2.1 0 0 1 3 3L8 19.1 4 20Z",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.7h4m8 0h4M4 14.3h4m8 0h4",
  info: "M12 11v5.5m0-9v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  keyboard: "M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 14.8h8",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  picture: "M4 5h16v14H4zm0 11 5-5 4.5 4.5 2.5-2.5 4 4M15.5 9.3v.01",
  play: "M8 5.5v13l11-6.5-11-6.5Z",
  redo: "M19 5v5h-5M18.6 10A7.5 7.5 0 1 0 19.5 13",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2.5V5m0 14v2.5M2.5 12H5m14 0h2.5M5.3 5.3 7 7m10 10 1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7",
  trash: "M5 7h14M10 7V4.5h4V7m3 0-.8 12.5H7.8L7 7m3.3 3.5v5.5m3.4-5.5v5.5",
  upload: "M12 16V5m0 0L7.5 9.5M12 5l4.5 4.5M5 20h14",
};

/** @param {keyof typeof OUTLINES} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", OUTLINES[name]);
  svg.append(path);
  return svg;
}
