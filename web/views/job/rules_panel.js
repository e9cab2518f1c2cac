/** The rules for ads for medicines beside the player: what each found and where, waivers, approvals, the review packet. */

import { ask } from "../../client/client.js";
import { el, fill } from "../../lib/dom.js";
import { clock, moment } from "../../lib/format.js";
import { button, linkButton } from "../../parts/buttons.js";
import { textField } from "../../parts/controls.js";
import { notice, problemNotice } from "../../parts/notices.js";

/** @type {Record<string, string>} */
const RESULTS = { passed: "passed", failed: "failed", needs_person: "needs a person" };

/**
 * @param {{id: string, regulated: boolean}} video `regulated`: it is an ad for a medicine, and has rules
 * @param {(seconds: number) => void} seek goes to a place in the player
 */
export function rulesPanel({ id, regulated }, seek) {
  const body = el("div", { class: "stack" });
  const problem = el("div", {});
  const failed = (error) => fill(problem, problemNotice(error));
  const show = (report) => (fill(problem), fill(body, reportParts(report, seek, waived)));
  const waived = async (rule, person, reason) =>
    show(await ask("POST", `/videos/${id}/waivers`, { body: { rule_id: rule, person, reason } }));
  if (regulated) ask("GET", `/videos/${id}/compliance`).then(show, failed);
  const load = () => regulated && ask("GET", `/videos/${id}/compliance`).then(show);
  return el(
    "section",
    { class: "card stack", "aria-label": "Review" },
    el("h2", {}, regulated ? "Rules and review" : "Review"),
    problem,
    body,
    approvalForm(id, load, failed),
    packetButton(id, failed),
  );
}

function reportParts(report, seek, waived) {
  const open = report.rules.filter((rule) => rule.findings.some((one) => one.status !== "passed"));
  const passed = report.rules.filter((rule) => !open.includes(rule));
  const version = report.label_version ? `label version ${report.label_version}` : "label without a version";
  return [
    el("p", {}, `${RESULTS[report.status]}, by ${report.rule_set_version}, ${version}`),
    !report.delivered &&
      notice({ look: "waits", title: "It is kept back", text: "Mend what failed, or waive it by name; then resume." }),
    el(
      "ul",
      { class: "rules" },
      open.map((rule) => ruleItem(rule, seek, waived)),
    ),
    el(
      "details",
      { class: "more", id: "rules-passed" },
      el("summary", {}, `${passed.length} rules passed`),
      el(
        "ul",
        {},
        passed.map((rule) => el("li", {}, `${rule.id} ${rule.words}`)),
      ),
    ),
    report.approvals.length > 0 && el("ul", {}, report.approvals.map(approvalItem)),
  ];
}

function ruleItem(rule, seek, waived) {
  const mayWaive = rule.findings.some((one) => one.status !== "passed" && !one.waiver);
  return el(
    "li",
    { class: `rule ${rule.status}` },
    el("p", {}, el("strong", {}, `${rule.id}: ${RESULTS[rule.status]}`), ` ${rule.words}`),
    el(
      "ul",
      {},
      rule.findings.map((one) => findingItem(one, seek)),
    ),
    mayWaive && waiverForm(rule.id, waived),
  );
}

function findingItem({ message, measured, limit, basis, place, waiver }, seek) {
  const at = place.start_seconds;
  const figures = [measured && `measured ${measured}`, limit && `limit ${limit}`, basis].filter(Boolean).join("; ");
  const go = at !== null && button({ label: `Go to ${clock(at)}`, look: "small", sign: "play", act: () => seek(at) });
  const accepted = waiver && el("p", { class: "hint" }, `Waived by ${waiver.person}: ${waiver.reason}`);
  return el("li", {}, message, el("p", { class: "hint" }, figures), go, accepted);
}

function waiverForm(rule, waived) {
  const person = textField({ name: `person-${rule}`, label: "Name of who accepts it" });
  const reason = textField({ name: `reason-${rule}`, label: "Reason" });
  const act = () => waived(rule, person.read().trim(), reason.read().trim());
  const send = button({
    label: `Waive ${rule}`,
    look: "quiet",
    act,
    failed: (error) => reason.complain(error.message),
  });
  return el("details", { class: "more", id: `waive-${rule}` }, [
    el("summary", {}, "Waive by name"),
    person.node,
    reason.node,
    send,
  ]);
}

function approvalItem({ role, person, at }) {
  return el("li", {}, `Approved by ${person} (${role}), ${moment(at)}`);
}

function approvalForm(id, load, failed) {
  const person = textField({ name: "approver", label: "Your name" });
  const role = textField({ name: "approver_role", label: "Role", hint: "Medical, legal, regulatory, brand …" });
  const state = el("p", { class: "hint", role: "status" });
  const act = async () => {
    const body = { person: person.read().trim(), role: role.read().trim() };
    const { approvals } = await ask("POST", `/videos/${id}/approvals`, { body });
    fill(state, `This file has ${approvals.length} approval${approvals.length === 1 ? "" : "s"} in the job's chain`);
    await load();
  };
  return el("details", { class: "more", id: "approve-by-name" }, [
    el("summary", {}, "Approve this file by name"),
    el("div", { class: "two" }, person.node, role.node),
    button({ label: "Approve this file", act, failed }),
    state,
  ]);
}

function packetButton(id, failed) {
  const place = el("div", { class: "actions" });
  const act = async () => {
    const { packet_url: href, sha256 } = await ask("POST", `/videos/${id}/packet`);
    const save = linkButton({ label: "Save the review packet", href, sign: "download", look: "primary" });
    fill(place, save, el("span", { class: "hint" }, `SHA-256 ${sha256}`));
    save.focus();
  };
  place.append(button({ label: "Make the review packet", busy: "Packing…", look: "quiet", act, failed }));
  return place;
}
