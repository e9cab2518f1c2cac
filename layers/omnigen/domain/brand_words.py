"""What a brand must and must never say, looked for in texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from omnigen.domain.brand import BrandKit
from omnigen.text import has_forms, is_unspaced


def never_said(texts: Mapping[str, str | None], brand: BrandKit | None, language: str = "und") -> list[tuple[str, str]]:
    """Each (name of a text, phrase) where a text holds what the brand never says, in any inflected form.

    `language` (BCP 47) is that of the texts; where it is not known or has no known forms, only the phrase as it is
    written is found.
    """
    phrases = brand.never_say if brand else ()
    return [
        (name, phrase)
        for name, text in texts.items()
        if text
        for phrase in phrases
        if contains_phrase(text, phrase) or has_forms(text, phrase, language)
    ]


def not_said(texts: Iterable[str | None], brand: BrandKit | None) -> list[str]:
    """The phrases that the brand must say and that none of these texts holds, word for word.

    Such phrases are claims and terms that somebody has agreed to: another form of a word is not what was agreed.
    """
    given = [text for text in texts if text]
    phrases = brand.must_say if brand else ()
    return [phrase for phrase in phrases if not any(contains_phrase(text, phrase) for text in given)]


def contains_phrase(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase as whole words, whatever its case, accents and white space."""
    wanted, within = _bare(phrase), _bare(text)
    if is_unspaced(wanted):
        return wanted in within
    before = r"(?<!\w)" if wanted[:1].isalnum() else ""
    after = r"(?!\w)" if wanted[-1:].isalnum() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", within) is not None


def _bare(text: str) -> str:
    """Small letters without accents, apostrophes of one kind, single spaces."""
    split = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return " ".join("".join(one for one in split if not unicodedata.combining(one)).split())
