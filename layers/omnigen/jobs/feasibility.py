"""Checks whether a brief can be made, before anything is bought."""

from __future__ import annotations

from omnigen.domain.brief import Brief, Gate
from omnigen.domain.estimate import least_duration, room_for_words
from omnigen.domain.narration import spoken_words
from omnigen.domain.storage_keys import uploads_prefix
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
            least = least_duration(brief, pace)
            longer = f", or make the video at least {least} s long" if room_for_words(least, pace) >= words else ""
            raise InvalidRequest(
                f"The text has {words} words; a video of {brief.duration} s has room for {room}. Shorten it{longer}",
                "script_text",
            )


def check_uploads(app: AppContext, user_id: str, brief: Brief) -> None:
    """Files that a brief names are there and the caller's own. InvalidRequest names the field."""
    named = [("style_images", key) for key in brief.style_images]
    if brief.narration.upload:
        named.append(("narration.upload", brief.narration.upload))
    for field, key in named:
        if not key.startswith(uploads_prefix(user_id)) or app.aws.objects.size(key) is None:
            raise InvalidRequest(
                f"There is no upload {key!r} of yours; upload the file first, with POST /uploads, and give its key",
                field,
            )
