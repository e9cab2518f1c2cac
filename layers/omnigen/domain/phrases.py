"""A narration as phrases: the pieces of a text between which the picture may change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from omnigen.domain.narration import sentences

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_ENDS = frozenset(".!?…。！？؟।")
_CLOSING = "\"'”’»)]』」"
_CLAUSES = re.compile(r"(?<=[,;:—،、，；：])\s+|(?<=[、，；：])(?=\S)")


class Break(IntEnum):
    """What ends with a phrase, from the weakest to the strongest; `WORD` where a clause had to be cut."""

    WORD = 0
    CLAUSE = 1
    SENTENCE = 2
    PARAGRAPH = 3


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A clause as it is written, with the white space before it, and what ends with it."""

    text: str
    lead_in: str = ""
    ends: Break = Break.CLAUSE


def split_phrases(text: str) -> list[Phrase]:
    """The phrases of a text. Their lead-ins and texts, joined, are the text without the white space around it."""
    phrases: list[Phrase] = []
    for paragraph in _located(_PARAGRAPHS.split(text.strip())):
        first = len(phrases)
        for sentence in _located(sentences(paragraph)):
            clauses = [clause for clause in _CLAUSES.split(sentence) if clause.strip()]
            phrases += [Phrase(text=clause) for clause in clauses]
            phrases[-1] = replace(phrases[-1], ends=Break.SENTENCE)
        if len(phrases) > first:
            phrases[-1] = replace(phrases[-1], ends=Break.PARAGRAPH)
    return list(_with_lead_ins(text.strip(), phrases))


def join_phrases(phrases: Sequence[Phrase]) -> str:
    """The text of these phrases, without the white space before the first."""
    return "".join(phrase.lead_in + phrase.text for phrase in phrases).strip()


def as_paragraphs(texts: Sequence[str]) -> str:
    """One text with a paragraph for each of these; one that does not end a sentence goes on in the next."""
    text = ""
    for part in (part.strip() for part in texts if part.strip()):
        ended = text.rstrip(_CLOSING)[-1:] in _ENDS
        text += ("" if not text else "\n\n" if ended else " ") + part
    return text


def _located(parts: Sequence[str]) -> Iterator[str]:
    return (part.strip() for part in parts if part.strip())


def _with_lead_ins(text: str, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """The phrases with what stands between them in the text."""
    place = 0
    for phrase in phrases:
        start = text.index(phrase.text, place)
        yield replace(phrase, lead_in=text[place:start])
        place = start + len(phrase.text)
