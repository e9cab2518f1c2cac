/** A job's status as a small sign: words and a colour that never says it alone. */

import { el } from "../../lib/dom.js";
import { STATUS } from "../../lib/labels.js";

const LOOKS = {
  draft: "waits",
  awaiting_review: "waits",
  script_ready: "good",
  completed: "good",
  failed: "bad",
  cancelled: "plain",
  deleting: "plain",
  pending: "busy",
  processing: "busy",
};

export function statusSign(status) {
  return el("span", { class: `sign ${LOOKS[status]}` }, STATUS[status]);
}
