"""Builds the live providers from the registry and the settings. No vendor's library is imported here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal, TypeVar, cast
from urllib.parse import urlsplit

from omnigen.errors import ConfigError
from omnigen.providers import openai, replicate
from omnigen.providers.model_registry import Model, Vendor, models_for
from omnigen.providers.protocols import (
    ImageProvider,
    ModerationProvider,
    MusicProvider,
    Providers,
    SpeechProvider,
    TextProvider,
    TranscriptionProvider,
    VideoProvider,
    VisionProvider,
)
from omnigen.safe_http import Origin
from omnigen.settings import Capability, Settings

Key = Callable[[Literal["openai", "replicate"]], str]
"""Returns a vendor's key; ConfigError when there is none."""

AdapterT = TypeVar("AdapterT")
Make = Callable[[Model], AdapterT]


def live_providers(settings: Settings, key: Key) -> Providers:
    """The providers of each capability, in the order in which they are asked. Nothing is called and no key is read."""
    account = openai.OpenAIAccount(partial(key, "openai"), settings.openai_base_url)
    predictions = _predictions(settings, key)
    clip_limit, music_limit = settings.omnigen_clip_timeout_seconds, settings.omnigen_music_timeout_seconds
    text_providers: Mapping[Vendor, Make[TextProvider]] = {
        "openai": lambda model: openai.OpenAITextProvider(account, model, settings),
        "replicate": lambda model: replicate.ReplicateTextProvider(predictions, model, settings),
    }
    vision_providers: Mapping[Vendor, Make[VisionProvider]] = {
        "openai": lambda model: openai.OpenAIVisionProvider(account, model),
        "replicate": lambda model: replicate.ReplicateVisionProvider(predictions, model),
    }
    transcription_providers: Mapping[Vendor, Make[TranscriptionProvider]] = {
        "openai": lambda model: openai.OpenAITranscriptionProvider(account, model),
    }
    speech_providers: Mapping[Vendor, Make[SpeechProvider]] = {
        "openai": lambda model: openai.OpenAISpeechProvider(account, model),
        "replicate": lambda model: replicate.ReplicateSpeechProvider(predictions, model),
    }
    image_providers: Mapping[Vendor, Make[ImageProvider]] = {
        "openai": lambda model: openai.OpenAIImageProvider(account, model),
        "replicate": lambda model: replicate.ReplicateImageProvider(predictions, model),
    }
    video_providers: Mapping[Vendor, Make[VideoProvider]] = {
        "replicate": lambda model: replicate.ReplicateVideoProvider(predictions, model, clip_limit),
    }
    music_providers: Mapping[Vendor, Make[MusicProvider]] = {
        "replicate": lambda model: replicate.ReplicateMusicProvider(predictions, model, music_limit),
    }
    moderation_providers: Mapping[Vendor, Make[ModerationProvider]] = {
        "openai": lambda model: openai.OpenAIModerationProvider(account, model),
    }
    return Providers(
        text_providers=_made(settings, "script", text_providers),
        vision_providers=_made(settings, "style", vision_providers),
        transcription_providers=_made(settings, "transcript", transcription_providers),
        speech_providers=_made(settings, "speech", speech_providers),
        image_providers=_made(settings, "image", image_providers),
        video_providers=_made(settings, "clip", video_providers),
        music_providers=_made(settings, "music", music_providers),
        moderation_providers=_made(settings, "moderation", moderation_providers),
    )


def _made(settings: Settings, capability: Capability, makes: Mapping[Vendor, Make[AdapterT]]) -> tuple[AdapterT, ...]:
    today = datetime.now(UTC).date()
    return tuple(
        makes[model.vendor](model) if model.vendor in makes else cast("AdapterT", _offline(settings, capability, model))
        for model in models_for(capability, settings, today)
    )


def _offline(settings: Settings, capability: Capability, model: Model) -> object:
    """An offline provider that the settings of a live program name for one capability."""
    from omnigen.providers.offline import offline_providers

    alone = offline_providers(settings.model_copy(update={f"omnigen_{capability}_models": (model.id,)}))
    made: Mapping[str, Sequence[object]] = {
        "script": alone.text_providers,
        "style": alone.vision_providers,
        "transcript": alone.transcription_providers,
        "speech": alone.speech_providers,
        "image": alone.image_providers,
        "clip": alone.video_providers,
        "music": alone.music_providers,
    }
    if not made[capability]:
        raise ConfigError(f"{model.id!r} is not installed here; choose another model for {capability}")
    return made[capability][0]


def _predictions(settings: Settings, key: Key) -> replicate.PredictionsClient:
    """The predictions client; files are fetched from Replicate's hosts and from the base URL of the settings."""
    account = replicate.ReplicateAccount(partial(key, "replicate"), settings.replicate_base_url)
    predictions = replicate.PredictionsClient(account)
    if settings.replicate_base_url is None:
        return predictions
    parts = urlsplit(settings.replicate_base_url)
    own = Origin(f"{parts.scheme}://{parts.netloc}")
    return replicate.PredictionsClient(account, origins=(*predictions.origins, own))
