/** The products that were kept: seen, and deleted. */

import { ask } from "../../client/client.js";
import { el } from "../../lib/dom.js";
import { count } from "../../lib/format.js";
import { button } from "../../parts/buttons.js";
import { confirmed } from "../../parts/dialogs.js";
import { problemPlace } from "../../parts/notices.js";
import { photoGallery } from "../../parts/photo_gallery.js";

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
    photoGallery(product.photos),
    problems.node,
    el(
      "div",
      { class: "actions" },
      button({ label: `Edit ${product.name}`, look: "small", sign: "edit", act: edit }),
      button({ label: `Delete ${product.name}`, look: "small", act: remove, failed }),
    ),
  );
}
