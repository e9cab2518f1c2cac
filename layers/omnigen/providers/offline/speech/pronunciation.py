"""Words in another writing than the narration's own, given to a voice that can read them.

espeak-ng spells what its voice's language does not write ("shin, lamed, vav …"), which takes five times as long.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_READERS = {
    "ARABIC": "ar",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "LATIN": "en",
    "THAI": "th",
}
"""A language that is written in each script, by the word with which Unicode's names of its letters begin."""

_WRITING = {
    "ar": {"ARABIC"},
    "bg": {"CYRILLIC"},
    "el": {"GREEK"},
    "he": {"HEBREW"},
    "hi": {"DEVANAGARI"},
    "ja": {"HIRAGANA", "KATAKANA", "CJK"},
    "ko": {"HANGUL"},
    "ru": {"CYRILLIC"},
    "sr": {"CYRILLIC", "LATIN"},
    "th": {"THAI"},
    "uk": {"CYRILLIC"},
    "ur": {"ARABIC"},
    "zh": {"CJK"},
}
"""What a language is written in; all others are written in Latin letters."""


class LanguageRun(NamedTuple):
    """A stretch of the narration, the place where it starts, and the language that reads it."""

    text: str
    position: int
    language: str


def parts_by_writing(text: str, language: str) -> list[LanguageRun]:
    """The text cut, between words, where its writing changes to one that `language` (BCP 47) does not use and back.

    The parts together are the text. Numbers and signs stay with the words before them.
    """
    own = _WRITING.get(language.strip().lower().replace("_", "-").partition("-")[0], {"LATIN"})
    parts: list[LanguageRun] = []
    for match in re.finditer(r"\S+\s*|\s+", text):
        script = _script(match.group())
        if script is None:
            reader = parts[-1].language if parts else language
        else:
            reader = language if script in own else _READERS.get(script, language)
        if parts and parts[-1].language == reader:
            parts[-1] = parts[-1]._replace(text=parts[-1].text + match.group())
        else:
            parts.append(LanguageRun(match.group(), match.start(), reader))
    return parts


def _script(word: str) -> str | None:
    """The script of a word's first letter; None when it has no letter."""
    letter = next((one for one in word if one.isalpha()), None)
    return unicodedata.name(letter, "").partition(" ")[0] if letter else None
