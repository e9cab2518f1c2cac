"""Aligns the script's words with recognised speech: times from the recording, spelling from the script."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from omnigen.domain.caption_words import CaptionWord, Ending, marked
from omnigen.text import spoken_form

MIN_SIMILARITY = 0.5
"""Similarity below which the recognised text is another one, and its times are not used."""

PAUSE_LETTERS: dict[Ending, int] = {"": 0, "clause": 3, "line": 3, "sentence": 6}
"""How many letters could be spoken in the pause behind a word: about 0.2 s in a sentence, 0.4 s between two."""


def align(
    script: Sequence[CaptionWord], heard: Sequence[CaptionWord], start: int, end: int, language: str = "und"
) -> list[CaptionWord]:
    """Every word of the script with frames within `[start, end)`, in order.

    Words that were heard keep their times; the others share the time between their neighbours.
    """
    matcher = SequenceMatcher(
        None, [_key(word.text) for word in script], [_key(word.text) for word in heard], autojunk=False
    )
    if matcher.ratio() < MIN_SIMILARITY:
        return spread_words(script, start, end, language)
    known = {
        block.a + offset: heard[block.b + offset]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
    timed: list[CaptionWord] = []
    waiting: list[CaptionWord] = []
    for number, word in enumerate(script):
        if number not in known:
            waiting.append(word)
            continue
        found = known[number]
        timed += spread_words(waiting, timed[-1].end if timed else start, found.start, language)
        timed.append(CaptionWord(text=word.text, start=max(found.start, start), end=min(found.end, end)))
        waiting = []
    timed += spread_words(waiting, timed[-1].end if timed else start, end, language)
    return marked(timed, script)


def spread_words(words: Sequence[CaptionWord], start: int, end: int, language: str = "und") -> list[CaptionWord]:
    """Words for which no times are known, each given time in proportion to the letters that are spoken of it.

    Behind clauses and sentences a pause is left.
    """
    letters = [len(spoken_form(word.text, language)) + 1 for word in words]
    pauses = [*(PAUSE_LETTERS[word.ends] for word in words[:-1]), 0]
    total, length = sum(letters) + sum(pauses), max(end - start, 0)
    timed, done = [], 0
    for word, own, pause in zip(words, letters, pauses, strict=False):
        begin = start + length * done // total
        done += own
        timed.append(CaptionWord(text=word.text, start=begin, end=start + length * done // total))
        done += pause
    return marked(timed, words)


def _key(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum()) or word
