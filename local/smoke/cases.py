"""What `make smoke` tries: one small order for each capability."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.domain.script import ScriptDraft
from omnigen.errors import ProviderTimedOut
from omnigen.media.audio_length import sound_seconds
from omnigen.prompts import render_script
from omnigen.providers.offline.drawing.pictures import draw_still
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.providers.protocols import (
    ClipRequest,
    ImageRequest,
    ModerationProvider,
    MusicRequest,
    PredictionFailed,
    PredictionOutput,
    PredictionProvider,
    Providers,
    ReferenceImage,
    SpeechRequest,
    StyleRequest,
    TextRequest,
    TranscriptRequest,
)
from omnigen.purchasing.downloads import read_all

LONGEST_WAIT_SECONDS = 600

_BRIEF = Brief(prompt="A calm ad for a reusable water bottle", duration=6)
_SCENES = (Decimal(3), Decimal(3))
_BUDGETS = (6, 6)
_SEEN = "A water bottle on a wooden table\nLook: soft morning light."


@dataclass(frozen=True)
class SmokeCase:
    """Something to try: the most it costs in USD, and how to get it."""

    what: str
    model: str
    usd: Decimal
    run: Callable[[], Result]


@dataclass(frozen=True)
class Result:
    """What came of it: media or text, and its price in USD."""

    data: bytes
    usd: Decimal


def smoke_cases(live: Providers, most: int | None, *, look_every_seconds: float) -> Iterator[SmokeCase]:
    """Trials of the first `most` models of each list; None is all of them."""
    picture = ReferenceImage(data=draw_still(_SEEN.splitlines()[0], 1280, 720).png)
    wait = partial(_in_time, look_every_seconds=look_every_seconds)
    style, speech = StyleRequest(order_id="smoke-style", pictures=(picture,)), _speech()
    for moderation_provider in live.moderation_providers[:most]:
        yield SmokeCase("moderation", "(free)", Decimal(0), partial(_judged, moderation_provider))
    for writer in live.text_providers[:most]:
        yield _at_once("script", writer, _script(), writer.write)
    for reader in live.vision_providers[:most]:
        yield _at_once("style", reader, style, reader.describe)
    heard = _recorded()
    for listener in live.transcription_providers[:most]:
        yield _at_once("transcript", listener, heard, listener.transcribe)
    for speech_provider in live.speech_providers[:most]:
        yield _at_once("speech", speech_provider, speech, speech_provider.speak)
    for image_provider in live.image_providers[:most]:
        yield _at_once("image", image_provider, _still(), image_provider.draw)
    for video_provider in live.video_providers[:most]:
        yield SmokeCase(
            "clip",
            video_provider.model,
            video_provider.quote(_clip(picture)),
            partial(wait, video_provider, _clip(picture)),
        )
    for music_provider in live.music_providers[:most]:
        yield SmokeCase(
            "music", music_provider.model, music_provider.quote(_track()), partial(wait, music_provider, _track())
        )


def _script() -> TextRequest[ScriptDraft]:
    said = render_script(_BRIEF, _SCENES, _BUDGETS, "", "")
    return TextRequest(
        order_id="smoke-script",
        brief=_BRIEF,
        instructions=said.instructions,
        input=said.input,
        form=ScriptDraft,
        scene_seconds=_SCENES,
        word_budgets=_BUDGETS,
    )


def _speech() -> SpeechRequest:
    return SpeechRequest(order_id="smoke-speech", text="This is how a film of yours will sound.")


def _recorded() -> TranscriptRequest:
    wav = speak("This is how a film of yours will sound.").wav
    seconds = Decimal(math.ceil(sound_seconds(wav)))
    return TranscriptRequest(order_id="smoke-transcript", wav=wav, seconds=seconds, language="en")


def _still() -> ImageRequest:
    return ImageRequest(
        order_id="smoke-image", prompt=_SEEN, aspect_ratio=AspectRatio.WIDE, width=1280, height=720, seed=1
    )


def _clip(start: ReferenceImage) -> ClipRequest:
    return ClipRequest(
        order_id="smoke-clip",
        prompt=_SEEN,
        seconds=Decimal(4),
        aspect_ratio=AspectRatio.WIDE,
        resolution=Resolution.P720,
        width=1280,
        height=720,
        start_frame=start,
        seed=1,
    )


def _track() -> MusicRequest:
    prompt = "A quiet piano, instrumental, no vocals"
    return MusicRequest(order_id="smoke-music", prompt=prompt, mood="calm", seconds=Decimal(10), seed=1)


def _at_once(what: str, provider: Any, request: object, ask: Callable[[Any], Any]) -> SmokeCase:
    def run() -> Result:
        answer = ask(request)
        told = getattr(answer, "data", b"") or _said(answer).encode()
        return Result(told, answer.usage.usd)

    return SmokeCase(what, provider.model, provider.quote(request), run)


def _said(answer: Any) -> str:
    return str(answer.draft.model_dump_json()) if hasattr(answer, "draft") else str(answer.text)


def _in_time(provider: PredictionProvider[Any], request: object, *, look_every_seconds: float) -> Result:
    prediction_id = provider.start(request)
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        found = provider.poll(prediction_id)
        if isinstance(found, PredictionOutput):
            return Result(read_all(found), found.usage.usd)
        if isinstance(found, PredictionFailed):
            raise found.error
        time.sleep(look_every_seconds)
    provider.cancel(prediction_id)
    raise ProviderTimedOut(f"{provider.model} took more than {LONGEST_WAIT_SECONDS} s and was cancelled")


def _judged(moderation_provider: ModerationProvider) -> Result:
    flagged = moderation_provider.judge(str(_BRIEF.prompt)).flagged
    return Result(f"flagged: {', '.join(flagged) or 'nothing'}".encode(), Decimal(0))
