"""Results of the providers: words and media, what they consumed, or why there are none.

`prediction_id` is the vendor's own name of what was made, where it can be searched; empty elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic

from omnigen.domain.timeline import WordTiming
from omnigen.errors import ProviderError
from omnigen.providers.protocols.requests import OutputT


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
class TextResult(Generic[OutputT]):
    """A draft in the form asked for; the rules of the domain are still to be checked."""

    draft: OutputT
    model: str
    usage: Usage
    prediction_id: str = ""


@dataclass(frozen=True, kw_only=True)
class SpeechResult:
    """A recording. `words` is empty where the vendor does not say when each word is heard."""

    data: bytes
    media_type: str
    model: str
    usage: Usage
    words: tuple[WordTiming, ...] = ()
    prediction_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ImageResult:
    """A picture; `subject_box` is where its subject stands (left, top, right, bottom, as shares), if known."""

    data: bytes
    media_type: str
    model: str
    usage: Usage
    subject_box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    prediction_id: str = ""


@dataclass(frozen=True, kw_only=True)
class PredictionOutput:
    """What a prediction made. `content` is read once, in chunks, from the vendor's storage: it may fail midway.

    `all_reserved`: the vendor does not say what it charges, so all that was reserved counts as spent. `seconds_taken`
    is the time from the order to the output, by the vendor's clock; None where it does not say.
    """

    content: Iterable[bytes]
    media_type: str
    usage: Usage
    all_reserved: bool = False
    seconds_taken: int | None = None


@dataclass(frozen=True)
class PredictionFailed:
    """A prediction that ended without output, as its vendor says.

    An exception from `poll` means that the poll itself failed.

    `usd` is what the vendor charges for it all the same. `all_reserved`: it is charged, or may be, and the vendor does
    not say how much, so all that was reserved counts as spent.
    """

    error: ProviderError
    usd: Decimal = Decimal(0)
    all_reserved: bool = False


@dataclass(frozen=True, kw_only=True)
class StyleDescription:
    """A style in one paragraph, to be appended to every visual prompt."""

    text: str
    model: str
    usage: Usage
    prediction_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TranscriptResult:
    """The words of a recording as one text, with punctuation; empty where nobody is understood."""

    text: str
    model: str
    usage: Usage
    prediction_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ModerationResult:
    """What moderation says of a text: `flagged` names the categories, empty when it may pass."""

    flagged: tuple[str, ...] = field(default=())
