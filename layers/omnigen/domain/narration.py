"""Word budgets of scenes, and shortening texts to them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from omnigen.text import Piece, clauses, count_words, cut, sentences, words

WORDS_PER_SECOND = Decimal("2.3")
"""138 words a minute: an unhurried announcer. Broadcast advertising runs at 130-160."""

LEAD_SECONDS = Decimal("0.25")
"""Silence at the start of a scene before its voice."""

MAX_TEMPO = Decimal("1.15")
"""Speech is never made faster than this; beyond it, words are left out instead."""

MIN_SCENE_SECONDS = Decimal(2)


def spoken_words(text: str) -> int:
    """Words with a letter or a digit in them; by dictionary in writings without spaces."""
    return count_words(text)


def word_budget(seconds: Decimal, words_per_second: Decimal = WORDS_PER_SECOND) -> int:
    """The most words that a scene of this length takes at an unhurried pace."""
    return max(int((seconds - LEAD_SECONDS) * words_per_second), 1)


def fit_texts(texts: Sequence[str], budgets: Sequence[int]) -> list[str]:
    """Each text within its budget: whole sentences are dropped from the end, then clauses, then words."""
    return [_shorten(text, budget) for text, budget in zip(texts, budgets, strict=True)]


def divide(text: str, parts: int) -> list[str]:
    """One text as consecutive pieces of about equal spoken length, cut between sentences where that is possible."""
    pieces = list(sentences(text))
    while pieces and len(pieces) < parts:
        longest = max(range(len(pieces)), key=lambda i: spoken_words(pieces[i].text))
        halves = _halve(pieces[longest])
        if len(halves) < 2:
            break
        pieces[longest : longest + 1] = halves
    return _gather(text, pieces, parts)


def _gather(text: str, pieces: list[Piece], parts: int) -> list[str]:
    weights = [max(spoken_words(piece.text), 1) for piece in pieces]
    total, filled = sum(weights), 0
    groups: list[list[Piece]] = [[] for _ in range(parts)]
    for index, (piece, weight) in enumerate(zip(pieces, weights, strict=True)):
        middle = min(int((filled + weight / 2) * parts / total), parts - 1)
        latest = parts - (len(pieces) - index)  # leave at least one piece for every later group
        earliest = next((i for i, group in enumerate(groups) if not group), parts - 1)
        groups[min(max(middle, latest, 0), earliest) if len(pieces) >= parts else middle].append(piece)
        filled += weight
    return [text[group[0].start : group[-1].end] if group else "" for group in groups]


def _halve(piece: Piece) -> list[Piece]:
    """Two halves, cut between clauses where there are some, else between words."""
    parts = clauses(piece.text)
    if len(parts) < 2:
        parts = words(piece.text)
    middle = len(piece.text) / 2
    ends = [part.end for part in parts[:-1]]
    return list(cut(piece.text, [min(ends, key=lambda end: abs(end - middle))], piece.start)) if ends else [piece]


def _shorten(text: str, budget: int) -> str:
    if spoken_words(text) <= budget:
        return text.strip()
    for kind in (sentences, clauses):
        pieces = list(kind(text))
        while len(pieces) > 1 and spoken_words(text[: pieces[-1].end]) > budget:
            pieces.pop()
        text = text[: pieces[-1].end].strip()
        if spoken_words(text) <= budget:
            return text if kind is sentences else _close(text)
    return _close(_first_words(text, budget))


def _first_words(text: str, budget: int) -> str:
    spoken, end = 0, 0
    for word in words(text):
        spoken += spoken_words(word.text)
        if spoken > budget:
            break
        end = word.end
    return text[:end]


def _close(text: str) -> str:
    return text.rstrip(" ,;:—،-") + ("" if text.rstrip()[-1:] in ".!?…。！？؟" else ".")
