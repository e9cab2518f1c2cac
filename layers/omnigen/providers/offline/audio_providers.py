"""The offline speech and music providers, which need neither key nor network."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.timeline import WordTiming
from omnigen.providers.offline.fulfilment import PredictionFulfilment, SyncFulfilment
from omnigen.providers.offline.order_log import LoggedOrder, as_json
from omnigen.providers.offline.speech.voices import VOICES
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.protocols import (
    MusicRequest,
    PredictionFailed,
    PredictionOutput,
    SpeechRequest,
    SpeechResult,
    Usage,
)

_USD_PER_CHARACTER = Decimal("0.00006")
_USD_PER_TRACK = Decimal("0.04")
_KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MILLISECOND = Decimal("0.001")


@dataclass(frozen=True)
class OfflineSpeechProvider:
    """Speaks with a synthetic voice and knows when each word is heard."""

    vendor: OfflineVendor
    model: str = "offline/narrator"

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def knows_voice(self, voice: str | None) -> bool:
        """Whether it is one of its own."""
        return voice is None or voice in VOICES

    def objection(self, text: str, language: str) -> str:
        """Whether it would name characters instead of reading them."""
        if language.lower().startswith("ja") and _KANJI.search(text):
            return (
                "The offline voice reads Japanese from kana only and names kanji one by one. "
                "Write the script in kana, bring a recording, or use live providers"
            )
        return ""

    def quote(self, request: SpeechRequest) -> Decimal:
        """The list price, by the character."""
        return self.vendor.price(len(request.said) * _USD_PER_CHARACTER)

    def speak(self, request: SpeechRequest) -> SpeechResult:
        """Read the text aloud."""
        return self._counter().sell(request, self._usage(request))

    def find_existing(self, request: SpeechRequest) -> SpeechResult | None:
        """The recording ordered before."""
        return self._counter().placed(request, self._usage(request))

    def _counter(self) -> SyncFulfilment[SpeechRequest, SpeechResult]:
        return SyncFulfilment(self.vendor, PurchaseKind.SPEECH, self.model, self._record)

    def _record(self, request: SpeechRequest, usage: Usage) -> SpeechResult:
        speech = self.vendor.media.speak(request)
        words = tuple(
            WordTiming(text=word.text, start_seconds=_ms(word.start_seconds), end_seconds=_ms(word.end_seconds))
            for word in speech.words
        )
        return SpeechResult(data=speech.wav, media_type="audio/wav", model=self.model, usage=usage, words=words)

    def _usage(self, request: SpeechRequest) -> Usage:
        return Usage(characters=len(request.said), usd=self.quote(request))


@dataclass(frozen=True)
class OfflineMusicProvider:
    """Plays a bed of music in the mood asked for."""

    vendor: OfflineVendor
    expected_seconds: int
    model: str = "offline/musician"

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def quote(self, request: MusicRequest) -> Decimal:  # noqa: ARG002 - every track costs the same
        """The list price of a track."""
        return self.vendor.price(_USD_PER_TRACK)

    def start(self, request: MusicRequest) -> str:
        """Take the order."""
        inputs = {"order": as_json(mood=request.mood, seconds=request.seconds, seed=request.seed)}
        return self.vendor.place(PurchaseKind.MUSIC, request.order_id, self.model, self.quote(request), inputs).id

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """Look whether it is done."""
        return PredictionFulfilment(
            self.vendor, PurchaseKind.MUSIC, self.model, "audio/mpeg", self._play, self._usage
        ).look(prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Stop it."""
        self.vendor.order_log.close(prediction_id, "cancelled")

    def find_existing(self, request: MusicRequest) -> str | None:
        """The track ordered before."""
        entry = self.vendor.find(request)
        return entry.id if entry else None

    def _play(self, entry: LoggedOrder) -> bytes:
        order = json.loads(self.vendor.order_log.fetch(entry.id, "order") or b"{}")
        return self.vendor.media.play(order["mood"], float(order["seconds"]), int(order["seed"]))

    def _usage(self, entry: LoggedOrder) -> Usage:
        order = json.loads(self.vendor.order_log.fetch(entry.id, "order") or b"{}")
        return Usage(seconds=Decimal(order["seconds"]), usd=entry.usd)


def _ms(seconds: float) -> Decimal:
    return Decimal(seconds).quantize(_MILLISECOND)
