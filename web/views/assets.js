/** Files of the user's own: what was added, with a preview and what was measured; adding and deleting them. */

import { ask } from "../client/client.js";
import { ASSET_KINDS, addAsset } from "../client/uploads.js";
import { el, fill, newId } from "../lib/dom.js";
import { moment, size } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { announce } from "../lib/live_region.js";
import { button } from "../parts/buttons.js";
import { select, textField } from "../parts/controls.js";
import { confirmed } from "../parts/dialogs.js";
import { emptyState, problemPlace } from "../parts/notices.js";
import { section } from "../parts/section.js";

const PAGE = 50;

/** @typedef {import("../client/api_types.js").Asset} Asset */

export function assetsView({ signal }) {
  const problems = problemPlace();
  const files = assetList({ signal, problems });
  files.refresh();
  const node = el(
    "div",
    { class: "page narrow" },
    el("h1", { tabindex: "-1" }, "Your files"),
    adding({ problems, added: files.add }),
    problems.node,
    files.nodes,
  );
  return { title: "Your files", node, refresh: files.refresh };
}

/** The newest files and those below them that somebody has asked for. */
function assetList({ signal, problems }) {
  const list = el("ul", { class: "files assets", "aria-busy": "true", "aria-label": "Your files" });
  const more = button({ label: "Show older ones", busy: "Loading…", act: () => older(), failed: problems.show });
  const below = el("div", { class: "actions centre", hidden: true }, more);
  /** @type {Asset[]} */
  let items = [];
  /** @type {string | null} */
  let cursor = null;

  function show(next) {
    items = next;
    list.removeAttribute("aria-busy");
    below.hidden = !cursor;
    const rows = items.map((asset) => row(asset, () => remove(asset)));
    fill(list, rows.length ? rows : el("li", { class: "plain-item" }, nothingYet()));
  }

  async function load(from) {
    const page = await ask("GET", `/assets?limit=${PAGE}${from ? `&cursor=${from}` : ""}`, { signal });
    cursor = page.next_cursor;
    return page.items;
  }

  const older = async () => show([...items, ...(await load(cursor))]);
  const failed = (problem) => {
    list.removeAttribute("aria-busy");
    if (problem.name !== "AbortError") problems.show(problem, { title: "Your files cannot be shown" });
  };
  const remove = async (asset) => {
    if (await deleted(asset, problems)) show(items.filter((known) => known !== asset));
  };
  return {
    nodes: [list, below],
    refresh: () => load(null).then(show).catch(failed),
    add: (asset) => show([asset, ...items]),
  };
}

function nothingYet() {
  const text = "Stills, clips, music, logos and fonts that you add can be used in any number of videos.";
  return emptyState({ title: "No files yet", text, sign: "picture" });
}

/** Deletes an asset after a question. Resolves to whether it is gone. */
async function deleted(asset, problems) {
  const text = "Videos that use it keep their copy.";
  if (!(await confirmed({ title: `Delete ${asset.file_name}?`, text, yes: "Delete" }))) return false;
  problems.clear();
  try {
    await ask("DELETE", `/assets/${asset.asset_id}`);
  } catch (problem) {
    problems.show(problem, { title: `${asset.file_name} is not deleted` });
    return false;
  }
  announce(`${asset.file_name} is deleted`);
  return true;
}

/** What a file is for, under which licence one has it, and the file. */
function adding({ problems, added }) {
  const options = Object.entries(ASSET_KINDS).map(([value, { label }]) => ({ value, label }));
  const kind = select({ name: "kind", label: "What it is for", options });
  const hint = "For your records; it goes into the report of every video that uses the file";
  const licence = textField({ name: "licence", label: "Licence", hint, attributes: { maxlength: 1000 } });
  const id = newId("asset-file");
  const input = el("input", { type: "file", id, multiple: true, "aria-describedby": `${id}-hint` });
  const words = el("p", { class: "hint", id: `${id}-hint` });
  const state = el("p", { class: "hint", role: "status" });
  const taken = () => /** @type {typeof ASSET_KINDS.still} */ (ASSET_KINDS[kind.read()]);
  const arrange = () => {
    input.setAttribute("accept", taken().types.join(","));
    fill(words, `Choose ${taken().words}. It is opened and measured at once.`);
  };
  kind.input.addEventListener("change", arrange);
  arrange();
  input.addEventListener("change", async () => {
    problems.clear();
    input.disabled = true;
    for (const file of [...input.files]) {
      fill(state, `Adding ${file.name}…`);
      try {
        added(await addAsset(kind.read(), file, licence.read().trim()));
        announce(`${file.name} is added`);
      } catch (problem) {
        if (!problem.code) throw problem;
        problems.show(problem, { title: `${file.name} is not added` });
      }
    }
    fill(state, "");
    input.value = "";
    input.disabled = false;
  });
  const file = el("div", { class: "field" }, el("label", { for: id }, "Add files"), words, input, state);
  return section("Add a file", el("div", { class: "two" }, kind.node, licence.node), file);
}

/** @param {Asset} asset @param {() => any} remove */
function row(asset, remove) {
  const facts = [ASSET_KINDS[asset.kind].label, measured(asset.facts), size(asset.bytes), moment(asset.created_at)];
  const away = button({ label: `Delete ${asset.file_name}`, act: remove, look: "bare only-icon", sign: "close" });
  return el(
    "li",
    { data: { asset: asset.asset_id } },
    preview(asset),
    el(
      "span",
      { class: "file-name" },
      el("a", { href: asset.url, target: "_blank", rel: "noopener" }, asset.file_name),
      el("span", { class: "hint" }, facts.filter(Boolean).join(" · ")),
      asset.licence && el("span", { class: "hint" }, `Licence: ${asset.licence}`),
      asset.warnings.map((warning) => el("span", { class: "hint" }, warning)),
    ),
    away,
  );
}

function preview(asset) {
  const type = asset.content_type.split("/")[0];
  if (type === "image") return el("img", { src: asset.url, alt: "", width: 40, height: 40, loading: "lazy" });
  const label = `Preview of ${asset.file_name}`;
  if (type === "video")
    return el("video", { src: asset.url, muted: true, controls: true, preload: "metadata", "aria-label": label });
  if (type === "audio") return el("audio", { src: asset.url, controls: true, preload: "none", "aria-label": label });
  return icon("picture");
}

function measured(facts) {
  const parts = [
    facts.width && `${facts.width} × ${facts.height}`,
    facts.transparent && "transparent",
    facts.seconds && `${Number(facts.seconds.toFixed(1))} s`,
    facts.loudness_lufs && `${facts.loudness_lufs} LUFS`,
    facts.font_family && `${facts.font_family} ${facts.font_style}`,
  ];
  return parts.filter(Boolean).join(", ");
}
