"""Responses about rules: each rule of both halves with its result, its findings and their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from omnigen.compliance import RULES, ComplianceReport, PlannedAd, RuleFinding
from omnigen.compliance.findings import overall
from omnigen.compliance.measured import ShownSuper, SpokenSegment
from omnigen.domain.job_view import ViewModel


class RuleView(ViewModel):
    """One rule: what it asks for, its result, and what it found where."""

    id: str
    words: str
    severity: str
    basis: str
    status: str
    findings: tuple[RuleFinding, ...]


class PlanResponse(ViewModel):
    """What the rules find in a script."""

    rule_set: str
    rule_set_version: str
    label_version: str | None
    status: str
    rules: tuple[RuleView, ...]


class SpokenView(ViewModel):
    """A segment as it is heard, in seconds of the video; loudness in LUFS before the final gain."""

    segment_id: str
    role: str
    text: str
    speed: float
    start_seconds: float
    end_seconds: float
    voice_lufs: float | None
    music_lufs: float | None
    heard: str | None

    @classmethod
    def of(cls, one: SpokenSegment, ad: PlannedAd) -> Self:
        """A measured segment with its text and role."""
        planned = next(segment for segment in ad.segments if segment.id == one.segment_id)
        measured = {name: getattr(one, name) for name in cls.model_fields if name in SpokenSegment.model_fields}
        return cls(**measured, role=planned.role, text=planned.text, speed=planned.speed)


class SuperView(ViewModel):
    """A super as it is seen, in seconds of the video; letters in pixels, contrast as a ratio."""

    kind: str
    text: str
    start_seconds: float
    end_seconds: float
    cap_height_px: float
    contrast: float | None
    read_text: str | None

    @classmethod
    def of(cls, one: ShownSuper) -> Self:
        """A measured super."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


def plan_response(report: ComplianceReport) -> PlanResponse:
    """The report on a script."""
    return PlanResponse(
        rule_set=report.rule_set,
        rule_set_version=report.rule_set_version,
        label_version=report.label_version,
        status=report.status,
        rules=rule_views(report),
    )


def rule_views(*reports: ComplianceReport) -> tuple[RuleView, ...]:
    """The rules that any of these reports applied, in the order of their ids."""
    return tuple(
        RuleView(
            id=rule.id,
            words=rule.words,
            severity=rule.severity,
            basis=rule.basis,
            status=overall(found),
            findings=tuple(found),
        )
        for rule in RULES
        if any(rule.id in report.checked for report in reports)
        for found in [_findings(rule.id, reports)]
    )


def _findings(rule_id: str, reports: Sequence[ComplianceReport]) -> list[RuleFinding]:
    return [one for report in reports for one in report.findings if one.rule_id == rule_id]
