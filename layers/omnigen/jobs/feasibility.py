"""Checks whether a brief can be made, before anything is bought."""

from __future__ import annotations

from omnigen.domain.brief import MAX_DURATION_SECONDS, Brief, Gate
from omnigen.domain.narration import spoken_words, word_budget
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.domain.storyboard import plan_seconds
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
        seconds = plan_seconds(brief.duration)
        room = sum(word_budget(part, app.settings.omnigen_words_per_second) for part in seconds)
        words = spoken_words(brief.script_text)
        if words > room:
            least = brief.duration * words // room + 1
            longer = f", or make the video at least {least} s long" if least <= MAX_DURATION_SECONDS else ""
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
