"""What each sentence of a narration is for, told by the words of its label, and the segments of the ad that follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from omnigen.compliance.ad import AdSegment, Role
from omnigen.compliance.rule_words import contains, sentence_list, words_of
from omnigen.domain.product_label import ProductLabel

SAME_WORDS = 0.6
"""A sentence with this share of its words in a sentence of the label is that one in other words."""

_ASK = re.compile(r"\b(?:ask|talk to|call|visit|see) (?:your|a|our|us)\b|\btoll[- ]free\b", re.IGNORECASE)
_DRUG = re.compile(
    r"\b(?:treat\w*|medicine|prescription|relie\w+|symptoms?|study|studies|clinical\w*)\b", re.IGNORECASE
)


def role_of(sentence: str, label: ProductLabel) -> Role:
    """What a sentence is for.

    Names alone are the brand's. A sentence with a word of the major statement is a risk, whatever else it says. One
    about the drug that nothing else explains is a benefit, and must be in the claims library.
    """
    named = {word for name in label.names for word in words_of(name)}
    if named and set(words_of(sentence)) <= named:
        return Role.BRAND
    if _is_risk(sentence, label):
        return Role.RISK
    if any(contains(claim.text, sentence) for claim in label.claims):
        return Role.BENEFIT
    if _is_provision(sentence, label):
        return Role.PROVISION
    if any(_alike(sentence, one) for claim in label.claims for one in sentence_list(claim.text)):
        return Role.BENEFIT
    is_about_drug = any(contains(sentence, name) for name in label.names) or (label.names and _DRUG.search(sentence))
    return Role.BENEFIT if is_about_drug else Role.OTHER


def segments_of(text: str, label: ProductLabel, speeds: Iterable[tuple[Role, float]] = ()) -> tuple[AdSegment, ...]:
    """A narration as segments, each of sentences in a row that are for the same."""
    by_role = dict(speeds)
    sentences = [(role_of(one, label), one) for one in sentence_list(text)]
    groups = [(role, [one for _, one in group]) for role, group in groupby(sentences, key=lambda pair: pair[0])]
    return tuple(
        AdSegment(
            id=f"{number:02}-{role}",
            role=role,
            text=" ".join(group),
            claim_ids=_claims_in(group, label) if role is Role.BENEFIT else (),
            speed=by_role.get(role, 1.0),
        )
        for number, (role, group) in enumerate(groups, start=1)
    )


def _claims_in(sentences: Sequence[str], label: ProductLabel) -> tuple[str, ...]:
    return tuple(claim.id for claim in label.claims if any(contains(claim.text, one) for one in sentences))


def _is_risk(sentence: str, label: ProductLabel) -> bool:
    statement = " ".join(filter(None, (label.major_statement, label.boxed_warning)))
    if contains(statement, sentence):
        return True
    risks = [*sentence_list(statement), *(one for text in label.warnings for one in sentence_list(text))]
    if any(contains(sentence, term) for term in label.key_risk_terms):
        return not any(contains(claim.text, sentence) for claim in label.claims)
    return any(_alike(sentence, one) for one in risks)


def _is_provision(sentence: str, label: ProductLabel) -> bool:
    given = label.provision
    if given is None:
        return bool(_ASK.search(sentence))
    ways = (given.phone, given.url.removeprefix("https://"), given.print_reference, given.ask_your_doctor)
    return any(contains(sentence, words) for words in ways)


def _alike(sentence: str, other: str) -> bool:
    """Whether most words of either stand in the other."""
    one, two = set(words_of(sentence)), set(words_of(other))
    return len(one) > 2 and len(two) > 2 and len(one & two) >= SAME_WORDS * max(len(one), len(two))
