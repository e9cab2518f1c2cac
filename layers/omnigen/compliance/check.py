"""Checking an ad: the plan before anything is bought, and the finished file after it was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from omnigen.compliance.ad import PlannedAd
from omnigen.compliance.findings import ComplianceReport, Observed, RuleFinding, RuleStage, RuleStatus, overall
from omnigen.compliance.measured import MeasuredVideo
from omnigen.compliance.rule import Rule
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rules import RULES
from omnigen.domain.approvals import Waiver
from omnigen.errors import InvalidRequest


def rules_of(rules: RuleSet) -> tuple[Rule, ...]:
    """The rules that a rule set applies."""
    return tuple(rule for rule in RULES if rule.id not in rules.left_out)


def check_plan(ad: PlannedAd, rules: RuleSet, waivers: Sequence[Waiver] = ()) -> ComplianceReport:
    """Apply the rules that need only words and settings. Costs nothing. Raises InvalidRequest for a strange waiver."""
    found = {rule: rule.before(ad, rules) for rule in rules_of(rules) if rule.before}
    return _report(ad, rules, RuleStage.BEFORE_SPENDING, found, waivers)


def check_video(
    ad: PlannedAd, video: MeasuredVideo, rules: RuleSet, waivers: Sequence[Waiver] = ()
) -> ComplianceReport:
    """Apply the rules on the finished file to its measurements.

    Raises InvalidRequest for a strange waiver, and for a segment that was measured and not planned.
    """
    strange = {one.segment_id for one in video.segments} - {one.id for one in ad.segments}
    if strange:
        raise InvalidRequest(
            f"The plan has no segment {sorted(strange)[0]!r}, which was measured; measure the video of this plan",
            "segments",
        )
    found = {rule: rule.finished(ad, video, rules) for rule in rules_of(rules) if rule.finished}
    return _report(ad, rules, RuleStage.FINISHED_FILE, found, waivers, frame_rate=video.frame_rate)


def _report(
    ad: PlannedAd,
    rules: RuleSet,
    stage: RuleStage,
    observed: Mapping[Rule, Iterable[Observed]],
    waivers: Sequence[Waiver],
    *,
    frame_rate: float | None = None,
) -> ComplianceReport:
    by_rule = _by_rule(waivers)
    findings = tuple(
        _finding(rule, one, rules, by_rule.get(rule.id), frame_rate) for rule, seen in observed.items() for one in seen
    )
    return ComplianceReport(
        rule_set=rules.id,
        rule_set_version=rules.version,
        effective_from=rules.effective_from,
        effective_to=rules.effective_to,
        stage=stage,
        label_version=ad.label.version,
        approval_reference=ad.label.approval_reference,
        status=overall(findings),
        checked=tuple(rule.id for rule in observed),
        findings=findings,
    )


def _finding(
    rule: Rule, observed: Observed, rules: RuleSet, waiver: Waiver | None, frame_rate: float | None
) -> RuleFinding:
    place = observed.place
    if frame_rate and place.start_seconds is not None:
        place = place.model_copy(update={"frame": round(place.start_seconds * frame_rate)})
    return RuleFinding(
        rule_id=rule.id,
        status=observed.status,
        severity=observed.severity or rule.severity,
        basis=rule.basis,
        message=observed.message,
        measured=observed.measured,
        limit=observed.limit or rule.limit(rules.limits),
        place=place,
        waiver=None if observed.status is RuleStatus.PASSED else waiver,
    )


def _by_rule(waivers: Sequence[Waiver]) -> Mapping[str, Waiver]:
    known = {rule.id for rule in RULES}
    for waiver in waivers:
        if waiver.rule_id not in known:
            raise InvalidRequest(f"There is no rule {waiver.rule_id!r} to waive; docs/rules.md lists them", "waivers")
    return {waiver.rule_id: waiver for waiver in waivers}
