"""Aligns the script's words with recognised speech: times from the recording, spelling from the script."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from omnigen.domain.captions import CaptionWord, spread_words

MIN_SIMILARITY = 0.5
"""Similarity below which the recognised text is another one, and its times are not used."""


def align(script: Sequence[str], heard: Sequence[CaptionWord], start: int, end: int) -> list[CaptionWord]:
    """Every word of the script with frames within `[start, end)`, in order.

    Words that were heard keep their times; the others share the time between their neighbours.
    """
    matcher = SequenceMatcher(
        None, [_key(word) for word in script], [_key(word.text) for word in heard], autojunk=False
    )
    if matcher.ratio() < MIN_SIMILARITY:
        return spread_words(script, start, end)
    known = {
        block.a + offset: heard[block.b + offset]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
    timed: list[CaptionWord] = []
    waiting: list[str] = []
    for number, word in enumerate([*script, ""]):
        found = known.get(number)
        if found is None and number < len(script):
            waiting.append(word)
            continue
        until = found.start if found else end
        timed += spread_words(waiting, timed[-1].end if timed else start, until)
        waiting = []
        if found:
            timed.append(CaptionWord(text=word, start=max(found.start, start), end=min(found.end, end)))
    return timed


def _key(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum()) or word
