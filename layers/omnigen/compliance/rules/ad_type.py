"""Rules about what the ad is: its type, its market, and whether what it must say fits into its length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from omnigen.compliance.ad import PlannedAd, Role
from omnigen.compliance.feasibility import shortest_seconds, too_short
from omnigen.compliance.findings import Basis, Observed, Severity, failed, person
from omnigen.compliance.rule import Rule, below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, words_of
from omnigen.domain.product_label import AdType, ProductLabel

_USE = re.compile(
    r"\b(?:treat(?:s|ed|ment|ing)?|relie(?:f|ves?|ving)|symptoms?|helps? (?:reduce|control|lower|prevent|clear|manage)"
    r"|reduc(?:es?|ing)|lowers?|prevents?|controls?|clears?|improves?|prescribed for|indicated for"
    r"|for (?:adults|people|patients|children) with)\b",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"\b\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?)\b|\b(?:once|twice)[ -](?:a day|daily|weekly|monthly)\b", re.I
)
_DULL_WORDS = """indicated adults adult patients patient people treatment treat treated with that have from this used
also their moderate severe mild children years older which when"""
"""Words of indications that name no use."""


def _type_as_declared(ad: PlannedAd, rules: RuleSet) -> Iterator[Observed]:
    label, text = ad.label, ad.everything
    named = next((name for name in label.names if contains(text, name)), None)
    use = _use(label, text)
    kind = label.ad_type
    if kind is not rules.ad_type:
        yield failed(f"The label declares {kind}, the rule set {rules.id} is for {rules.ad_type}", kind, rules.ad_type)
    if kind is AdType.PRODUCT_CLAIM:
        lacking = [what for what, found in (("name", named), ("use", use)) if not found]
        if lacking:
            yield failed(f"A product claim ad says the name and the use; missing: {' and '.join(lacking)}")
        return
    dose = _DOSE.search(text)
    benefit = ad.said(Role.BENEFIT)
    if kind is AdType.REMINDER and (use or dose or benefit):
        found = use or (dose and dose.group()) or benefit[0].text
        yield failed(f'A reminder ad says nothing of use, benefit or dose; it says "{found}"', found, "nothing")
    elif kind is AdType.REMINDER and not named:
        yield failed("A reminder ad says the name; it does not")
    elif kind is AdType.HELP_SEEKING and named:
        yield failed(f"A help-seeking ad names no drug; it says {named!r}", named, "no name")
    else:
        yield person(f"No word shows that this is no {kind} ad; a person confirms that no picture or sound does either")


def _use(label: ProductLabel, text: str) -> str | None:
    """The words by which a text says what the drug is for; None where none does."""
    if found := _USE.search(text):
        return found.group()
    said, dull = set(words_of(text)), _DULL_WORDS.split()
    named = {word for name in label.names for word in words_of(name)}
    of_use = [
        word
        for indication in label.indications
        for word in words_of(indication)
        if len(word) > 3 and word not in dull and word not in named
    ]
    return next((word for word in of_use if word in said), None)


def _no_reminder_with_boxed_warning(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    if ad.label.ad_type is AdType.REMINDER and ad.label.boxed_warning:
        yield failed("A drug with a boxed warning may have no reminder ad; make a product claim ad")


def _market(ad: PlannedAd, rules: RuleSet) -> Iterator[Observed]:
    if ad.label.market != rules.market:
        yield failed(
            f"The rule set {rules.id} is for {rules.market}; this ad is for {ad.label.market}",
            ad.label.market,
            rules.market,
        )


def _fits(ad: PlannedAd, rules: RuleSet) -> Iterator[Observed]:
    shortest = shortest_seconds(ad, rules)
    if below(ad.duration_seconds, shortest):
        yield failed(too_short(ad, rules), f"{ad.duration_seconds:g} s", f"{shortest} s")


RULES = (
    Rule(
        id="PH-001",
        words="The ad is of the type that its label declares: a product claim says name and use, a reminder says no "
        "use, benefit or dose, a help-seeking ad names no drug. A person confirms the last two.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        before=_type_as_declared,
    ),
    Rule(
        id="PH-002",
        words="A drug with a boxed warning has no reminder ad.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        before=_no_reminder_with_boxed_warning,
    ),
    Rule(
        id="PH-003",
        words="The ad is shown in a market whose rules are known and allow it.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        before=_market,
    ),
    Rule(
        id="PH-110",
        words="What must be said fits into the length of the ad.",
        basis=Basis.HOUSE,
        severity=Severity.BLOCKING,
        threshold="risk at {risk_words_per_minute} words a minute, benefit at {benefit_words_per_minute}, provision at "
        "least {usual_provision_seconds} s; before there is a script, {usual_benefit_seconds} s of benefit",
        before=_fits,
    ),
)
