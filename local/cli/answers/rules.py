"""What the API answers about the rules for ads for medicines, as types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class PlaceAnswer(TypedDict):
    """Where in the video a finding is, in seconds."""

    start_seconds: float | None


class WaiverAnswer(TypedDict):
    """Who accepted what a rule found, and why."""

    person: str
    reason: str


class RuleFindingAnswer(TypedDict):
    """What a rule found at one place."""

    status: str
    message: str
    measured: str
    limit: str
    place: PlaceAnswer
    waiver: WaiverAnswer | None


class RuleAnswer(TypedDict):
    """A rule with its result."""

    id: str
    severity: str
    status: str
    findings: Sequence[RuleFindingAnswer]


class ComplianceAnswer(TypedDict):
    """What the rules find in a video."""

    video_id: str
    delivered: bool
    rule_set_version: str
    label_id: str
    label_version: str | None
    status: str
    rules: Sequence[RuleAnswer]
