"""Providers that make real media with no key and no network, the same for the same seed, and fail when told to."""

from __future__ import annotations

import math
from dataclasses import dataclass

from omnigen.errors import ConfigError
from omnigen.media import recogniser
from omnigen.providers.offline.audio_providers import OfflineMusicProvider, OfflineSpeechProvider
from omnigen.providers.offline.faults import parse
from omnigen.providers.offline.media import open_media
from omnigen.providers.offline.order_log import OrderLog
from omnigen.providers.offline.stored_order_log import Files, StoredOrderLog
from omnigen.providers.offline.text_provider import OfflineTextProvider
from omnigen.providers.offline.transcription_provider import OfflineTranscriptionProvider
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.offline.visual_providers import OfflineImageProvider, OfflineVideoProvider, OfflineVisionProvider
from omnigen.providers.protocols import ModerationResult, Providers
from omnigen.settings import Settings

_FLAGGED = {"bomb-making": "weapons", "child pornography": "sexual/minors", "how to kill": "violence"}


@dataclass(frozen=True)
class OfflineModerationProvider:
    """Flags a handful of phrases, so that the refusal can be seen."""

    def judge(self, text: str) -> ModerationResult:
        """Read the text."""
        words = text.lower()
        return ModerationResult(flagged=tuple(category for phrase, category in _FLAGGED.items() if phrase in words))


def offline_providers(settings: Settings, files: Files | None = None) -> Providers:
    """One provider for each capability; a second model for each where a fallback is to be shown.

    For transcripts there is none where no recogniser is installed.

    `files` is the bucket in which orders are logged where the settings say so; ConfigError when it is missing then.
    """
    vendor = OfflineVendor(
        order_log=_order_log(settings, files),
        faults=parse(settings.omnigen_offline_faults),
        latency_seconds=settings.omnigen_offline_latency_seconds,
        imitate_prices=settings.omnigen_offline_prices == "imitated",
        can_be_searched=settings.omnigen_offline_search,
        media=open_media(settings.omnigen_offline_media),
    )
    usual = math.ceil(settings.omnigen_offline_latency_seconds)
    return Providers(
        text_providers=tuple(
            OfflineTextProvider(vendor, model) for model in settings.models("script") or ("offline/writer",)
        ),
        vision_providers=tuple(
            OfflineVisionProvider(vendor, model) for model in settings.models("style") or ("offline/style-reader",)
        ),
        transcription_providers=tuple(
            OfflineTranscriptionProvider(vendor, model)
            for model in settings.models("transcript") or ("offline/listener",)
            if recogniser.is_installed()
        ),
        speech_providers=tuple(
            OfflineSpeechProvider(vendor, model) for model in settings.models("speech") or ("offline/narrator",)
        ),
        image_providers=tuple(
            OfflineImageProvider(vendor, model) for model in settings.models("image") or ("offline/illustrator",)
        ),
        video_providers=tuple(
            OfflineVideoProvider(vendor, usual, model) for model in settings.models("clip") or ("offline/filmmaker",)
        ),
        music_providers=tuple(
            OfflineMusicProvider(vendor, usual, model) for model in settings.models("music") or ("offline/musician",)
        ),
        moderation_providers=(OfflineModerationProvider(),),
    )


def _order_log(settings: Settings, files: Files | None) -> OrderLog | StoredOrderLog:
    if settings.omnigen_offline_orders == "folder":
        return OrderLog(settings.omnigen_offline_order_log)
    if files is None:
        raise ConfigError("OMNIGEN_OFFLINE_ORDERS is bucket, which only wholly offline providers can have")
    return StoredOrderLog(files)
