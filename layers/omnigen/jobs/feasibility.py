"""Checks whether a brief can be made, before anything is bought."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.brief import MAX_DURATION_SECONDS, Brief, Gate
from omnigen.domain.estimate import speech_seconds
from omnigen.domain.speech_placement import shortest_video
from omnigen.errors import InvalidRequest

SURELY_SHARE = Decimal("0.75")
"""No voice is so much faster than estimated: a text that does not fit even then is refused at once."""


def check_feasible(brief: Brief) -> None:
    """What cannot be made is said before anything is spent. InvalidRequest names the field."""
    if Gate.IMAGES in brief.review and not brief.stills_wanted:
        raise InvalidRequest(
            "Images can be reviewed only where stills are drawn: choose pictures=stills or continuity=keyframes",
            "review",
        )
    if brief.script_text and brief.narration.enabled and not brief.narration.upload:
        _check_speech(brief, brief.script_text)


def _check_speech(brief: Brief, text: str) -> None:
    """Refuse what surely cannot be said in time. What may fit is spoken first, for cents, and measured."""
    seconds = speech_seconds(text, brief.narration)
    if shortest_video([one * SURELY_SHARE for one in seconds]) <= brief.duration:
        return
    least = shortest_video(seconds)
    longer = f", or make the video at least {least} s long" if least <= MAX_DURATION_SECONDS else ""
    raise InvalidRequest(
        f"The text takes about {sum(seconds):.0f} s to say, which is more than a video of {brief.duration} s has room "
        f"for. Shorten it{longer}",
        "script_text",
    )
