"""The narration of an ad for a medicine: what a writer may word, and what the label says word for word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from omnigen.compliance.ad import Role
from omnigen.compliance.roles import role_of
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, sentence_list, words_of
from omnigen.domain.phrases import PARAGRAPH_BREAK
from omnigen.domain.product_label import AdequateProvision, ProductLabel
from omnigen.domain.wording import plain

_MIN_WRITER_SECONDS = 6


def provision_text(given: AdequateProvision) -> str:
    """The sentences that say where the full information is to be had."""
    ask = given.ask_your_doctor.rstrip(".")
    website = given.url.removeprefix("https://")
    return f"{ask[0].upper()}{ask[1:]}. Call {given.phone}, visit {website}, or see {given.print_reference}."


def fixed_texts(label: ProductLabel) -> tuple[str, ...]:
    """The paragraphs that no writer words: the major statement, and where to learn more."""
    provision = provision_text(label.provision) if label.provision else None
    return tuple(text for text in (label.major_statement, provision) if text)


def writer_seconds(label: ProductLabel, rules: RuleSet, duration_seconds: int) -> int:
    """How much of the ad a writer has for benefits and names: what the fixed texts leave."""
    words = sum(len(words_of(text)) for text in fixed_texts(label))
    taken = Decimal(60 * words) / Decimal(rules.limits.risk_words_per_minute)
    return max(_MIN_WRITER_SECONDS, int(duration_seconds - taken))


def regulated_text(texts: Sequence[str], label: ProductLabel) -> str:
    """The whole narration from what a writer wrote: benefits, then the risks and the provision of the label, the close.

    Sentences that the label does not allow are left out; `objections` names them. Where no claim is left, those of the
    label are said.
    """
    kept = [sentence for text in texts for sentence in sentence_list(text) if not _objection(sentence, label)]
    claims = [one for one in kept if role_of(one, label) is Role.BENEFIT]
    if label.claims and not claims:
        kept[1:1] = [claim.text for claim in label.claims[:2]]
    close = [kept.pop()] if len(kept) > 1 and role_of(kept[-1], label) is not Role.BENEFIT else []
    paragraphs = [" ".join(_unrepeated(kept)), *fixed_texts(label), " ".join(close)]
    return PARAGRAPH_BREAK.join(text for text in paragraphs if text)


def objections(texts: Sequence[str], label: ProductLabel) -> list[str]:
    """A complaint for each sentence of a writer that the label does not allow."""
    return [why for text in texts for sentence in sentence_list(text) if (why := _objection(sentence, label))]


def _objection(sentence: str, label: ProductLabel) -> str:
    role = role_of(sentence, label)
    if role is Role.RISK:
        return f'"{sentence}" speaks of risks. The program says them in the words of the label: leave it out.'
    if role is Role.PROVISION and label.provision:
        return f'"{sentence}" says where to learn more. The program says that: leave it out.'
    if role is Role.BENEFIT and not any(contains(claim.text, sentence) for claim in label.claims):
        return f'"{sentence}" is in no claim of the label. Use a sentence of "claims" word for word.'
    return ""


def _unrepeated(sentences: Sequence[str]) -> list[str]:
    return list({plain(one): one for one in sentences}.values())
