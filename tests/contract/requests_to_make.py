"""Requests, as the stages make them; a test overrides what it is about."""

from __future__ import annotations

import io
import wave
from decimal import Decimal
from typing import Any

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.prompts import render_script, render_storyboard
from omnigen.providers.protocols import (
    ClipRequest,
    ImageRequest,
    MusicRequest,
    ReferenceImage,
    SpeechRequest,
    StyleRequest,
    TextRequest,
    TranscriptRequest,
)

from tests.builders import a_brief, a_script
from tests.contract import fake_media

SECONDS = (Decimal(3), Decimal(3))
BUDGETS = (6, 6)
SPOKEN_SECONDS = Decimal("4.8")
HEARD = "Meet the bottle you will keep."


def a_script_request(brief: Brief | None = None, **changes: Any) -> TextRequest[ScriptDraft]:
    """A script of two scenes."""
    about = brief or a_brief()
    said = render_script(about, SECONDS, BUDGETS, "", "")
    return TextRequest(**_text(about, said) | {"order_id": "script-1", "form": ScriptDraft} | changes)


def a_storyboard_request(**changes: Any) -> TextRequest[StoryboardDraft]:
    """A storyboard of two scenes."""
    said = render_storyboard(a_brief(), a_script(), "")
    texts = tuple(segment.text for segment in a_script().segments)
    facts = {"order_id": "storyboard-1", "form": StoryboardDraft, "texts": texts}
    return TextRequest(**_text(a_brief(), said) | facts | changes)


def a_speech_request(**changes: Any) -> SpeechRequest:
    """One sentence."""
    return SpeechRequest(**{"order_id": "speech-1", "text": "Meet the bottle you will keep."} | changes)


def an_image_request(**changes: Any) -> ImageRequest:
    """A wide still."""
    facts = {"order_id": "image-1", "prompt": "A bottle on a table\nLook: calm.", "aspect_ratio": AspectRatio.WIDE}
    return ImageRequest(**facts | {"width": 128, "height": 72, "seed": 5} | changes)


def a_clip_request(**changes: Any) -> ClipRequest:
    """Three seconds, wide, starting anywhere."""
    facts: dict[str, Any] = {
        "order_id": "clip-1",
        "prompt": "A bottle on a table\nLook: calm.",
        "seconds": Decimal(3),
        "seed": 7,
    }
    shape: dict[str, Any] = {
        "aspect_ratio": AspectRatio.WIDE,
        "resolution": Resolution.P720,
        "width": 128,
        "height": 72,
    }
    return ClipRequest(**facts | shape | changes)


def a_music_request(**changes: Any) -> MusicRequest:
    """Six seconds, calm."""
    facts: dict[str, Any] = {
        "order_id": "music-1",
        "prompt": "A quiet piano, instrumental",
        "mood": "calm",
        "seconds": Decimal(6),
    }
    return MusicRequest(**facts | {"seed": 3} | changes)


def a_style_request(**changes: Any) -> StyleRequest:
    """Two pictures."""
    return StyleRequest(**{"order_id": "style-1", "pictures": (a_picture(), a_picture("A red apple"))} | changes)


def a_transcript_request(**changes: Any) -> TranscriptRequest:
    """A sentence that ends with silence, four seconds in all."""
    with io.BytesIO() as file:
        with wave.open(io.BytesIO(fake_media.recording(HEARD))) as said, wave.open(file, "wb") as padded:
            padded.setparams(said.getparams())
            samples = said.readframes(said.getnframes())
            padded.writeframes(samples.ljust(4 * said.getframerate() * said.getsampwidth(), b"\0"))
        wav = file.getvalue()
    facts: dict[str, Any] = {"order_id": "transcript-1", "wav": wav, "language": "en-GB", "seconds": Decimal(4)}
    return TranscriptRequest(**facts | changes)


def a_picture(of: str = "A bottle on a table", **changes: Any) -> ReferenceImage:
    """A tiny picture that only this machine can reach."""
    return ReferenceImage(**{"data": fake_media.still(of, "16:9")} | changes)


def _text(brief: Brief, said: Any) -> dict[str, Any]:
    facts = {"brief": brief, "scene_seconds": SECONDS, "word_budgets": BUDGETS, "seed": 1}
    facts["spoken_seconds"] = SPOKEN_SECONDS
    return facts | {"instructions": said.instructions, "input": said.input}
