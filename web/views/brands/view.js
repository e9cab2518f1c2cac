/** Brands and products that are kept for any number of videos. */

import { ask } from "../../client/client.js";
import { el, fill } from "../../lib/dom.js";
import { count } from "../../lib/format.js";
import { announce } from "../../lib/live_region.js";
import { button } from "../../parts/buttons.js";
import { confirmed } from "../../parts/dialogs.js";
import { problemNotice } from "../../parts/notices.js";
import { section } from "../../parts/section.js";
import { brandForm } from "./brand_form.js";
import { brandPreview } from "./preview.js";
import { productForm } from "./product_form.js";
import { productCard } from "./products.js";

/** @param {import("../../lib/router.js").ViewContext} context */
export function brandsView({ signal }) {
  const editor = el("div", {});
  const lists = el("div", { class: "stack" }, el("p", { class: "hint" }, "Loading…"));
  const close = () => fill(editor);
  const saved = async (what) => {
    close();
    announce(`${what} saved`);
    await refresh();
    node.querySelector("h1")?.focus();
  };
  const open = (form) => {
    fill(editor, form);
    form.querySelector("h2")?.focus();
  };
  const editBrand = (brand) => open(brandForm(brand, { close, saved: () => saved("Brand") }));
  const editProduct = (project) => open(productForm(project, { close, saved: () => saved("Product") }));

  async function refresh() {
    try {
      const [brands, projects] = await Promise.all([
        ask("GET", "/brands", { signal }),
        ask("GET", "/projects?limit=100", { signal }),
      ]);
      const ids = projects.items.map((project) => project.project_id);
      const products = await Promise.all(ids.map((id) => ask("GET", `/projects/${id}`, { signal })));
      fill(
        lists,
        brandSection(brands.items, { editBrand, refresh }),
        productSection(products, { editProduct, refresh }),
      );
    } catch (error) {
      if (error.name === "AbortError") return;
      fill(lists, problemNotice(error, { title: "Brands and products cannot be shown" }));
    }
  }

  const add = button({ label: "New brand", look: "primary", id: "new-brand", act: () => editBrand(null) });
  const addProduct = button({ label: "New product", id: "new-product", act: () => editProduct(null) });
  const actions = el("div", { class: "actions" }, add, addProduct);
  const head = el("div", { class: "page-head" }, el("h1", { tabindex: "-1" }, "Brands and products"), actions);
  const node = el("div", { class: "page narrow" }, head, el("div", { class: "stack" }, editor, lists));
  refresh();
  return { title: "Brands and products", node, refresh };
}

function brandSection(brands, { editBrand, refresh }) {
  const none = "None yet. A brand gives videos its colours, logo and words.";
  return section(
    "Brands",
    brands.length ? brands.map((brand) => brandCard(brand, { editBrand, refresh })) : el("p", { class: "hint" }, none),
  );
}

function brandCard(brand, { editBrand, refresh }) {
  const { kit } = brand;
  const preview = brandPreview();
  preview.show(kit, Object.values(brand.logo_urls)[0] ?? "");
  const remove = async () => {
    const { used_by: uses } = await ask("GET", `/brands/${brand.brand_id}`);
    const made = uses.map((use) => use.title || use.job_id).join(", ");
    const text = uses.length
      ? `${count(uses.length, "video")} were made with it (${made}). They have their own copy and stay.`
      : "No video was made with it.";
    if (!(await confirmed({ title: `Delete ${kit.name}?`, text, yes: "Delete" }))) return;
    await ask("DELETE", `/brands/${brand.brand_id}`);
    await refresh();
  };
  return el(
    "div",
    { class: "product-card stack" },
    el("p", { class: "notice-title", dir: "auto" }, kit.name),
    preview.node,
    el("p", { class: "hint" }, `Version ${brand.rev}`),
    el(
      "div",
      { class: "actions" },
      button({ label: `Edit ${kit.name}`, look: "small", sign: "edit", act: () => editBrand(brand) }),
      button({ label: `Delete ${kit.name}`, look: "small", act: remove }),
    ),
  );
}

function productSection(products, { editProduct, refresh }) {
  const none = "None yet. Keep one here, or when you create a video of it.";
  const cards = products.map((project) => productCard(project, { edit: () => editProduct(project), changed: refresh }));
  return section("Products", products.length ? cards : el("p", { class: "hint" }, none));
}
