"""How short an ad can be that says all it must: asked before anything is written or bought."""

from __future__ import annotations

import math

from omnigen.compliance.ad import PlannedAd, Role
from omnigen.compliance.rule import below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import words_of
from omnigen.domain.brief import MAX_DURATION_SECONDS
from omnigen.errors import InvalidRequest


def risk_words(ad: PlannedAd) -> int:
    """Words of risk to be said: those of the script, or those of the label's major statement if that has more."""
    return max(len(words_of(ad.text_of(Role.RISK))), len(words_of(ad.label.major_statement or "")))


def shortest_seconds(ad: PlannedAd, rules: RuleSet) -> int:
    """The least whole seconds in which the ad can be spoken. Without a script its usual benefit part is assumed."""
    limits = rules.limits
    others = ad.text_of(Role.BENEFIT, Role.BRAND, Role.OTHER)
    provision = _seconds(ad.text_of(Role.PROVISION), limits.benefit_words_per_minute)
    return math.ceil(
        60 * risk_words(ad) / limits.risk_words_per_minute
        + (_seconds(others, limits.benefit_words_per_minute) if ad.said() else limits.usual_benefit_seconds)
        + max(provision, limits.usual_provision_seconds if rules.adequate_provision else 0)
    )


def too_short(ad: PlannedAd, rules: RuleSet) -> str:
    """Why the ad does not fit into its length, and what to do."""
    words, shortest = risk_words(ad), shortest_seconds(ad, rules)
    risk_seconds = math.ceil(60 * words / rules.limits.risk_words_per_minute)
    longer = (
        f"Ask for at least {shortest} s"
        if shortest <= MAX_DURATION_SECONDS
        else f"No video is longer than {MAX_DURATION_SECONDS} s: shorten the major statement with whoever approved it"
    )
    return (
        f"An ad of {ad.duration_seconds:g} s cannot hold {words} words of risk: they take {risk_seconds} s, and the "
        f"shortest ad with them is {shortest} s. {longer}, or make a reminder or help-seeking ad"
    )


def require_feasible(ad: PlannedAd, rules: RuleSet) -> None:
    """Raise InvalidRequest, naming the shortest length, if the ad cannot say all it must in its length."""
    if "PH-110" not in rules.left_out and below(ad.duration_seconds, shortest_seconds(ad, rules)):
        raise InvalidRequest(too_short(ad, rules), "duration")


def _seconds(text: str, words_per_minute: float) -> float:
    """Seconds for a text at a pace."""
    return 60 * len(words_of(text)) / words_per_minute
