"""Makes a written narration as long as it should take to say, with lines of the bank.

Lengths are those of `speaking_seconds`: letters as they are spoken tell more of a length than a count of words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from omnigen.domain.narration import spoken_words
from omnigen.domain.script import MAX_OVER_BUDGET, MAX_SEGMENT_OVER_BUDGET
from omnigen.domain.script_shape import Section
from omnigen.providers.offline.writing.scene_text import SceneText
from omnigen.text import speaking_seconds

_NEAR_SECONDS = 0.5
"""A narration that misses its length by no more is left as it is: hardly any line is shorter."""


@dataclass(frozen=True, kw_only=True)
class NarrationLength:
    """How long a narration should take to say, in seconds, in a language (BCP 47) and by a voice."""

    seconds: float
    language: str
    voice: str | None = None

    def said(self, text: str) -> float:
        """The seconds that a text takes to say."""
        return float(speaking_seconds(text, self.language, self.voice)) if text else 0.0

    def missing(self, scenes: Sequence[SceneText]) -> float:
        """The seconds that are still to be filled; negative where there are too many words."""
        return self.seconds - sum(self.said(scene.text) for scene in scenes)


def lengthen(
    scenes: Sequence[SceneText], lines: Sequence[str], length: NarrationLength, is_new: Callable[[str], bool]
) -> list[tuple[SceneText, str]]:
    """The lines that fill what is missing, and the scenes that say them: the emptiest first, the last one never.

    The lines are tried in their order; in the end the one is taken that leaves the least.
    """
    added: list[tuple[SceneText, str]] = []
    rooms = {id(scene): scene.room for scene in scenes}
    words_left = sum(rooms.values()) + int(sum(scene.budget for scene in scenes) * (MAX_OVER_BUDGET - 1))
    missing = length.missing(scenes)
    waiting = [(line, length.said(f"{line} {line}") - length.said(line)) for line in lines if is_new(line)]
    while missing > _NEAR_SECONDS:
        waiting = [
            (line, seconds) for line, seconds in waiting if seconds <= missing and spoken_words(line) <= words_left
        ]
        if not waiting:
            break
        is_last = missing - waiting[0][1] < min(seconds for _, seconds in waiting)
        chosen = max(waiting, key=lambda one: one[1]) if is_last else waiting[0]
        waiting.remove(chosen)
        scene = max(scenes[:-1] or scenes, key=lambda one: rooms[id(one)])
        words = spoken_words(chosen[0])
        if rooms[id(scene)] - words < -scene.budget * (MAX_SEGMENT_OVER_BUDGET - 1):
            continue
        rooms[id(scene)] -= words
        words_left -= words
        missing -= chosen[1]
        added.append((scene, chosen[0]))
    return added


def shorten(scenes: Sequence[SceneText], lines: Sequence[str], length: NarrationLength) -> None:
    """Take out lines of the bank while the narration is longer than it should be."""
    spare = set(lines)
    while (surplus := -length.missing(scenes)) > _NEAR_SECONDS:
        options = [
            (abs(surplus - length.said(text)), scene, (section, text))
            for scene in scenes[:-1]
            for section, text in scene.said
            if section is not Section.REVEAL and text in spare and length.said(text) < surplus + _NEAR_SECONDS
        ]
        if not options:
            return
        _, scene, said = min(options, key=lambda option: option[0])
        scene.said.remove(said)
