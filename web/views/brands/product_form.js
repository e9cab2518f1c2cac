/** The form of a product that is kept, with its photos. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { complaintOf, photoValues, photosOf } from "../../lib/brief_form.js";
import { el } from "../../lib/dom.js";
import { button } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { problemPlace } from "../../parts/notices.js";
import { photoField } from "../../parts/photo_field.js";

const limits = LIMITS.product;
const BLANK = { name: "", description: "", selling_points: [], target_audience: "", photos: [] };

/**
 * @param {any} project the product that is changed; null for a new one
 * @param {{saved: () => unknown, close: () => unknown}} then
 */
export function productForm(project, { saved, close }) {
  const product = project?.product ?? BLANK;
  const fields = fieldsOf(product);
  const problems = problemPlace();
  const title = project ? `Change ${product.name}` : "A new product";
  const act = async () => {
    problems.clear();
    for (const field of Object.values(fields)) field.complain("");
    if (fields.photos.sending()) return problems.show(waitForPhotos);
    await send(project, { ...product, ...read(fields) });
    return saved();
  };
  const failed = (problem) => {
    for (const one of problem.fields ?? []) fields[nameOf(one.field)]?.complain(complaintOf(one));
    problems.show(problem, { title: "The product was not kept" });
  };
  const label = project ? "Save" : "Keep this product";
  const save = button({ label, busy: "Saving…", look: "primary", id: "save-product", act, failed });
  return el(
    "section",
    { class: "card stack", id: "product-form", "aria-label": title },
    el("h2", { tabindex: "-1" }, title),
    Object.values(fields).map((field) => field.node),
    project && el("p", { class: "hint" }, "Videos that were made of it before keep their own copy."),
    problems.node,
    el("div", { class: "actions" }, save, button({ label: "Cancel", look: "quiet", act: close })),
  );
}

const waitForPhotos = {
  status: 409,
  code: "Uploading",
  message: "A photo is still being added; wait a moment",
  fixableBy: "user",
};

/** The fields by their names in the API, filled in. @returns {Record<string, any>} */
function fieldsOf(product) {
  const maxlength = (name) => ({ maxlength: limits[`product.${name}`].maxLength });
  const points = `One in each line, up to ${limits["product.selling_points"].maxItems}`;
  const fields = {
    name: textField({ name: "name", label: "Name", attributes: maxlength("name") }),
    description: textField({
      name: "description",
      label: "Description",
      rows: 3,
      attributes: maxlength("description"),
    }),
    selling_points: textField({ name: "selling_points", label: "Selling points", hint: points, rows: 3 }),
    target_audience: textField({
      name: "target_audience",
      label: "Target audience",
      attributes: maxlength("target_audience"),
    }),
    photos: photoField({ name: "photos", changed: () => {} }),
  };
  fields.name.write(product.name);
  fields.description.write(product.description);
  fields.selling_points.write(product.selling_points.join("\n"));
  fields.target_audience.write(product.target_audience ?? "");
  fields.photos.write(photoValues(product.photos));
  return fields;
}

/** @param {Record<string, any>} fields */
function read({ name, description, selling_points: points, target_audience: audience, photos }) {
  return {
    name: name.read().trim(),
    description: description.read().trim(),
    selling_points: points
      .read()
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    target_audience: audience.read().trim() || null,
    photos: photosOf(photos.read()),
  };
}

/** `product.photos.1.asset` is about the field `photos`. */
function nameOf(field) {
  return field.split(".")[1] ?? field;
}

async function send(project, product) {
  if (!project) return ask("POST", "/projects", { body: { product } });
  const { project_id: id, mode, label, rev } = project;
  return ask("PUT", `/projects/${id}`, { body: { product, mode, rev, ...(label && { label }) } });
}
