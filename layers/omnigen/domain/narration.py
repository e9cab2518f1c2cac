"""Word budgets of scenes, and shortening texts to them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

WORDS_PER_SECOND = Decimal("2.3")
"""138 words a minute: an unhurried announcer. Broadcast advertising runs at 130-160."""

LEAD_SECONDS = Decimal("0.25")
"""Silence at the start of a scene before its voice."""

MAX_TEMPO = Decimal("1.15")
"""Speech is never made faster than this; beyond it, words are left out instead."""

MIN_SCENE_SECONDS = Decimal(2)

_SENTENCE_END = re.compile(r"([.!?…؟][\"'”’)\]]*)\s+(?=[^a-z])")
_DENSE_SENTENCE_END = re.compile(r"([。！？][”’」』）]*)")
"""Scripts written without spaces end a sentence without one."""


def spoken_words(text: str) -> int:
    """Words as they are spoken; two characters count as one word in scripts written without spaces."""
    dense = sum(1 for character in text if _is_dense(character))
    spaced = "".join(" " if _is_dense(character) else character for character in text)
    return len([word for word in spaced.split() if any(map(str.isalnum, word))]) + math.ceil(dense / 2)


def word_budget(seconds: Decimal, words_per_second: Decimal = WORDS_PER_SECOND) -> int:
    """The most words that a scene of this length takes at an unhurried pace."""
    return max(int((seconds - LEAD_SECONDS) * words_per_second), 1)


def fit_texts(texts: Sequence[str], budgets: Sequence[int]) -> list[str]:
    """Each text within its budget: whole sentences are dropped from the end, then clauses, then words."""
    return [_shorten(text, budget) for text, budget in zip(texts, budgets, strict=True)]


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their marks; an abbreviation's full stop before a small letter does not end one."""
    broken = _SENTENCE_END.sub(r"\1\n", _DENSE_SENTENCE_END.sub(r"\1\n", text))
    return [part.strip() for part in broken.splitlines() if part.strip()]


def divide(text: str, parts: int) -> list[str]:
    """One text as consecutive pieces of about equal spoken length, cut between sentences where that is possible."""
    pieces = sentences(text)
    while pieces and len(pieces) < parts:
        longest = max(range(len(pieces)), key=lambda i: spoken_words(pieces[i]))
        halves = _halve(pieces[longest])
        if len(halves) < 2:
            break
        pieces[longest : longest + 1] = halves
    return _gather(pieces, parts)


def _gather(pieces: list[str], parts: int) -> list[str]:
    weights = [max(spoken_words(piece), 1) for piece in pieces]
    total, filled = sum(weights), 0
    groups: list[list[str]] = [[] for _ in range(parts)]
    for index, (piece, weight) in enumerate(zip(pieces, weights, strict=True)):
        middle = min(int((filled + weight / 2) * parts / total), parts - 1)
        latest = parts - (len(pieces) - index)  # leave at least one piece for every later group
        earliest = next((i for i, group in enumerate(groups) if not group), parts - 1)
        groups[min(max(middle, latest, 0), earliest) if len(pieces) >= parts else middle].append(piece)
        filled += weight
    return [" ".join(group) for group in groups]


def _halve(text: str) -> list[str]:
    words = text.split()
    if len(words) < 2:
        return [text]
    middle = len(words) // 2
    breaks = [i for i, word in enumerate(words[:-1], start=1) if word[-1] in ",;:—،"]
    cut = min(breaks, key=lambda i: abs(i - middle), default=middle)
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def _shorten(text: str, budget: int) -> str:
    if spoken_words(text) <= budget:
        return text.strip()
    whole = sentences(text)
    while len(whole) > 1 and spoken_words(" ".join(whole)) > budget:
        whole.pop()
    kept = " ".join(whole)
    if spoken_words(kept) <= budget:
        return kept
    clauses = re.split(r"(?<=[,;:—،])\s+", kept)
    while len(clauses) > 1 and spoken_words(" ".join(clauses)) > budget:
        clauses.pop()
    return _close(_first_words(" ".join(clauses), budget))


def _first_words(text: str, budget: int) -> str:
    kept: list[str] = []
    for word in text.split():
        if spoken_words(" ".join([*kept, word])) > budget:
            break
        kept.append(word)
    if kept:
        return " ".join(kept)
    first = text.split(maxsplit=1)[0]
    return first[: sum(1 for end in range(1, len(first) + 1) if spoken_words(first[:end]) <= budget)]


def _close(text: str) -> str:
    return text.rstrip(" ,;:—،-") + ("" if text.rstrip()[-1:] in ".!?…。！？؟" else ".")


def _is_dense(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" and character.isalnum()
