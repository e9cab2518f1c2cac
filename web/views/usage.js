/** What was used this month, what may be used, and which models would be asked. */

import { ask } from "../client/client.js";
import { el, fill } from "../lib/dom.js";
import { count, day, money, month } from "../lib/format.js";
import { problemNotice } from "../parts/notices.js";
import { capital } from "../lib/labels.js";
import { accountSection } from "./account.js";

export function usageView({ signal }) {
  const body = el("div", { class: "stack" }, el("p", { class: "hint" }, "Loading…"));
  const refresh = () => load(body, signal);
  refresh();
  const node = el(
    "div",
    { class: "page narrow" },
    el("h1", { tabindex: "-1" }, "Usage and account"),
    body,
    accountSection(),
  );
  return { title: "Usage and account", node, refresh };
}

async function load(body, signal) {
  try {
    const [usage, models] = await Promise.all([ask("GET", "/usage", { signal }), ask("GET", "/models", { signal })]);
    fill(body, spending(usage), counts(usage), modelTable(models.items));
  } catch (error) {
    if (error.name === "AbortError") return;
    fill(body, problemNotice(error, { title: "Your usage cannot be shown" }));
  }
}

function spending(usage) {
  const bound = Number(usage.spent_usd) + Number(usage.reserved_usd);
  return el(
    "section",
    { class: "card" },
    el("h2", {}, `Spend, ${month(usage.period)}`),
    el("p", { class: "big" }, money(bound), el("span", { class: "hint" }, ` of ${money(usage.monthly_usd)}`)),
    el("meter", { min: 0, max: Number(usage.monthly_usd), value: bound, "aria-label": "Share of this month's limit" }),
    el(
      "p",
      { class: "hint" },
      `${money(usage.spent_usd)} spent, ${money(usage.reserved_usd)} reserved for what is in progress.`,
    ),
  );
}

function counts(usage) {
  const rows = [
    ["Videos in progress", `${usage.jobs_running} of ${usage.jobs_at_once} at once`],
    ["Videos ordered today", `${usage.jobs_today} of ${usage.jobs_per_day} a day`],
    ...Object.entries(usage.counts).map(([name, amount]) => [
      capital(name.replaceAll("_", " ")),
      Number(amount).toLocaleString("en"),
    ]),
  ];
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Usage this month"),
    el(
      "dl",
      { class: "facts" },
      rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
    ),
  );
}

function modelTable(models) {
  const rows = models.map((model) =>
    el(
      "tr",
      {},
      el("td", {}, capital(model.capability)),
      el("th", { scope: "row" }, model.id),
      el("td", {}, priceOf(model)),
      el("td", {}, model.retires_on ? `until ${day(model.retires_on)}` : capital(model.state)),
    ),
  );
  const titles = ["Kind", "Model", "Price", "State"].map((title) => el("th", { scope: "col" }, title));
  const table = el("table", { class: "listing" }, el("thead", {}, el("tr", {}, titles)), el("tbody", {}, rows));
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Models"),
    el("p", { class: "hint" }, `${count(models.length, "model")}, each kind in the order in which they are asked.`),
    el("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": "Models" }, table),
  );
}

function priceOf(model) {
  if (!model.price) return "not known: not bought";
  const { usd, per, by_resolution: byResolution, usd_input: input, usd_output: output } = model.price;
  if (usd !== null) return `$${usd} per ${per}`;
  const sizes = Object.entries(byResolution).map(([size, price]) => `$${price} at ${size}`);
  return sizes.length ? `${sizes.join(", ")}, per ${per}` : `$${input} per ${per} in, $${output} out`;
}
