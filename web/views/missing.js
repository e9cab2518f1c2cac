/** A place where there is nothing. */

import { el } from "../lib/dom.js";
import { linkButton } from "../parts/buttons.js";
import { emptyState } from "../parts/notices.js";

export function missingView() {
  const action = linkButton({ label: "Go to your videos", href: "/jobs", look: "primary" });
  const text = "This address leads nowhere. It may be mistyped, or what was there is gone.";
  return {
    title: "Nothing here",
    node: el(
      "div",
      { class: "page narrow" },
      el("h1", { class: "unseen", tabindex: "-1" }, "Nothing here"),
      emptyState({ title: "There is nothing here", text, action, sign: "alert" }),
    ),
  };
}
