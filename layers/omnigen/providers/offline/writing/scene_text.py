"""A scene's text while it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from omnigen.domain.narration import spoken_words
from omnigen.domain.script_shape import Section

_ORDER = tuple(Section)


@dataclass
class SceneText:
    """A scene while it is written: its room in words, its sections, and what is said in each."""

    budget: int
    sections: tuple[Section, ...]
    said: list[tuple[Section, str]] = field(default_factory=list)

    @property
    def room(self) -> int:
        """Words that can still be said."""
        return self.budget - spoken_words(self.text)

    @property
    def text(self) -> str:
        """What is said, section by section."""
        ordered = sorted(self.said, key=lambda line: _ORDER.index(line[0]))
        return " ".join(text for _, text in ordered)


def point_sentence(point: str) -> str:
    """A point as a sentence of its own."""
    text = point.strip()
    return capital(text) + ("" if text[-1:] in ".!?…" else ".")


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
