"""A line of a narration that is being written."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain.script_shape import Section


@dataclass(frozen=True)
class NarrationLine:
    """Something that may be said: in which part of the story, what, and in which order it stands there."""

    section: Section
    text: str
    order: float = 0.0

    @property
    def place(self) -> tuple[int, float]:
        """Where it stands among all that is said."""
        return tuple(Section).index(self.section), self.order
