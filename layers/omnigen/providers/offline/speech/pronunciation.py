"""Words in another writing than the narration's own, given to a voice that can read them.

espeak-ng spells what its voice's language does not write ("shin, lamed, vav …"), which takes five times as long.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from omnigen.text.writing import is_used_by, reader_of, writing_of


class LanguageRun(NamedTuple):
    """A stretch of the narration, the place where it starts, and the language that reads it."""

    text: str
    position: int
    language: str


def parts_by_writing(text: str, language: str) -> list[LanguageRun]:
    """The text cut, between words, where its writing changes to one that `language` (BCP 47) does not use and back.

    The parts together are the text. Numbers and signs stay with the words before them.
    """
    parts: list[LanguageRun] = []
    for match in re.finditer(r"\S+\s*|\s+", text):
        writing = writing_of(match.group())
        if writing is None:
            reader = parts[-1].language if parts else language
        else:
            reader = language if is_used_by(language, writing) else reader_of(writing, language)
        if parts and parts[-1].language == reader:
            parts[-1] = parts[-1]._replace(text=parts[-1].text + match.group())
        else:
            parts.append(LanguageRun(match.group(), match.start(), reader))
    return parts
