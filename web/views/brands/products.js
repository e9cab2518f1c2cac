/** The products that were kept: seen, changed and deleted. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { el } from "../../lib/dom.js";
import { count } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { confirmed } from "../../parts/dialogs.js";
import { problemPlace } from "../../parts/notices.js";

const limits = LIMITS.product;

/**
 * A product with what can be done about it.
 * @param {any} project
 * @param {{edit: () => unknown, changed: () => unknown}} then
 */
export function productCard(project, { edit, changed }) {
  const problems = problemPlace();
  const { product } = project;
  const remove = async () => {
    const made = project.jobs.items.length;
    const text = made
      ? `${count(made, "video")} or more were made of it. They have their own copy and stay.`
      : "No video was made of it.";
    if (!(await confirmed({ title: `Delete ${project.title}?`, text, yes: "Delete" }))) return;
    await ask("DELETE", `/projects/${project.project_id}`);
    await changed();
  };
  const failed = (problem) => problems.show(problem, { title: "The product was not deleted" });
  return el(
    "div",
    { class: "product-card stack" },
    el("p", { class: "notice-title", dir: "auto" }, product.name),
    el("p", { dir: "auto" }, product.description),
    product.selling_points.length > 0 &&
      el(
        "ul",
        { class: "bullets", "aria-label": "Selling points" },
        product.selling_points.map((point) => el("li", { dir: "auto" }, point)),
      ),
    problems.node,
    el(
      "div",
      { class: "actions" },
      button({ label: `Edit ${product.name}`, look: "small", sign: "edit", act: edit }),
      button({ label: `Delete ${product.name}`, look: "small", act: remove, failed }),
    ),
  );
}

/**
 * @param {any} project
 * @param {{saved: () => unknown, close: () => unknown}} then
 */
export function productForm(project, { saved, close }) {
  const { product } = project;
  const name = textField({ name: "name", label: "Name", attributes: { maxlength: limits["product.name"].maxLength } });
  const description = textField({ name: "description", label: "Description", rows: 3 });
  const points = textField({ name: "selling_points", label: "Selling points", hint: "One in each line", rows: 3 });
  const audience = textField({ name: "target_audience", label: "Target audience" });
  name.write(product.name);
  description.write(product.description);
  points.write(product.selling_points.join("\n"));
  audience.write(product.target_audience ?? "");
  const problems = problemPlace();
  const act = async () => {
    problems.clear();
    const changed = {
      ...product,
      name: name.read().trim(),
      description: description.read().trim(),
      selling_points: points
        .read()
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      target_audience: audience.read().trim() || null,
    };
    const body = { product: changed, mode: project.mode, rev: project.rev };
    await ask("PUT", `/projects/${project.project_id}`, { body });
    await saved();
  };
  const failed = (problem) => problems.show(problem, { title: "The product was not changed" });
  const save = button({ label: "Save", busy: "Saving…", look: "primary", id: "save-product", act, failed });
  return el(
    "section",
    { class: "card stack", "aria-label": `Change ${product.name}` },
    el("h2", { tabindex: "-1" }, `Change ${product.name}`),
    name.node,
    description.node,
    points.node,
    audience.node,
    el("p", { class: "hint" }, "Videos that were made of it before keep their own copy."),
    problems.node,
    el("div", { class: "actions" }, save, button({ label: "Cancel", look: "quiet", act: close })),
  );
}
