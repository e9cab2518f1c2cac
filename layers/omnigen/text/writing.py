"""Which writing a word is in, and which writings a language uses. Writings go by the first word of Unicode's names."""

from __future__ import annotations

import unicodedata

_READERS = {
    "ARABIC": "ar",
    "BENGALI": "bn",
    "BOPOMOFO": "zh",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "LATIN": "en",
    "MYANMAR": "my",
    "TAMIL": "ta",
    "THAI": "th",
}
"""A language that is written in each script, by the word with which Unicode's names of its letters begin."""

_USED_BY = {
    "ar": {"ARABIC"},
    "bg": {"CYRILLIC"},
    "el": {"GREEK"},
    "fa": {"ARABIC"},
    "he": {"HEBREW"},
    "hi": {"DEVANAGARI"},
    "ja": {"HIRAGANA", "KATAKANA", "CJK"},
    "km": {"KHMER"},
    "ko": {"HANGUL"},
    "lo": {"LAO"},
    "my": {"MYANMAR"},
    "ru": {"CYRILLIC"},
    "sr": {"CYRILLIC", "LATIN"},
    "th": {"THAI"},
    "uk": {"CYRILLIC"},
    "ur": {"ARABIC"},
    "yue": {"CJK", "BOPOMOFO"},
    "zh": {"CJK", "BOPOMOFO"},
}
"""What a language is written in; all others are written in Latin letters."""


def writing_of(text: str) -> str | None:
    """The writing of a text's first letter; None when it has no letter."""
    letter = next((one for one in text if one.isalpha()), None)
    return unicodedata.name(letter, "").partition(" ")[0] if letter else None


def is_used_by(language: str, writing: str) -> bool:
    """Whether a language (BCP 47 tag) is written in this writing."""
    primary = language.strip().lower().replace("_", "-").partition("-")[0]
    return writing in _USED_BY.get(primary, {"LATIN"})


def reader_of(writing: str, default: str) -> str:
    """A language that reads words in this writing; the default one where none is known."""
    return _READERS.get(writing, default)
