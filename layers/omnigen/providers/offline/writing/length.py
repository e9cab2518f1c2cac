"""How long a narration takes to say: letters as they are spoken tell more of a length than a count of words."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.text import speaking_seconds


@dataclass(frozen=True, kw_only=True)
class NarrationLength:
    """How long a narration should take to say, in seconds, in a language (BCP 47) and by a voice."""

    seconds: float
    language: str
    voice: str | None = None

    def said(self, text: str) -> float:
        """The seconds that a text takes to say."""
        return float(speaking_seconds(text, self.language, self.voice)) if text else 0.0
