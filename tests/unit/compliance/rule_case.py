"""A rule with an ad that passes it and one that fails it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.unit.compliance.example import Example


@dataclass(frozen=True, kw_only=True)
class RuleCase:
    """One rule with an ad that passes and one that fails. Where `passes` is not given it is the ad of 75 seconds."""

    rule_id: str
    passing: str
    failing: str
    fails: Callable[[Example], Example]
    passes: Callable[[Example], Example] = lambda ad: ad
