"""Words written as they shall be pronounced, without losing their places in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter


@dataclass(frozen=True)
class Respelled:
    """A text for a voice. `anchors` pairs places in it with places in the text as written, ascending."""

    text: str
    anchors: tuple[tuple[int, int], ...]

    def place(self, position: int) -> int:
        """The place in the text as written; of all places in a respelled word, that where the word begins."""
        own, written = self.anchors[bisect_right(self.anchors, position, key=itemgetter(0)) - 1]
        return written + position - own


def respell(text: str, pronunciations: Mapping[str, str]) -> Respelled:
    """The text with each of these words, in any case, replaced by what is said for it. Whole words only."""
    found = {word.casefold(): says for word, says in pronunciations.items()}
    if not found:
        return Respelled(text, ((0, 0),))
    pattern = "|".join(map(re.escape, sorted(pronunciations, key=len, reverse=True)))
    said, anchors, done = "", [(0, 0)], 0
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
        says = found.get(match.group().casefold(), match.group())
        said += text[done : match.start()]
        anchors += [(len(said) + step, match.start()) for step in range(len(says))]
        said += says
        done = match.end()
        anchors.append((len(said), done))
    return Respelled(said + text[done:], tuple(anchors))
