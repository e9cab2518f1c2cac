"""Requests to the providers: one class for each capability, with the ids of the purchase and of its job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Generic, Self, TypeVar

from omnigen.domain.area import Area
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.prompts import ShotDirection
from omnigen.text import respell

OutputT = TypeVar("OutputT", ScriptDraft, StoryboardDraft)


@dataclass(frozen=True, kw_only=True)
class ReferenceImage:
    """A picture for a vendor: its bytes, and an HTTPS address where the vendor can fetch it for an hour."""

    data: bytes
    media_type: str = "image/png"
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderRequest:
    """What every order carries: `order_id` is the purchase's id within its job, `job_id` that job.

    `claimed_ids` are predictions of other purchases, which a search at the vendor passes over.
    """

    order_id: str
    job_id: str = ""
    claimed_ids: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """The order's name among all orders of an account: two jobs with the same wish have two marks."""
        return f"{self.job_id}/{self.order_id}"

    def without(self, prediction_ids: Iterable[str]) -> Self:
        """The same order; a search passes over these predictions as well."""
        return replace(self, claimed_ids=self.claimed_ids.union(prediction_ids))


@dataclass(frozen=True, kw_only=True)
class TextRequest(OrderRequest, Generic[OutputT]):
    """A text: rendered instructions and input for a language model, and the form that the answer must take.

    `brief` and `texts` say the same as structure: an offline writer works from them. `understood` is how the script's
    writer read the brief, where there is a script. `label` is that of an ad for a medicine, whose risks are not the
    writer's to word. `spoken_seconds` is how long a narration should take to say by `speaking_seconds`, corrected by
    what was measured of the last version; 0 where nothing is said. After an answer that broke the rules, `complaint`
    says which and `refused_answer` is that answer.
    """

    brief: Brief
    instructions: str
    input: str
    form: type[OutputT]
    scene_seconds: tuple[Decimal, ...]
    word_budgets: tuple[int, ...]
    spoken_seconds: Decimal = Decimal(0)
    texts: tuple[str, ...] = ()
    label: ProductLabel | None = None
    understood: UnderstoodBrief | None = None
    reviewer_says: str = ""
    complaint: str = ""
    refused_answer: str = ""
    seed: int = 0

    def again(self, complaint: str, refused_answer: str) -> TextRequest[OutputT]:
        """The same request, once more, with what was wrong; another purchase."""
        return replace(self, order_id=f"{self.order_id}-again", complaint=complaint, refused_answer=refused_answer)


@dataclass(frozen=True, kw_only=True)
class SpeechRequest(OrderRequest):
    """A narration. `speed` 1.0 is the voice's natural pace; `language` is a BCP 47 tag.

    `pronunciations` says how words of it are to be said.
    """

    text: str
    voice: str | None = None
    language: str = "en"
    speed: Decimal = Decimal(1)
    seed: int = 0
    pronunciations: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The text as a voice is to read it."""
        return respell(self.text, self.pronunciations).text


@dataclass(frozen=True, kw_only=True)
class ImageRequest(OrderRequest):
    """One still of that aspect ratio, at least `width` x `height` pixels.

    What it shows looks as in the `references`. An `empty_place` has room for a thing that is put there later. `texts`
    are the places, in shares of the picture, that will be written on: a model that can keeps its subject clear of them.
    """

    prompt: str
    aspect_ratio: AspectRatio
    width: int
    height: int
    references: tuple[ReferenceImage, ...] = ()
    empty_place: bool = False
    texts: tuple[Area, ...] = ()
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class ClipRequest(OrderRequest):
    """One moving scene of at least `seconds`; it starts on `start_frame` and ends on `end_frame` where given.

    What it shows looks as in the `references`, where the model takes them beside the frames.

    `prompt` is the whole direction as one text, `direction` the same in parts: models whose own form of a prompt is
    known get that. `with_sound`: models that can make the sounds of what is seen as well. `texts` as for a still.
    """

    prompt: str
    direction: ShotDirection | None = None
    seconds: Decimal
    aspect_ratio: AspectRatio
    resolution: Resolution
    width: int
    height: int
    start_frame: ReferenceImage | None = None
    end_frame: ReferenceImage | None = None
    references: tuple[ReferenceImage, ...] = ()
    with_sound: bool = False
    texts: tuple[Area, ...] = ()
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class MusicRequest(OrderRequest):
    """One instrumental track of about `seconds`."""

    prompt: str
    mood: str
    seconds: Decimal
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class StyleRequest(OrderRequest):
    """Up to three pictures whose common style is to be described."""

    pictures: tuple[ReferenceImage, ...]


@dataclass(frozen=True, kw_only=True)
class TranscriptRequest(OrderRequest):
    """A recording whose words are to be written down: a mono WAV file, and its length in seconds, rounded up.

    `language` is a BCP 47 tag. `names` are names that may be heard, as they are spelt.
    """

    wav: bytes
    seconds: Decimal
    language: str
    names: tuple[str, ...] = ()
