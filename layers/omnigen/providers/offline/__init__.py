"""Providers that make real media with no key and no network, the same for the same seed, and fail when told to."""

from __future__ import annotations

import math
from dataclasses import dataclass

from omnigen.providers.offline.audio_providers import OfflineMusician, OfflineNarrator
from omnigen.providers.offline.faults import parse
from omnigen.providers.offline.order_log import Ledger
from omnigen.providers.offline.text_provider import OfflineWriter
from omnigen.providers.offline.vendor import Vendor
from omnigen.providers.offline.visual_providers import OfflineFilmmaker, OfflineIllustrator, OfflineStyleReader
from omnigen.providers.protocols import Providers, Verdict
from omnigen.settings import Settings

_FLAGGED = {"bomb-making": "weapons", "child pornography": "sexual/minors", "how to kill": "violence"}


@dataclass(frozen=True)
class OfflineModerator:
    """Flags a handful of phrases, so that the refusal can be seen."""

    def judge(self, text: str) -> Verdict:
        """Read the text."""
        words = text.lower()
        return Verdict(flagged=tuple(category for phrase, category in _FLAGGED.items() if phrase in words))


def offline_providers(settings: Settings) -> Providers:
    """One provider for each capability; a second model for each where a fallback is to be shown."""
    vendor = Vendor(
        ledger=Ledger(settings.omnigen_ledger),
        faults=parse(settings.omnigen_offline_faults),
        latency_seconds=settings.omnigen_offline_latency_seconds,
        imitate_prices=settings.omnigen_offline_prices == "imitated",
    )
    usual = math.ceil(settings.omnigen_offline_latency_seconds)
    return Providers(
        writers=tuple(OfflineWriter(vendor, model) for model in settings.models("script") or ("offline/writer",)),
        style_readers=tuple(
            OfflineStyleReader(vendor, model) for model in settings.models("style") or ("offline/style-reader",)
        ),
        narrators=tuple(OfflineNarrator(vendor, model) for model in settings.models("speech") or ("offline/narrator",)),
        illustrators=tuple(
            OfflineIllustrator(vendor, model) for model in settings.models("image") or ("offline/illustrator",)
        ),
        filmmakers=tuple(
            OfflineFilmmaker(vendor, usual, model) for model in settings.models("clip") or ("offline/filmmaker",)
        ),
        musicians=tuple(
            OfflineMusician(vendor, usual, model) for model in settings.models("music") or ("offline/musician",)
        ),
        moderators=(OfflineModerator(),),
    )
