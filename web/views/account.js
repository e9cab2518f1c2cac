/** The end of an account: everything that is kept of a person goes, after they have said so twice. */

import { ask } from "../client/client.js";
import { signOut } from "../client/cognito.js";
import { userId } from "../client/session.js";
import { el } from "../lib/dom.js";
import { dropDrafts } from "../lib/form_storage.js";
import { moment } from "../lib/format.js";
import { button } from "../parts/buttons.js";
import { textField } from "../parts/controls.js";
import { dialog } from "../parts/dialogs.js";
import { problemPlace } from "../parts/notices.js";
import { section } from "../parts/section.js";

const WORD = "delete";

export function accountSection() {
  const problems = problemPlace();
  const act = async () => {
    problems.clear();
    if (!(await dialog({ title: "Delete your account and all your data?", body: question }))) return;
    const gone = await ask("DELETE", `/me?user_id=${encodeURIComponent(userId())}`);
    await dialog({ title: "Your data is being deleted", body: (close) => farewell(gone, close) });
    dropDrafts();
    await signOut();
  };
  const failed = (problem) => problems.show(problem, { title: "Nothing was deleted" });
  const words =
    "Deletes everything that is kept of you: videos and their records, files, brands, products, keys, usage, and the " +
    "account itself. Videos that are being made are cancelled. Download first what you want to keep.";
  return section(
    "Account",
    el("p", { class: "hint" }, words),
    problems.node,
    el(
      "div",
      { class: "actions" },
      button({
        label: "Delete my account and data",
        busy: "Deleting…",
        look: "danger",
        sign: "trash",
        id: "erase-me",
        act,
        failed,
      }),
    ),
  );
}

/** Asks to type a word: a slip of the finger deletes nothing. */
function question(close) {
  const field = textField({ name: "confirm", label: `Type “${WORD}” to confirm` });
  const send = () => {
    const isMeant = field.read().trim().toLowerCase() === WORD;
    field.complain(isMeant ? "" : `Type the word ${WORD}`);
    if (isMeant) close(true);
    else field.focus();
  };
  field.input.addEventListener("keydown", (event) => event.key === "Enter" && send());
  return [
    el("p", {}, "This cannot be taken back, and nobody can bring anything of it back for you."),
    field.node,
    el(
      "div",
      { class: "actions end" },
      button({ label: "Cancel", look: "quiet", act: () => close(false) }),
      button({ label: "Delete everything", look: "danger", act: send }),
    ),
  ];
}

function farewell({ done_by: until }, close) {
  const words = `It takes some minutes; what is written late is deleted until ${moment(until)}. Backups expire by themselves.`;
  const leave = button({ label: "Sign out", look: "primary", act: () => close(true) });
  return [el("p", {}, words), el("div", { class: "actions end" }, leave)];
}
