"""The provider protocols, one for each capability. Every method raises `ProviderError`s only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from omnigen.domain.brief import Brief
from omnigen.providers.protocols.requests import (
    ClipRequest,
    ImageRequest,
    MusicRequest,
    OutputT,
    SpeechRequest,
    StyleRequest,
    TextRequest,
    TranscriptRequest,
)
from omnigen.providers.protocols.results import (
    ImageResult,
    ModerationResult,
    PredictionFailed,
    PredictionOutput,
    SpeechResult,
    StyleDescription,
    TextResult,
    TranscriptResult,
)


class TextProvider(Protocol):
    """Writes scripts and plans storyboards."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it can write in, as primary tags (BCP 47); empty when it is not limited."""

    def untranslated(self, brief: Brief) -> tuple[str, ...]:
        """What a brief says in another language than the narration's, and the narration would not say therefore."""

    @property
    def can_be_searched(self) -> bool:
        """Whether `find_existing` finds every earlier order; if not, its None means that nothing is known."""

    def quote(self, request: TextRequest[OutputT]) -> Decimal:
        """The most this can cost, in USD."""

    def write(self, request: TextRequest[OutputT]) -> TextResult[OutputT]:
        """Answer in the form asked for; BadOutput when the answer has another form."""

    def find_existing(self, request: TextRequest[OutputT]) -> TextResult[OutputT] | None:
        """The answer already paid for under this order, or None if there is none or it cannot be known."""


class SpeechProvider(Protocol):
    """Reads texts aloud."""

    @property
    def model(self) -> str:
        """The model's id."""

    def knows_voice(self, voice: str | None) -> bool:
        """Whether it has a voice of that name; a vendor's own names are not another vendor's."""

    def objection(self, text: str, language: str) -> str:
        """Why it could not read this text well, and what to do; empty when it can."""

    @property
    def can_be_searched(self) -> bool:
        """Whether `find_existing` finds every earlier order; if not, its None means that nothing is known."""

    def quote(self, request: SpeechRequest) -> Decimal:
        """The most this can cost, in USD."""

    def speak(self, request: SpeechRequest) -> SpeechResult:
        """Read the text aloud."""

    def find_existing(self, request: SpeechRequest) -> SpeechResult | None:
        """The recording already paid for under this order, if it can be had."""


class ImageProvider(Protocol):
    """Draws stills."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def takes_references(self) -> bool:
        """Whether it draws after reference pictures; others leave them out."""

    @property
    def can_be_searched(self) -> bool:
        """Whether `find_existing` finds every earlier order; if not, its None means that nothing is known."""

    def quote(self, request: ImageRequest) -> Decimal:
        """The most this can cost, in USD."""

    def draw(self, request: ImageRequest) -> ImageResult:
        """Draw one picture."""

    def find_existing(self, request: ImageRequest) -> ImageResult | None:
        """The picture already paid for under this order, if it can be had."""


RequestT_contra = TypeVar("RequestT_contra", contravariant=True)


class PredictionProvider(Protocol[RequestT_contra]):
    """A model whose output takes minutes: an order is submitted, polled and collected."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def can_be_searched(self) -> bool:
        """Whether `find_existing` finds every earlier order; if not, its None means that nothing is known."""

    @property
    def expected_seconds(self) -> int:
        """How long the model usually takes: when the first poll is worthwhile."""

    def quote(self, request: RequestT_contra) -> Decimal:
        """The most this can cost, in USD."""

    def start(self, request: RequestT_contra) -> str:
        """Submit the order; the prediction's id. Costs money from here on."""

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """What it made, or how it ended without; None while it is working.

        A poll that fails (throttled, no connection) raises: the prediction goes on, and may be polled again.
        """

    def cancel(self, prediction_id: str) -> None:
        """Cancel it; fine when it has already ended."""

    def find_existing(self, request: RequestT_contra) -> str | None:
        """The id of a prediction already submitted under this order and not cancelled, if there is one."""


class VideoProvider(PredictionProvider[ClipRequest], Protocol):
    """Films clips."""

    @property
    def durations_seconds(self) -> tuple[Decimal, ...]:
        """The lengths the model can film, ascending."""

    @property
    def takes_end_frame(self) -> bool:
        """Whether a clip can be made to end on a given picture."""

    @property
    def makes_sound(self) -> bool:
        """Whether it can make the sounds of what it films."""

    def takes_references(self, request: ClipRequest) -> bool:
        """Whether it films this clip after reference pictures; others leave them out."""

    @property
    def native_aspect_ratios(self) -> frozenset[str]:
        """The aspect ratios it films itself; for others it films a wider picture, of which a part is cut away."""


class MusicProvider(PredictionProvider[MusicRequest], Protocol):
    """Composes music."""


class VisionProvider(Protocol):
    """Describes pictures."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def can_be_searched(self) -> bool:
        """Whether `find_existing` finds every earlier order; if not, its None means that nothing is known."""

    def quote(self, request: StyleRequest) -> Decimal:
        """The most this can cost, in USD."""

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Say what style the pictures share."""

    def find_existing(self, request: StyleRequest) -> StyleDescription | None:
        """The description already paid for under this order, if it can be had."""


class TranscriptionProvider(Protocol):
    """Writes down what is said in a recording."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it understands, as primary tags (BCP 47); empty when it is not limited."""

    @property
    def can_be_searched(self) -> bool:
        """Whether `find_existing` finds every earlier order; if not, its None means that nothing is known."""

    def quote(self, request: TranscriptRequest) -> Decimal:
        """The most this can cost, in USD."""

    def transcribe(self, request: TranscriptRequest) -> TranscriptResult:
        """Write down the words."""

    def find_existing(self, request: TranscriptRequest) -> TranscriptResult | None:
        """The words already paid for under this order, if they can be had."""


class ModerationProvider(Protocol):
    """Says whether a text may be used at all; free of charge."""

    def judge(self, text: str) -> ModerationResult:
        """Read the text."""


@dataclass(frozen=True, kw_only=True)
class Providers:
    """The providers of each capability, in the order in which they are asked."""

    text_providers: tuple[TextProvider, ...]
    vision_providers: tuple[VisionProvider, ...]
    transcription_providers: tuple[TranscriptionProvider, ...]
    speech_providers: tuple[SpeechProvider, ...]
    image_providers: tuple[ImageProvider, ...]
    video_providers: tuple[VideoProvider, ...]
    music_providers: tuple[MusicProvider, ...]
    moderation_providers: tuple[ModerationProvider, ...]

    def transcription_providers_for(self, language: str) -> tuple[TranscriptionProvider, ...]:
        """Those that understand a language (BCP 47), in the order in which they are asked."""
        primary = language.partition("-")[0].lower()
        return tuple(one for one in self.transcription_providers if not one.languages or primary in one.languages)

    def video_providers_for(self, aspect_ratio: str) -> tuple[VideoProvider, ...]:
        """The video providers in the order in which they are asked for this aspect ratio.

        Those that film it come first: of a wide picture a square keeps 56 %, which is paid in full.
        """
        return tuple(sorted(self.video_providers, key=lambda one: aspect_ratio not in one.native_aspect_ratios))

    def video_providers_for_clip(self, request: ClipRequest) -> tuple[VideoProvider, ...]:
        """The same for one clip: of a product that has photos, those come first that film after them."""
        known = self.video_providers_for(request.aspect_ratio)
        return tuple(sorted(known, key=lambda one: not one.takes_references(request))) if request.references else known

    def image_providers_for(self, request: ImageRequest) -> tuple[ImageProvider, ...]:
        """The image providers in the order in which they are asked; with photos, those first that take them."""
        known = self.image_providers
        return tuple(sorted(known, key=lambda one: not one.takes_references)) if request.references else known
