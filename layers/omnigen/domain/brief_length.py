"""How long a narration must be at least: nobody is asked to say more than a brief gives."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.brief import Brief
from omnigen.domain.narration import spoken_words
from omnigen.domain.understanding import given_texts
from omnigen.text import speaking_seconds

SAID_AGAIN = Decimal("1.5")
"""A narration that is so many times as long as its brief is long enough: more would be padding."""


def is_enough(words: int, brief: Brief) -> bool:
    """Whether a narration of so many words says all that a brief of few words gives."""
    return words >= sum(map(spoken_words, given_texts(brief).values())) * SAID_AGAIN


def needed_seconds(brief: Brief, wanted: Decimal) -> Decimal:
    """The seconds of speech that a video needs: those wanted, or fewer where the brief gives little."""
    voice = brief.narration
    texts = given_texts(brief).values()
    given = sum((speaking_seconds(text, voice.language, voice.voice) for text in texts), Decimal(0))
    return min(wanted, given * SAID_AGAIN)
