"""Rule sets: which rules apply to an ad, in which market, from when, with which limits. Versioned data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.product_label import AdType, Market, ProductLabel
from omnigen.domain.strict_model import StrictModel
from omnigen.errors import InvalidRequest


class Thresholds(StrictModel):
    """The limits of the rules. The law gives the half size of the generic name; all others are ours.

    Loudness in LU, ratios as shares, sizes as shares of the picture's height.
    """

    min_coverage: float = 0.99
    max_start_difference_seconds: float = 0.25
    max_end_difference_seconds: float = 0.75
    max_pace_ratio: float = 1.05
    max_syllables_per_second: float = 4.5
    max_words_per_minute: float = 160
    max_voice_below_benefit_lu: float = 1
    min_music_below_voice_lu: float = 12
    max_word_error_rate: float = 0.10
    max_sentence_words: int = 20
    min_cap_height: float = 0.028
    min_cap_height_tall: float = 0.022
    title_safe: float = 0.90
    min_contrast: float = 4.5
    max_words_per_second: float = 3
    max_line_characters: int = 42
    max_lines: int = 3
    min_read_similarity: float = 0.98
    max_cuts_per_10_seconds: float = 2
    max_motion_ratio: float = 1.0
    last_part: float = 0.75
    max_name_gap_cap_heights: float = 1
    min_generic_size: float = 0.5
    min_provision_seconds: float = 3
    min_disclosure_seconds: float = 3
    risk_words_per_minute: float = 150
    benefit_words_per_minute: float = 150
    usual_benefit_seconds: float = 20
    usual_provision_seconds: float = 6

    def cap_height(self, ratio: AspectRatio) -> float:
        """The least height of capital letters for an aspect ratio."""
        return self.min_cap_height_tall if ratio is AspectRatio.TALL else self.min_cap_height


class RuleSet(StrictModel):
    """The rules for one type of ad in one market. `left_out` names the rules that do not apply to it.

    Without `effective_from` it is in force on no day, and is found by its name only.
    """

    id: str
    version: str
    market: Market
    ad_type: AdType
    adequate_provision: bool
    effective_from: date | None
    effective_to: date | None
    source: str
    checked_on: date
    left_out: frozenset[str] = frozenset()
    limits: Thresholds = Thresholds()

    def in_force(self, day: date) -> bool:
        """Whether it applies on a day; the last day is one of its own."""
        begun = self.effective_from is not None and self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


class _RuleSetFile(StrictModel):
    sets: Annotated[tuple[RuleSet, ...], Field(min_length=1)]
    refused: Mapping[str, str]


@cache
def _known() -> _RuleSetFile:
    read = files(__package__).joinpath("rule_sets.json").read_text(encoding="utf-8")
    return _RuleSetFile.model_validate_json(read)


def known_rule_sets() -> tuple[RuleSet, ...]:
    """All rule sets, also those that are not in force."""
    return _known().sets


def rule_set_for(label: ProductLabel, day: date, name: str | None = None) -> RuleSet:
    """The rule set for a label on a day, or the named one.

    Raises InvalidRequest, before anything is spent, for a market or a day without rules.
    """
    fitting = [one for one in known_rule_sets() if (one.market, one.ad_type) == (label.market, label.ad_type)]
    if not fitting:
        raise InvalidRequest(_refusal(label.market), "label.market")
    if name is not None:
        named = [one for one in fitting if name in {one.id, one.version}]
        if not named:
            known = ", ".join(one.id for one in fitting)
            raise InvalidRequest(f"There is no rule set {name!r} for this label; there are: {known}", "rule_set")
        return named[0]
    in_force = [one for one in fitting if one.in_force(day)]
    if not in_force:
        raise InvalidRequest(f"No rule set for {label.ad_type} ads in {label.market} is in force on {day}", "rule_set")
    return max(in_force, key=lambda one: one.effective_from or date.min)


def _refusal(market: str) -> str:
    return _known().refused.get(
        market,
        f"There is no rule set for ads for medicines in the market {market!r}: in most countries such ads to consumers "
        "are forbidden. Choose the market US.",
    )
