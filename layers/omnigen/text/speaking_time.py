"""How long a text takes to say, from rates that were measured with the voice itself.

The rates are in `data/speaking_rates.json`, written by `python -m benchmarks.speaking_rate`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from omnigen.text.breaks import words
from omnigen.text.spoken_form import spoken_form
from omnigen.text.writing import is_used_by, reader_of

DEFAULT_VOICE = "narrator"
LETTER_NAME_LETTERS = 3
"""A letter that is spelled out takes as long as a word of so many letters."""

_PAUSE = re.compile(r"[,;:،؛、，；：]['\"”’»)\]]*(?=\s|$|\w)|\s[–—-]\s|—")
_STOP = re.compile(r"[.!?…。！？؟।॥။។۔]+['\"”’»」』)\]]*(?=\s|$|[^\x00-\u2000])")


class Rate(NamedTuple):
    """How a voice speaks a language: letters a second, and the seconds that a comma and a full stop add."""

    letters_per_second: float
    clause_pause_seconds: float
    sentence_pause_seconds: float


def speaking_seconds(text: str, language: str, voice: str | None = None) -> Decimal:
    """The seconds in which a voice says a text, pauses between its sentences included, at natural pace.

    Measured for the offline voices; other voices are taken to speak like the default one.
    """
    said = spoken_form(text, language)
    own = rate_of(language, voice)
    seconds = sum(
        letters / _rate_of_writing(writing, language, voice).letters_per_second
        for writing, letters in count_letters(said).items()
    )
    pauses, stops = count_pauses(said)
    seconds += pauses * own.clause_pause_seconds + max(stops - 1, 0) * own.sentence_pause_seconds
    return Decimal(seconds).quantize(Decimal("0.01"))


@cache
def pace_ratio(language: str) -> Decimal:
    """How many words of a language are said in the time of one English word, in advertising.

    Half of the way from 1 to what the sample texts say: half of the time of short sentences is pauses, which are alike
    in all languages. Measured for the offline writer's six languages: off by 9 % at most.
    """
    paces = []
    for tag in (language, "en"):
        text = sample_text(tag)
        paces.append(count_words(text, tag) / speaking_seconds(text, tag))
    return ((1 + paces[0] / paces[1]) / 2).quantize(Decimal("0.01"))


def count_words(text: str, language: str = "und") -> int:
    """The words of a text as written that are spoken: those with a letter or a digit in them."""
    return sum(any(map(str.isalnum, word.text)) for word in words(text, language))


def count_letters(said: str) -> dict[str, int]:
    """Letters of a spoken form by the word with which Unicode's names of them begin; marks count with their letter.

    A letter that stands alone is said by its name.
    """
    letters: dict[str, int] = {}
    for word in said.split():
        own = [character for character in word if character.isalnum()]
        worth = LETTER_NAME_LETTERS if len(own) == 1 and len(word) < 3 and own[0].isupper() else 1
        for character in own:
            writing = unicodedata.name(character, "").partition(" ")[0]
            letters[writing] = letters.get(writing, 0) + worth
    return letters


def count_pauses(said: str) -> tuple[int, int]:
    """Commas, dashes and the like, and ends of sentences."""
    return len(_PAUSE.findall(said.strip().rstrip(",;:"))), len(_STOP.findall(said))


def rate_of(language: str, voice: str | None = None) -> Rate:
    """The rate of a voice in a language; of its usual language where that one was not measured."""
    rates = _rates()
    own = rates.get(voice or DEFAULT_VOICE, {}) or rates[DEFAULT_VOICE]
    tag = language.lower()
    for known in (tag, tag.partition("-")[0], "en"):
        for table in (own, rates[DEFAULT_VOICE]):
            if known in table:
                return table[known]
    raise AssertionError("There is always a rate for English")


def measured_languages() -> frozenset[str]:
    """The languages whose pace was measured, without regions."""
    return frozenset(tag for tag in _rates()[DEFAULT_VOICE] if "-" not in tag)


def sample_text(language: str) -> str:
    """Two sentences in a language, by which voices are measured and compared; in English where there are none.

    From article 1 of the Universal Declaration of Human Rights.
    """
    texts = _sample_texts()
    tag = language.lower()
    return texts.get(tag) or texts.get(tag.partition("-")[0]) or texts["en"]


def _rate_of_writing(writing: str, language: str, voice: str | None) -> Rate:
    """The language's own rate for its own letters; for words in another writing, that of a language which uses it."""
    if not writing.isalpha() or is_used_by(language, writing):
        return rate_of(language, voice)
    return rate_of(reader_of(writing, language), voice)


@cache
def _sample_texts() -> Mapping[str, str]:
    texts: Mapping[str, str] = json.loads(_read("sample_texts"))
    return texts


@cache
def _rates() -> Mapping[str, Mapping[str, Rate]]:
    read = json.loads(_read("speaking_rates"))
    return {
        voice: {language: Rate(*values) for language, values in table.items()}
        for voice, table in read["voices"].items()
    }


def _read(name: str) -> str:
    return files(__package__).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
