"""Rules about what is claimed: only what the claims library holds, no forbidden words, numbers in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

from omnigen.compliance.ad import PlannedAd, Role, SuperKind
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, passed, person, warned
from omnigen.compliance.measured import MeasuredVideo
from omnigen.compliance.rule import Rule
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, sentence_list

_FORBIDDEN = re.compile(
    r"\b(?:best|safe(?:r|st|ly)?|cures?|cured|breakthrough|miracle|guaranteed?|number one|no side effects"
    r"|(?:better|faster|stronger|gentler|(?:more|less) effective) than|superior|unlike (?:other|any))\b",
    re.IGNORECASE,
)
_FOR_A_PERSON = re.compile(
    r"\b(?:quality of life|(?:your|my) life back|live (?:your|my) (?:best )?life|feel like (?:yourself|myself)|only"
    r"|confiden(?:t|ce)|freedom|happier|enjoy life|(?:more|less|fewer|(?!rather|other)\w+er) than)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|\b(?:percent|half|twice|double|triple|fold|times)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:\w+|\d+)[ -]?(?:fold|times)\b|\b(?:twice|double|triple)\b|\b(?:reduc\w+|lower\w*|cut\w*|increas\w+|improv\w+"
    r"|fewer|less|more)\b[^.]*?(?:%|\bpercent\b)",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"\b\d+(?:\.\d+)? ?(?:%|percent\b)|\b\w+ (?:out of|in|of) (?:every )?(?P<of>\d+)\b", re.IGNORECASE
)
_CONTROL = re.compile(r"\b(?:placebo|compared (?:with|to)|versus|vs|without|not taking|sugar pill)\b", re.IGNORECASE)
_FACT = re.compile(r"\d|\b(?:proven|studies|study|clinical(?:ly)?|trial|doctors? recommend|effective|approved)\b", re.I)

CLAIMING = (Role.BENEFIT,)
OTHERS = (Role.BRAND, Role.OTHER)


def _sentences(ad: PlannedAd, roles: tuple[Role, ...], *kinds: SuperKind) -> Iterator[tuple[str, AdPlace]]:
    for segment in ad.said(*roles):
        for sentence in sentence_list(segment.text):
            yield sentence, AdPlace(segment_id=segment.id)
    for number, one in enumerate(ad.supers):
        if one.kind in kinds:
            for sentence in sentence_list(one.text):
                yield sentence, AdPlace(super_index=number)


def _in_library(ad: PlannedAd, sentence: str) -> bool:
    return any(contains(claim.text, sentence) for claim in ad.label.claims)


def _from_the_library(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    known = {claim.id: claim for claim in ad.label.claims}
    for segment in ad.said():
        for name in segment.claim_ids:
            if name not in known:
                yield failed(f"The label has no claim {name!r}", name, "a claim's id", AdPlace(segment_id=segment.id))
    total = held = 0
    for sentence, place in [
        *_sentences(ad, CLAIMING, SuperKind.CLAIM),
        *((one, place) for one, place in _sentences(ad, OTHERS, SuperKind.OTHER, SuperKind.OFFER) if _FACT.search(one)),
    ]:
        total += 1
        if _in_library(ad, sentence):
            held += 1
        else:
            yield failed(f'"{sentence}" is in no claim of the label', "no claim", "the words of a claim", place)
    if total and total == held:
        yield passed("Claims with evidence", f"{held} of {total}", "all")


def _forbidden(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    kinds = (SuperKind.CLAIM, SuperKind.BRAND, SuperKind.OFFER, SuperKind.OTHER)
    for sentence, place in _sentences(ad, (*CLAIMING, *OTHERS), *kinds):
        if _in_library(ad, sentence):
            continue
        if found := _FORBIDDEN.search(sentence):
            yield failed(
                f'"{found.group()}" needs evidence: "{sentence}"', found.group(), "a claim with evidence", place
            )
        elif found := _FOR_A_PERSON.search(sentence):
            told = person(f'"{found.group()}" may claim what no evidence shows: "{sentence}"', place, found.group())
            yield told.model_copy(update={"severity": Severity.WARNING})


def _numbers_in_full(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    for sentence, place in _sentences(ad, (*CLAIMING, *OTHERS), SuperKind.CLAIM, SuperKind.OTHER):
        relative, frequencies = _RELATIVE.search(sentence), list(_FREQUENCY.finditer(sentence))
        if not relative and not frequencies:
            continue
        absolute = [one for one in frequencies if not relative or one.end() != relative.end()]
        bases = {one.group("of") or "100" for one in absolute}
        problems = [
            *(["a relative change without absolute numbers"] if not absolute else []),
            *(["numbers out of different totals"] if len(bases) > 1 else []),
            *(["no group to compare with"] if not _CONTROL.search(sentence) else []),
            *(["no claim of the label with evidence"] if not _in_library(ad, sentence) else []),
        ]
        if problems:
            yield failed(f'"{sentence}" gives {", ".join(problems)}', _number(sentence), "absolute, compared", place)


def _number(sentence: str) -> str:
    found = _NUMBER.search(sentence)
    return found.group() if found else ""


def _pictures_agree(_ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    judged = video.pictures
    if judged is None:
        yield person("A person says whether the pictures claim more than the label: name and reason are noted")
    elif not judged.agrees:
        yield warned(f"{judged.person}: {judged.reason}", "do not agree", "agree")


RULES = (
    Rule(
        id="PH-080",
        words="Every sentence that claims something is in the label's claims library, which names the evidence.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="all sentences of benefit segments and claim supers, and all others that state a fact",
        before=_from_the_library,
    ),
    Rule(
        id="PH-081",
        words="Best, safe, cure, breakthrough and comparisons are said only with evidence; statements about life and "
        "feelings, only, and more than are shown to a person.",
        basis=Basis.ENFORCEMENT,
        severity=Severity.BLOCKING,
        threshold="none outside the claims library",
        before=_forbidden,
    ),
    Rule(
        id="PH-082",
        words="Numbers are absolute frequencies out of one total, beside those of the group compared with, from a "
        "claim with evidence.",
        basis=Basis.GUIDANCE,
        severity=Severity.WARNING,
        threshold="no relative change alone",
        before=_numbers_in_full,
    ),
    Rule(
        id="PH-083",
        words="The pictures claim no more than the label: a named person says so.",
        basis=Basis.LAW,
        severity=Severity.WARNING,
        finished=_pictures_agree,
    ),
)
