/** An estimate as a table: what would be bought, grouped by kind, and what it comes to. */

import { el } from "../lib/dom.js";
import { count, day, money, moneyAtMost } from "../lib/format.js";
import { KINDS } from "../lib/labels.js";

/**
 * @param {import("../client/api_types.js").Estimate} estimate
 * @param {string} [caption]
 */
export function estimateTable(estimate, caption = "What would be bought") {
  if (!estimate.items.length) return el("p", { class: "hint" }, "Nothing needs to be bought.");
  const rows = groups(estimate.items).map((group) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, group.title, el("span", { class: "hint" }, group.detail)),
      el("td", { class: "amount" }, money(group.usd)),
    ),
  );
  const total = el(
    "tr",
    { class: "total" },
    el("th", { scope: "row" }, "At most"),
    el("td", { class: "amount" }, moneyAtMost(estimate.total_usd)),
  );
  const table = el(
    "table",
    { class: "estimate" },
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      { class: "unseen" },
      el("tr", {}, el("th", { scope: "col" }, "Item"), el("th", { scope: "col" }, "Price")),
    ),
    el("tbody", {}, rows),
    el("tfoot", {}, total),
  );
  return el("div", { class: "stack" }, table, modelDetails(estimate.items));
}

/** Which models would be asked: of interest to few. */
function modelDetails(items) {
  const models = [...new Set(items.map((item) => item.model))];
  return el(
    "details",
    { class: "more small" },
    el("summary", {}, "Details"),
    el("p", { class: "hint" }, `Models: ${models.join(", ")}`),
  );
}

/** When the prices were read, in words. */
export function pricesAsOf(estimate) {
  if (Number(estimate.total_usd) === 0 && estimate.items.length)
    return "Nothing is charged: the offline providers are free.";
  return estimate.prices_as_of ? `List prices as of ${day(estimate.prices_as_of)}.` : "";
}

/** Items of one kind and model in one row. */
export function groups(items) {
  const found = new Map();
  for (const item of items) {
    const known = found.get(`${item.kind} ${item.model}`) ?? {
      kind: item.kind,
      model: item.model,
      unit: item.unit,
      items: 0,
      quantity: 0,
      usd: 0,
    };
    known.items += 1;
    known.quantity += Number(item.quantity);
    known.usd += Number(item.usd);
    found.set(`${item.kind} ${item.model}`, known);
  }
  return [...found.values()].map((group) => {
    const [one, many] = KINDS[group.kind] ?? [group.kind, group.kind];
    const quantity = Number(group.quantity.toFixed(2));
    const amount = `${quantity.toLocaleString("en")} ${unitOf(group.unit, quantity)}`;
    return {
      title: group.items > 1 && many !== one ? `${count(group.items, one.toLowerCase())}` : one,
      detail: amount,
      usd: group.usd,
    };
  });
}

/** The API names units in the plural or in the singular, as they come. */
function unitOf(unit, quantity) {
  const one = unit.replace(/s$/, "");
  return quantity === 1 ? one : `${one}s`;
}
