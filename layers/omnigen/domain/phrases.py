"""A narration as phrases: the pieces of a text between which the picture may change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from omnigen.text import paragraphs

PARAGRAPH_BREAK = "\n\n"
"""White space between two paragraphs of a narration."""

_MARK = re.compile(r"[.!?…。！？؟।॥။。៕]['\"”’»」』)\]]*$")


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


def split_phrases(text: str, language: str) -> list[Phrase]:
    """The phrases of a text, every word in one of them and in order; markers of list items are left out.

    Lead-ins and texts, joined, are a text with the same paragraphs and the same phrases. `language` is a BCP 47 tag.
    """
    phrases: list[Phrase] = []
    for paragraph in paragraphs(text, language):
        lead_in, place = PARAGRAPH_BREAK if phrases else "", 0
        pieces = [
            (clause.start - paragraph.start, clause.text, clause is sentence.clauses[-1])
            for sentence in paragraph.sentences
            for clause in sentence.clauses
        ]
        for number, (start, clause, is_last) in enumerate(pieces):
            ends = Break.SENTENCE if is_last else Break.CLAUSE
            ends = Break.PARAGRAPH if number == len(pieces) - 1 else ends
            phrases.append(
                Phrase(text=clause, lead_in=lead_in if not number else paragraph.text[place:start], ends=ends)
            )
            place = start + len(clause)
    return phrases


def join_phrases(phrases: Sequence[Phrase]) -> str:
    """The text of these phrases, without the white space before the first."""
    return "".join(phrase.lead_in + phrase.text for phrase in phrases).strip()


def as_paragraphs(texts: Sequence[str]) -> str:
    """One text with a paragraph for each of these; one that does not end a sentence goes on in the next."""
    text = ""
    for part in (part.strip() for part in texts if part.strip()):
        text += ("" if not text else PARAGRAPH_BREAK if _MARK.search(text) else " ") + part
    return text
