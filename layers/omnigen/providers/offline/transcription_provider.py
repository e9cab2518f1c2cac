"""The offline transcription provider: English, where the recogniser of the extra `listen` is installed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.purchase import PurchaseKind
from omnigen.media import recogniser
from omnigen.providers.offline.fulfilment import SyncFulfilment
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.protocols import TranscriptRequest, TranscriptResult, Usage

_USD_PER_SECOND = Decimal("0.000075")


@dataclass(frozen=True)
class OfflineTranscriptionProvider:
    """Writes down what is said in English."""

    vendor: OfflineVendor
    model: str = "offline/listener"

    @property
    def languages(self) -> frozenset[str]:
        """Those in which the recogniser was measured."""
        return recogniser.TRANSCRIBED_LANGUAGES

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def quote(self, request: TranscriptRequest) -> Decimal:
        """The list price, by the second."""
        return self.vendor.price(request.seconds * _USD_PER_SECOND)

    def transcribe(self, request: TranscriptRequest) -> TranscriptResult:
        """Listen."""
        return self._counter().sell(request, self._usage(request))

    def find_existing(self, request: TranscriptRequest) -> TranscriptResult | None:
        """The words ordered before."""
        return self._counter().placed(request, self._usage(request))

    def _counter(self) -> SyncFulfilment[TranscriptRequest, TranscriptResult]:
        return SyncFulfilment(self.vendor, PurchaseKind.TRANSCRIPT, self.model, self._heard)

    def _heard(self, request: TranscriptRequest, usage: Usage) -> TranscriptResult:
        text = recogniser.transcribed(request.wav)
        return TranscriptResult(text=text, model=self.model, usage=usage)

    def _usage(self, request: TranscriptRequest) -> Usage:
        return Usage(seconds=request.seconds, usd=self.quote(request))
