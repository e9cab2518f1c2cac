"""Checks whether a brief can be made, before anything is bought."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib.util import find_spec

from omnigen.domain.brief import MAX_DURATION_SECONDS, Brief
from omnigen.domain.brief_options import Captions, Gate
from omnigen.domain.estimate import speech_seconds
from omnigen.domain.speech_placement import shortest_video
from omnigen.errors import InvalidRequest
from omnigen.jobs.brand_texts import brand_texts
from omnigen.runtime.context import AppContext
from omnigen.text import named, undrawable

CJK_FONTS_PACKAGE = "manimgx_fonts_cjk"
LOCAL_ENVIRONMENT = "local"
SURELY_SHARE = Decimal("0.75")
"""No voice is so much faster than estimated: a text that does not fit even then is refused at once."""


def check_feasible(app: AppContext, brief: Brief) -> None:
    """What cannot be made is said before anything is spent. InvalidRequest names the field."""
    if Gate.IMAGES in brief.review and not (brief.stills_wanted or brief.photos):
        raise InvalidRequest(
            "Images can be reviewed only where stills are drawn: choose pictures=stills or continuity=keyframes, "
            "or give photos of the product",
            "review",
        )
    _check_drawable(app, brief)
    if brief.script_text and brief.narration.enabled and not brief.narration.upload:
        _check_speech(brief, brief.script_text)


def _check_drawable(app: AppContext, brief: Brief) -> None:
    """Refuse characters that would stand on screen and that no font can draw."""
    burned = brief.captions in {Captions.BURNED, Captions.BOTH} and brief.narration.enabled
    texts = {"title": brief.title, "script_text": brief.script_text if burned else None}
    texts["product.name"] = brief.product.name if brief.product else None
    check_drawable(app, texts | {"legal_line": brief.legal_line} | brand_texts(brief.brand))


def check_drawable(app: AppContext, texts: Mapping[str, str | None]) -> None:
    """InvalidRequest, naming the field, for a text with characters that no font can draw."""
    for field, text in texts.items():
        if missing := undrawable(text or "", cjk=has_cjk_fonts(app)):
            advice = "" if has_cjk_fonts(app) else "; for Chinese, Japanese and Korean install the extra 'fonts-world'"
            raise InvalidRequest(f"No font can draw {named(missing)}: change the text{advice}", field)


def has_cjk_fonts(app: AppContext) -> bool:
    """Whether Chinese, Japanese and Korean can be drawn: always on AWS, on a laptop with the extra `fonts-world`."""
    return app.settings.omnigen_env != LOCAL_ENVIRONMENT or find_spec(CJK_FONTS_PACKAGE) is not None


def _check_speech(brief: Brief, text: str) -> None:
    """Refuse what surely cannot be said in time. What may fit is spoken first, for cents, and measured."""
    seconds = speech_seconds(text, brief.narration)
    if shortest_video([one * SURELY_SHARE for one in seconds]) <= brief.story_seconds:
        return
    least = shortest_video(seconds) + brief.bookends_length
    longer = f", or make the video at least {least} s long" if least <= MAX_DURATION_SECONDS else ""
    raise InvalidRequest(
        f"The text takes about {sum(seconds):.0f} s to say, which is more than {brief.has_room} room "
        f"for. Shorten it{longer}",
        "script_text",
    )
