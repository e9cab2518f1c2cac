"""Who is asked: a protocol for each capability. Every method raises `ProviderError`s only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from omnigen.providers.protocols.requests import (
    ClipRequest,
    Draft,
    ImageRequest,
    MusicRequest,
    SpeechRequest,
    StyleRequest,
    TextRequest,
)
from omnigen.providers.protocols.results import Delivery, Drawn, Ended, Spoken, StyleDescription, Verdict, Written


class ScriptWriter(Protocol):
    """Writes scripts and plans storyboards."""

    @property
    def model(self) -> str:
        """The model's id."""

    def quote(self, request: TextRequest[Draft]) -> Decimal:
        """The most this can cost, in USD."""

    def write(self, request: TextRequest[Draft]) -> Written[Draft]:
        """Answer in the form asked for; BadOutput when the answer has another form."""

    def find(self, request: TextRequest[Draft]) -> Written[Draft] | None:
        """The answer already paid for under this order, or None if there is none or it cannot be known."""


class Narrator(Protocol):
    """Speaks."""

    @property
    def model(self) -> str:
        """The model's id."""

    def quote(self, request: SpeechRequest) -> Decimal:
        """The most this can cost, in USD."""

    def speak(self, request: SpeechRequest) -> Spoken:
        """Read the text aloud."""

    def find(self, request: SpeechRequest) -> Spoken | None:
        """The recording already paid for under this order, if it can be had."""


class Illustrator(Protocol):
    """Draws stills."""

    @property
    def model(self) -> str:
        """The model's id."""

    def quote(self, request: ImageRequest) -> Decimal:
        """The most this can cost, in USD."""

    def draw(self, request: ImageRequest) -> Drawn:
        """Draw one picture."""

    def find(self, request: ImageRequest) -> Drawn | None:
        """The picture already paid for under this order, if it can be had."""


Request_contra = TypeVar("Request_contra", contravariant=True)


class Predictions(Protocol[Request_contra]):
    """Takes long: an order is submitted, looked at, and collected."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def usual_seconds(self) -> int:
        """How long the model usually takes: when the first look is worthwhile."""

    def quote(self, request: Request_contra) -> Decimal:
        """The most this can cost, in USD."""

    def start(self, request: Request_contra) -> str:
        """Submit the order; the prediction's id. Costs money from here on."""

    def check(self, prediction_id: str) -> Delivery | Ended | None:
        """What it made, or how it ended without; None while it is working.

        A look that fails (throttled, no connection) raises: the prediction goes on, and may be looked at again.
        """

    def cancel(self, prediction_id: str) -> None:
        """Stop it; fine when it has already ended."""

    def find(self, request: Request_contra) -> str | None:
        """The id of a prediction already submitted under this order and not cancelled, if there is one."""


class Filmmaker(Predictions[ClipRequest], Protocol):
    """Films clips."""

    @property
    def durations_seconds(self) -> tuple[Decimal, ...]:
        """The lengths the model can film, ascending."""

    @property
    def takes_end_frame(self) -> bool:
        """Whether a clip can be made to end on a given picture."""


class Musician(Predictions[MusicRequest], Protocol):
    """Plays."""


class StyleReader(Protocol):
    """Looks at pictures."""

    @property
    def model(self) -> str:
        """The model's id."""

    def quote(self, request: StyleRequest) -> Decimal:
        """The most this can cost, in USD."""

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Say what style the pictures share."""

    def find(self, request: StyleRequest) -> StyleDescription | None:
        """The description already paid for under this order, if it can be had."""


class Moderator(Protocol):
    """Says whether a text may be used at all; free of charge."""

    def judge(self, text: str) -> Verdict:
        """Read the text."""


@dataclass(frozen=True, kw_only=True)
class Providers:
    """Who may be asked for what, in the order in which they are asked."""

    writers: tuple[ScriptWriter, ...]
    style_readers: tuple[StyleReader, ...]
    narrators: tuple[Narrator, ...]
    illustrators: tuple[Illustrator, ...]
    filmmakers: tuple[Filmmaker, ...]
    musicians: tuple[Musician, ...]
    moderators: tuple[Moderator, ...]
