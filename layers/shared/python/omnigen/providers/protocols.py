"""What the program asks of those who write, draw, film, speak and play, whoever they are.

One object serves one model of one capability. Every request carries an `order_id`, the purchase's own name: it is sent
to the vendor where the vendor takes one, and `find` looks for what was already ordered under it, so that an order whose
answer was lost is not paid again. Every method raises `ProviderError`s only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from omnigen.domain.brief import AspectRatio, Brief, Resolution
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.errors import ProviderError

Draft = TypeVar("Draft", ScriptDraft, StoryboardDraft)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What one purchase consumed: counts, seconds of media, and its price in USD (never more than was quoted)."""

    input_tokens: int = 0
    output_tokens: int = 0
    characters: int = 0
    images: int = 0
    seconds: Decimal = Decimal(0)
    usd: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture for a vendor: its bytes, and an HTTPS address where the vendor may fetch them for an hour."""

    data: bytes
    media_type: str = "image/png"
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextRequest(Generic[Draft]):
    """Words wanted: rendered instructions and input for a language model, and the form the answer must take.

    `brief` and `texts` say the same as structure: an offline writer works from them. `style` describes the caller's
    style images, if any. After an answer that broke the rules, `complaint` says which and `refused_answer` is that
    answer.
    """

    order_id: str
    brief: Brief
    instructions: str
    input: str
    form: type[Draft]
    scene_seconds: tuple[Decimal, ...]
    word_budgets: tuple[int, ...]
    texts: tuple[str, ...] = ()
    reviewer_says: str = ""
    complaint: str = ""
    refused_answer: str = ""
    seed: int = 0

    def again(self, complaint: str, refused_answer: str) -> TextRequest[Draft]:
        """The same request, once more, with what was wrong; another purchase."""
        return replace(self, order_id=f"{self.order_id}-again", complaint=complaint, refused_answer=refused_answer)


@dataclass(frozen=True, kw_only=True)
class Written(Generic[Draft]):
    """A writer's answer, in form; the rules of the domain are still to be checked."""

    draft: Draft
    model: str
    usage: Usage


@dataclass(frozen=True, kw_only=True)
class SpeechRequest:
    """One scene's narration. `speed` 1.0 is the voice's natural pace; `language` is a BCP 47 tag."""

    order_id: str
    text: str
    voice: str | None = None
    language: str = "en"
    speed: Decimal = Decimal(1)
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class SpokenWord:
    """When a word is heard, in seconds from the start of the recording."""

    text: str
    start_seconds: Decimal
    end_seconds: Decimal


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A recording. `words` is empty where the vendor does not say when each word is heard."""

    data: bytes
    media_type: str
    model: str
    usage: Usage
    words: tuple[SpokenWord, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """One still, at least `width` x `height` pixels large in that shape."""

    order_id: str
    prompt: str
    aspect_ratio: AspectRatio
    width: int
    height: int
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A picture; `subject_box` is where its subject stands (left, top, right, bottom, as shares), if known."""

    data: bytes
    media_type: str
    model: str
    usage: Usage
    subject_box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


@dataclass(frozen=True, kw_only=True)
class ClipRequest:
    """One moving scene of at least `seconds`; it starts on `start_frame` and ends on `end_frame` where given."""

    order_id: str
    prompt: str
    seconds: Decimal
    aspect_ratio: AspectRatio
    resolution: Resolution
    width: int
    height: int
    start_frame: Picture | None = None
    end_frame: Picture | None = None
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class MusicRequest:
    """One instrumental bed of about `seconds`."""

    order_id: str
    prompt: str
    mood: str
    seconds: Decimal
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a prediction made. `content` is read once, in chunks, from the vendor's storage: it may fail midway."""

    content: Iterable[bytes]
    media_type: str
    usage: Usage


@dataclass(frozen=True)
class Ended:
    """A prediction that came to nothing: the vendor said so. (An exception from `check` only means the look failed.)"""

    error: ProviderError
    usd: Decimal = Decimal(0)
    """What the vendor charges for it all the same."""
    all_reserved: bool = False
    """It was made and is charged, but the vendor has forgotten how much it was: all that was reserved is spent."""


@dataclass(frozen=True, kw_only=True)
class StyleRequest:
    """Up to three pictures whose common style is to be described."""

    order_id: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, kw_only=True)
class StyleDescription:
    """A style in one paragraph, to be appended to every visual prompt."""

    text: str
    model: str
    usage: Usage


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What moderation says of a text: `flagged` names the categories, empty when it may pass."""

    flagged: tuple[str, ...] = field(default=())


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
