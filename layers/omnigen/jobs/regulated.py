"""Ads for medicines at submission: the label is required and kept, and what cannot pass is refused before it costs."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from omnigen.compliance import (
    ComplianceReport,
    Role,
    RuleSet,
    RuleStatus,
    Severity,
    check_plan,
    planned_ad,
    planned_ad_of,
    require_feasible,
    rule_set_for,
    rule_set_of,
)
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Mode
from omnigen.domain.job import Job
from omnigen.domain.narration_speeds import speed_of
from omnigen.domain.product_label import AdType, ProductLabel
from omnigen.errors import ComplianceBlocked, InvalidRequest
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import keep_label, label_in, label_of

MAX_NAMED_FINDINGS = 5
RISK_SPEED = Decimal("0.9")
"""How fast risks are spoken unless the brief says otherwise: voices read at 160 to 170 words a minute by themselves,
and the rules allow 160."""

_OF_THE_LABEL = frozenset({"PH-002", "PH-003", "PH-110"})
"""Rules that need no script."""


def rule_set_version(app: AppContext, user_id: str, brief: Brief) -> str:
    """The version of the rule set that an ad for a medicine is held to; empty for other videos."""
    label = label_in(app, user_id, brief)
    return rules_today(app, label).version if label else ""


def check_ad(app: AppContext, user_id: str, brief: Brief) -> None:
    """Hold an ad for a medicine to what can be told before anything is bought; other videos pass.

    InvalidRequest for a missing label, a market or language without rules, an ad that is too short for its risks (with
    the shortest length), and an own text that a blocking rule fails.
    """
    label = label_in(app, user_id, brief)
    if label is None:
        if brief.mode is Mode.PHARMA:
            raise InvalidRequest(
                "An ad for a medicine (mode pharma) needs the product's label: market, ad_type, brand, generic, "
                "indications, key_risk_terms, major_statement, claims. Give it as label, whole or by the id that "
                "POST /labels answers; docs/rules.md shows one",
                "label",
            )
        return
    rules = rules_today(app, label)
    _check_options(brief, label)
    text = brief.script_text or ""
    ad = planned_ad(brief, text, label, rules.version)
    if not text:
        require_feasible(ad, rules)
    report = check_plan(ad, rules)
    if failures := blocking(report, None if text else _OF_THE_LABEL):
        raise InvalidRequest(failures, "script_text" if text else "label")


def plan_report(app: AppContext, job: Job) -> ComplianceReport | None:
    """What the rules find in a job's words as they stand; None for a video that is no ad for a medicine."""
    label = label_of(app, job)
    if label is None:
        return None
    return check_plan(planned_ad_of(job, label), rule_set_of(job, label), job.waivers)


def require_allowed_script(app: AppContext, job: Job) -> None:
    """Raise ComplianceBlocked if a blocking rule fails the words of a job; nothing further is bought then."""
    report = plan_report(app, job)
    if report and (failures := blocking(report)):
        raise ComplianceBlocked(
            f"The script may not be filmed. {failures}. Edit the script and resume, or waive a rule"
        )


def with_label_kept(app: AppContext, user_id: str, brief: Brief) -> Brief:
    """The brief with the label's id in its place, with the label's pronunciations and the pace of the risks."""
    label = label_in(app, user_id, brief)
    if label is None:
        return brief
    said = {**label.pronunciations, **brief.narration.pronunciations}
    slowest = min(RISK_SPEED, speed_of(Role.BENEFIT, brief.narration.speeds))
    speeds = {Role.RISK: slowest, **brief.narration.speeds}
    narration = brief.narration.model_copy(update={"pronunciations": said, "speeds": speeds})
    return brief.model_copy(update={"label": keep_label(app, user_id, label), "narration": narration})


def rules_today(app: AppContext, label: ProductLabel) -> RuleSet:
    """The rule set in force for a label today."""
    return rule_set_for(label, datetime.fromtimestamp(app.now(), UTC).date())


def blocking(report: ComplianceReport, only: frozenset[str] | None = None) -> str:
    """The blocking findings of a report in one text, the first five in full; empty if there is none."""
    found = [
        one
        for one in report.findings
        if one.status is RuleStatus.FAILED
        and one.severity is Severity.BLOCKING
        and one.waiver is None
        and (only is None or one.rule_id in only)
    ]
    named = [f"{one.rule_id}: {one.message}" for one in found[:MAX_NAMED_FINDINGS]]
    more = len(found) - len(named)
    if not found:
        return ""
    listed = "; ".join([*named, *([f"and {more} more"] if more else [])])
    return f"{listed}. Rules: {report.rule_set_version}"


def _check_options(brief: Brief, label: ProductLabel) -> None:
    if brief.mode is not Mode.PHARMA:
        raise InvalidRequest(f"A label belongs to the mode pharma, not {brief.mode}; change the mode", "label")
    language = brief.narration.language
    if language.partition("-")[0].lower() != "en":
        raise InvalidRequest(
            f"The rules for ads for medicines read English only, not {language!r}. Choose en", "narration.language"
        )
    if label.ad_type is AdType.PRODUCT_CLAIM and not brief.narration.enabled:
        raise InvalidRequest(
            "A product claim ad says its risks aloud: leave the narration on",
            "narration.enabled",
        )
