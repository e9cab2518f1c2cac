"""How long a narration takes to say: letters as they are spoken tell more of a length than a count of words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from omnigen.text import speaking_seconds


@dataclass(frozen=True, kw_only=True)
class NarrationLength:
    """How long a narration should take to say, in seconds, in a language (BCP 47) and by a voice."""

    seconds: float
    language: str
    voice: str | None = None

    @cached_property
    def pause(self) -> float:
        """The seconds between two sentences of a text."""
        return self.said("1. 1.") - 2 * self.said("1.")

    def said(self, text: str) -> float:
        """The seconds that a text takes to say."""
        return _said(text, self.language, self.voice) if text else 0.0


@lru_cache(maxsize=4096)
def _said(text: str, language: str, voice: str | None) -> float:
    """The same, kept: while a narration is written each line is measured again with every other one."""
    return float(speaking_seconds(text, language, voice))
