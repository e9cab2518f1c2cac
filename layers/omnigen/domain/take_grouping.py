"""Groups a narration into takes: what the voice speaks in one go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from omnigen.domain.phrases import Break, Phrase, join_phrases, split_phrases
from omnigen.text import speaking_seconds

MAX_TAKE_SECONDS = 20
"""Longer paragraphs are spoken as groups of sentences, so that an edit does not buy a whole page again."""

MAX_TAKES = 24
"""Shorter takes are joined until there are so few: each is a purchase on the job record."""


def group_takes(text: str, language: str, known: Sequence[str] = ()) -> list[list[Phrase]]:
    """The phrases of a text, grouped into takes at the ends of paragraphs, or of sentences where they are long.

    `known` are the texts of takes that were recorded before, in order: those with which the text still begins and ends
    stay as they are, and only what stands between them is grouped anew.
    """
    phrases = split_phrases(text, language)
    first, phrases = _unchanged(phrases, known)
    last, phrases = _unchanged(phrases[::-1], known[len(first) :][::-1], backwards=True)
    return [*first, *_group(phrases[::-1], language), *last[::-1]]


def take_text(phrases: Sequence[Phrase]) -> str:
    """What the voice is given for a take."""
    return join_phrases(phrases)


def _unchanged(
    phrases: list[Phrase], known: Sequence[str], *, backwards: bool = False
) -> tuple[list[list[Phrase]], list[Phrase]]:
    """The takes with which a text begins (or ends) as it did before, and its other phrases."""
    takes: list[list[Phrase]] = []
    for text in known:
        for count in range(1, len(phrases) + 1):
            part = phrases[:count][::-1] if backwards else phrases[:count]
            if len(joined := take_text(part)) >= len(text):
                break
        else:
            break
        before = phrases[count : count + 1] if backwards else []
        if joined != text or any(phrase.ends < Break.SENTENCE for phrase in [part[-1], *before]):
            break
        takes.append(part)
        phrases = phrases[count:]
    return takes, phrases


def _group(phrases: Sequence[Phrase], language: str) -> list[list[Phrase]]:
    takes: list[list[Phrase]] = []
    paragraph: list[Phrase] = []
    for phrase in phrases:
        paragraph.append(phrase)
        if phrase.ends is Break.PARAGRAPH:
            takes += _sentence_groups(paragraph, language)
            paragraph = []
    takes += _sentence_groups(paragraph, language)
    while len(takes) > MAX_TAKES:
        sizes = [speaking_seconds(take_text(take), language) for take in takes]
        place = min(range(len(takes) - 1), key=lambda i: sizes[i] + sizes[i + 1])
        takes[place : place + 2] = [takes[place] + takes[place + 1]]
    return takes


def _sentence_groups(paragraph: Sequence[Phrase], language: str) -> list[list[Phrase]]:
    """A paragraph as groups of whole sentences of about equal length, none longer than it must be."""
    sentences: list[list[Phrase]] = [[]]
    for phrase in paragraph:
        sentences[-1].append(phrase)
        if phrase.ends >= Break.SENTENCE:
            sentences.append([])
    sentences = [sentence for sentence in sentences if sentence]
    lengths = [speaking_seconds(take_text(sentence), language) for sentence in sentences]
    total, spoken = sum(lengths, Decimal(0)), Decimal(0)
    count = max(1, math.ceil(total / MAX_TAKE_SECONDS))
    groups: list[list[Phrase]] = []
    for sentence, seconds in zip(sentences, lengths, strict=True):
        group = int((spoken + seconds / 2) * count / total) if total else 0
        spoken += seconds
        if not groups or group >= len(groups):
            groups.append([])
        groups[-1] += sentence
    return groups
