"""A rule: what it asks for, why, how strict it is, and the checks that tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from omnigen.compliance.ad import PlannedAd
from omnigen.compliance.findings import Basis, Observed, RuleStage, Severity
from omnigen.compliance.measured import MeasuredVideo
from omnigen.compliance.rule_sets import RuleSet, Thresholds

PlanCheck = Callable[[PlannedAd, RuleSet], Iterable[Observed]]
FileCheck = Callable[[PlannedAd, MeasuredVideo, RuleSet], Iterable[Observed]]

TOLERANCE = 1e-6
"""What binary fractions add to a difference of seconds that is exactly at its limit."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. A check that observes nothing has passed.

    `threshold` is a sentence with names of `Thresholds` in braces; empty where there is nothing to measure.
    """

    id: str
    words: str
    basis: Basis
    severity: Severity
    threshold: str = ""
    before: PlanCheck | None = None
    finished: FileCheck | None = None

    @property
    def stages(self) -> tuple[RuleStage, ...]:
        """When it is checked."""
        return (
            *((RuleStage.BEFORE_SPENDING,) if self.before else ()),
            *((RuleStage.FINISHED_FILE,) if self.finished else ()),
        )

    def limit(self, limits: Thresholds) -> str:
        """The threshold with its numbers."""
        return self.threshold.format(**{name: f"{value:g}" for name, value in limits.model_dump().items()})


def above(value: float, limit: float) -> bool:
    """Whether a value is beyond its upper limit."""
    return value > limit + TOLERANCE


def below(value: float, limit: float) -> bool:
    """Whether a value is short of its lower limit."""
    return value < limit - TOLERANCE
