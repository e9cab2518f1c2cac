"""Checks whether a brief can be made, before anything is bought."""

from __future__ import annotations

from omnigen.domain.brief import Brief, Gate
from omnigen.domain.estimate import min_duration, room_for_words
from omnigen.domain.narration import spoken_words
from omnigen.errors import InvalidRequest
from omnigen.runtime.context import AppContext


def check_feasible(app: AppContext, brief: Brief) -> None:
    """What cannot be made is said before anything is spent. InvalidRequest names the field."""
    if Gate.IMAGES in brief.review and not brief.stills_wanted:
        raise InvalidRequest(
            "Images can be reviewed only where stills are drawn: choose pictures=stills or continuity=keyframes",
            "review",
        )
    if brief.script_text and brief.narration.enabled:
        pace = app.settings.omnigen_words_per_second
        room = room_for_words(brief.duration, pace)
        words = spoken_words(brief.script_text)
        if words > room:
            least = min_duration(brief, pace)
            longer = f", or make the video at least {least} s long" if room_for_words(least, pace) >= words else ""
            raise InvalidRequest(
                f"The text has {words} words; a video of {brief.duration} s has room for {room}. Shorten it{longer}",
                "script_text",
            )
