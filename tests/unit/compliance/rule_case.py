"""A rule with an ad that passes it and one that fails it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from omnigen.compliance import RuleStatus, check_plan, check_video
from omnigen.compliance.findings import ComplianceReport, RuleFinding

from tests.unit.compliance.example import Example


@dataclass(frozen=True, kw_only=True)
class RuleCase:
    """One rule with an ad that passes and one that fails. Where `passes` is not given it is the ad of 75 seconds."""

    rule_id: str
    passing: str
    failing: str
    fails: Callable[[Example], Example]
    passes: Callable[[Example], Example] = lambda ad: ad


def reports(example: Example) -> tuple[ComplianceReport, ComplianceReport]:
    return check_plan(example.ad, example.rules), check_video(example.ad, example.video, example.rules)


def open_findings(example: Example, rule_id: str) -> list[RuleFinding]:
    return [
        finding
        for report in reports(example)
        for finding in report.findings
        if finding.rule_id == rule_id and finding.status is not RuleStatus.PASSED
    ]
