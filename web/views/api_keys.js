/** API keys: what programs sign in with. A new one is shown once; any can be revoked. */

import { ask } from "../client/client.js";
import { el, fill } from "../lib/dom.js";
import { money, day } from "../lib/format.js";
import { button } from "../parts/buttons.js";
import { checks, textField } from "../parts/controls.js";
import { confirmed } from "../parts/dialogs.js";
import { notice, problemNotice } from "../parts/notices.js";
import { section } from "../parts/section.js";

const SCOPES = [
  { value: "read", label: "Read", hint: "Jobs, scripts, videos and usage" },
  { value: "create", label: "Create", hint: "Projects, uploads and, with Spend, videos" },
  { value: "review", label: "Review", hint: "Edit scripts and scenes and, with Spend, decide at gates" },
  { value: "spend", label: "Spend", hint: "Whatever costs money, up to the amount below" },
];

/** @typedef {import("../client/api_types.js").ApiKey} ApiKey */

/** @param {import("../lib/router.js").ViewContext} context */
export function apiKeysView({ signal }) {
  const list = el("div", {}, el("p", { class: "hint" }, "Loading…"));
  const refresh = () => load(list, signal);
  const node = el(
    "div",
    { class: "page narrow" },
    el("h1", { tabindex: "-1" }, "API keys"),
    el("div", { class: "stack" }, creation(refresh), section("Your keys", list)),
  );
  refresh();
  return { title: "API keys", node, refresh };
}

async function load(place, signal) {
  try {
    const { items } = await ask("GET", "/keys", { signal });
    fill(
      place,
      items.length ? table(items, () => load(place, signal)) : el("p", { class: "hint" }, "There are none yet."),
    );
  } catch (error) {
    if (error.name === "AbortError") return;
    fill(place, problemNotice(error, { title: "Your keys cannot be shown" }));
  }
}

function creation(made) {
  const name = textField({ name: "key-name", label: "Name", hint: "What will use it", attributes: { maxlength: 60 } });
  const scopes = checks({ name: "key-scopes", label: "What it may do", options: SCOPES });
  const spend = textField({
    name: "key-spend",
    label: "USD a day",
    type: "number",
    hint: "Only with Spend",
    attributes: { min: 0, step: "0.01" },
  });
  const days = textField({
    name: "key-days",
    label: "Days until it ends",
    type: "number",
    hint: "Empty: until it is revoked",
    attributes: { min: 1, max: 366, step: 1 },
  });
  scopes.write(["read"]);
  const answer = el("div", { role: "status" });
  const create = async () => {
    const request = {
      name: name.read().trim(),
      scopes: scopes.read(),
      ...(spend.read() && { spend_usd_per_day: spend.read() }),
      ...(days.read() && { expires_in_days: Number(days.read()) }),
    };
    const key = await ask("POST", "/keys", { body: request });
    fill(answer, shownOnce(key));
    name.write("");
    made();
  };
  const failed = (error) => fill(answer, problemNotice(error, { title: "No key was made" }));
  const make = button({ label: "Make a key", act: create, failed, id: "make-key" });
  return section(
    "New key",
    name.node,
    scopes.node,
    spend.node,
    days.node,
    el("div", { class: "actions" }, make),
    answer,
  );
}

function shownOnce(key) {
  const text = el("code", { class: "secret", id: "new-key", tabindex: "0" }, key.key);
  return notice({ look: "good", title: `Copy ${key.name} now: it is not shown again`, text });
}

/**
 * @param {ApiKey[]} keys
 * @param {() => unknown} changed
 */
function table(keys, changed) {
  const titles = ["Name", "May", "Last used", "Ends", ""].map((title) => el("th", { scope: "col" }, title));
  const rows = keys.map((key) => row(key, changed));
  const made = el("table", { class: "listing" }, el("thead", {}, el("tr", {}, titles)), el("tbody", {}, rows));
  return el("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": "API keys" }, made);
}

function row(key, changed) {
  const spend = key.spend_usd_per_day === null ? "" : ` (${money(key.spend_usd_per_day)} a day)`;
  const revoke = async () => {
    const text = "Programs that use it are refused at once, and jobs that were ordered with it buy nothing more.";
    if (!(await confirmed({ title: `Revoke ${key.name}?`, text, yes: "Revoke" }))) return;
    await ask("DELETE", `/keys/${key.key_id}`);
    changed();
  };
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, key.name),
    el("td", {}, key.scopes.join(", ") + spend),
    el("td", {}, key.last_used_at === null ? "never" : dayOf(key.last_used_at)),
    el("td", {}, key.expires_at === null ? "no end" : `${key.expired ? "ended" : "until"} ${dayOf(key.expires_at)}`),
    el(
      "td",
      {},
      button({
        label: "Revoke",
        act: revoke,
        look: "small danger",
        attributes: { "aria-label": `Revoke ${key.name}` },
      }),
    ),
  );
}

/** @param {number} at in Unix seconds */
function dayOf(at) {
  return day(new Date(at * 1000).toISOString().slice(0, 10));
}
