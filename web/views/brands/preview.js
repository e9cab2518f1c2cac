/** Title, caption and end card in a brand's colours, as they will stand in a video: an outline, drawn by the browser. */

import { el, fill } from "../../lib/dom.js";

const RATIOS = [
  { name: "16:9", look: "wide" },
  { name: "9:16", look: "tall" },
  { name: "1:1", look: "square" },
];
const MIN_CONTRAST = 4.5;

/** @returns {{node: HTMLElement, show: (kit: any, logoUrl: string) => void}} */
export function brandPreview() {
  const node = el("div", { class: "brand-preview", role: "img", "aria-label": "Preview of the brand" });
  return {
    node,
    show: (kit, logoUrl) =>
      fill(
        node,
        RATIOS.map(({ name, look }) => frame({ name, look, kit, logoUrl })),
      ),
  };
}

function frame({ name, look, kit, logoUrl }) {
  const { primary, accent } = kit.palette;
  const ink = textOn(primary, kit.palette);
  const title = el("span", { class: "brand-title" }, "A title");
  title.style.borderColor = accent;
  const caption = el("span", { class: "brand-caption" }, "What is said");
  const call = el("span", { class: "brand-call" }, kit.call_to_action || "Call to action");
  call.style.background = accent;
  call.style.color = textOn(accent, kit.palette);
  const panel = el(
    "div",
    { class: "brand-panel" },
    logoUrl && el("img", { src: logoUrl, alt: "" }),
    el("strong", { dir: "auto" }, kit.name || "Name"),
    kit.tagline && el("span", { dir: "auto" }, kit.tagline),
    call,
    kit.display_url && el("span", { dir: "ltr" }, kit.display_url),
    kit.legal_line && el("small", { dir: "auto" }, kit.legal_line),
  );
  panel.style.background = primary;
  panel.style.color = ink;
  const picture = el("div", { class: "brand-picture" }, title, caption);
  return el(
    "figure",
    { class: `brand-frame ${look}` },
    el("div", { class: "brand-screen" }, picture, panel),
    el("figcaption", { class: "hint" }, name),
  );
}

/** The colour of text on a ground, chosen as the videos do. */
export function textOn(ground, palette) {
  const best = (colours) =>
    colours.reduce((one, other) => (contrast(one, ground) >= contrast(other, ground) ? one : other));
  const own = best([palette.light ?? "#FFFFFF", palette.dark ?? "#101418"]);
  return contrast(own, ground) >= MIN_CONTRAST ? own : best(["#FFFFFF", "#000000"]);
}

/** Contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2). */
export function contrast(one, other) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const share = parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
