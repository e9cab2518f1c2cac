/** The product of a video: one that was kept earlier, shown as it will be used, or a new one. */

import { ask } from "../../client/client.js";
import { LIMITS } from "../../client/limits.js";
import { photoValues } from "../../lib/brief_form.js";
import { el, region } from "../../lib/dom.js";
import { button } from "../../parts/buttons.js";
import { select, textField, toggle } from "../../parts/controls.js";
import { photoField } from "../../parts/photo_field.js";
import { photoGallery } from "../../parts/photo_gallery.js";

const NEW_PRODUCT = { value: "", label: "A new product" };
const limits = LIMITS.product;

/** @param {number} max */
export const characters = (max) => (text) =>
  `${text.trim().length.toLocaleString("en")} of ${max.toLocaleString("en")}`;

/** @param {() => void} changed when something was written other than by typing */
export function productFields(changed) {
  const kept = select({ name: "project_id", label: "Product", options: [NEW_PRODUCT] });
  const fields = newProductFields();
  const photos = photoField({ name: "product_photos", changed });
  const [name, description, points, audience, keep] = fields;
  const names = el("div", { class: "two" }, name.node, audience.node);
  const fresh = el("div", { class: "stack" }, names, description.node, points.node, photos.node, keep.node);
  const card = keptProduct(kept, (product) => {
    kept.write("");
    name.write(product.name);
    description.write(product.description);
    points.write(product.selling_points.join("\n"));
    audience.write(product.target_audience ?? "");
    photos.write(photoValues(product.photos));
    keep.write(true);
    changed();
    name.focus();
  });
  return {
    node: el("div", { class: "stack" }, kept.node, card.node, fresh),
    controls: [kept, ...fields, photos],
    arrange: (values) => {
      fresh.hidden = Boolean(values.project_id);
      kept.node.hidden = kept.input.options.length < 2;
      card.show(values.project_id);
    },
    /** Offers the products that were kept. Without them the form works all the same. */
    load: async () => {
      try {
        const page = await ask("GET", "/projects?limit=100");
        const offered = page.items.map((project) => ({ value: project.project_id, label: project.title }));
        kept.offer([NEW_PRODUCT, ...offered]);
        kept.complain("");
      } catch (error) {
        if (!error.code) throw error;
        kept.complain(`Products kept earlier cannot be shown. ${error.message}`);
      }
    },
  };
}

/** The chosen product as it will be used. `edit` gets it to be changed: it becomes a new one, as videos refer to it. */
function keptProduct(kept, edit) {
  const card = region("div", {}, (product) => product && productCard(product, () => edit(product)));
  /** @type {Map<string, any>} */
  const known = new Map();
  return {
    node: card.node,
    show: async (projectId) => {
      if (projectId && !known.has(projectId)) {
        try {
          known.set(projectId, (await ask("GET", `/projects/${projectId}`)).product);
        } catch (error) {
          if (!error.code) throw error;
          return kept.complain(`The product cannot be shown. ${error.message}`);
        }
      }
      if (kept.read() === projectId) card.show(known.get(projectId) ?? null);
      return undefined;
    },
  };
}

function newProductFields() {
  return [
    textField({
      name: "product_name",
      label: "Name",
      attributes: { placeholder: "Aqua One", maxlength: limits["product.name"].maxLength },
    }),
    textField({
      name: "product_description",
      label: "Description",
      rows: 3,
      note: characters(limits["product.description"].maxLength),
      attributes: { placeholder: "A steel bottle that keeps drinks cold for a day" },
    }),
    textField({
      name: "selling_points",
      label: "Selling points",
      hint: `One in each line, up to ${limits["product.selling_points"].maxItems}`,
      rows: 3,
    }),
    textField({
      name: "target_audience",
      label: "Target audience",
      attributes: { placeholder: "People who commute", maxlength: limits["product.target_audience"].maxLength },
    }),
    toggle({ name: "keep_product", label: "Keep this product", hint: "To make more videos of it later" }),
  ];
}

function productCard(product, edit) {
  const points = product.selling_points.map((point) => el("li", { dir: "auto" }, point));
  return el(
    "div",
    { class: "product-card stack", id: "product-card" },
    el("p", { class: "notice-title", dir: "auto" }, product.name),
    el("p", { dir: "auto" }, product.description),
    points.length > 0 && el("ul", { class: "bullets", "aria-label": "Selling points" }, points),
    photoGallery(product.photos),
    product.target_audience && el("p", { class: "hint", dir: "auto" }, `Target audience: ${product.target_audience}`),
    el("div", { class: "actions" }, button({ label: "Edit as a new product", look: "small", sign: "edit", act: edit })),
  );
}
