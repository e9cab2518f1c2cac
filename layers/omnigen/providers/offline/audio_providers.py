"""A narrator and a musician that need neither key nor network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.purchase import Kind
from omnigen.providers.offline.fulfilment import Counter, Workshop
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.order_log import Entry, as_json
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.providers.offline.vendor import Vendor
from omnigen.providers.protocols import (
    Delivery,
    Ended,
    MusicRequest,
    SpeechRequest,
    Spoken,
    SpokenWord,
    Usage,
)

_USD_PER_CHARACTER = Decimal("0.00006")
_USD_PER_TRACK = Decimal("0.04")
_MILLISECOND = Decimal("0.001")


@dataclass(frozen=True)
class OfflineNarrator:
    """Speaks with a synthetic voice and knows when each word is heard."""

    vendor: Vendor
    model: str = "offline/narrator"

    def quote(self, request: SpeechRequest) -> Decimal:
        """The list price, by the character."""
        return self.vendor.price(len(request.text) * _USD_PER_CHARACTER)

    def speak(self, request: SpeechRequest) -> Spoken:
        """Read the text aloud."""
        return self._counter().sell(request, self._usage(request))

    def find(self, request: SpeechRequest) -> Spoken | None:
        """The recording ordered before."""
        return self._counter().placed(request, self._usage(request))

    def _counter(self) -> Counter[SpeechRequest, Spoken]:
        return Counter(self.vendor, Kind.SPEECH, self.model, self._record)

    def _record(self, request: SpeechRequest, usage: Usage) -> Spoken:
        speech = speak(
            request.text, voice=request.voice or "narrator", language=request.language, speed=float(request.speed)
        )
        words = tuple(
            SpokenWord(text=word.text, start_seconds=_ms(word.start_seconds), end_seconds=_ms(word.end_seconds))
            for word in speech.words
        )
        return Spoken(data=speech.wav, media_type="audio/wav", model=self.model, usage=usage, words=words)

    def _usage(self, request: SpeechRequest) -> Usage:
        return Usage(characters=len(request.text), usd=self.quote(request))


@dataclass(frozen=True)
class OfflineMusician:
    """Plays a bed of music in the mood asked for."""

    vendor: Vendor
    usual_seconds: int
    model: str = "offline/musician"

    def quote(self, request: MusicRequest) -> Decimal:  # noqa: ARG002 - every track costs the same
        """The list price of a track."""
        return self.vendor.price(_USD_PER_TRACK)

    def start(self, request: MusicRequest) -> str:
        """Take the order."""
        inputs = {"order": as_json(mood=request.mood, seconds=request.seconds, seed=request.seed)}
        return self.vendor.place(Kind.MUSIC, request.order_id, self.model, self.quote(request), inputs).id

    def check(self, prediction_id: str) -> Delivery | Ended | None:
        """Look whether it is done."""
        return Workshop(self.vendor, Kind.MUSIC, self.model, "audio/mpeg", self._play, self._usage).look(prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Stop it."""
        self.vendor.ledger.close(prediction_id, "cancelled")

    def find(self, request: MusicRequest) -> str | None:
        """The track ordered before."""
        entry = self.vendor.ledger.placed(request.order_id)
        return entry.id if entry else None

    def _play(self, entry: Entry) -> bytes:
        order = json.loads(self.vendor.ledger.fetch(entry.id, "order") or b"{}")
        return compose_bed(order["mood"], float(order["seconds"]), int(order["seed"]), "mp3")

    def _usage(self, entry: Entry) -> Usage:
        order = json.loads(self.vendor.ledger.fetch(entry.id, "order") or b"{}")
        return Usage(seconds=Decimal(order["seconds"]), usd=entry.usd)


def _ms(seconds: float) -> Decimal:
    return Decimal(seconds).quantize(_MILLISECOND)
