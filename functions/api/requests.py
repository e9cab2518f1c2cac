"""Request bodies other than a brief."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from omnigen.domain.asset import AssetKind
from omnigen.domain.brand import BrandKit
from omnigen.domain.brief import MAX_SCENES, Brief, Product
from omnigen.domain.brief_options import Gate, Mode, Pictures
from omnigen.domain.brief_texts import LanguageTag, Line, ScriptText, UploadKey
from omnigen.domain.drawn_edit import DrawnEdit, Heading
from omnigen.domain.plain_text import clean
from omnigen.domain.product_label import LabelReference, ProductLabel
from omnigen.domain.shot import MAX_ELEMENTS
from omnigen.domain.strict_model import StrictModel
from omnigen.domain.timebase import QUANTUM_SECONDS
from pydantic import AfterValidator, Field, StringConstraints

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(clean)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000), AfterValidator(clean)]
ElementId = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,40}$")]
ElementWords = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(clean)
]


class OwnScriptRequest(Brief):
    """A brief with the user's own text. Unless said otherwise its pictures are stills, and every gate asks."""

    script_text: ScriptText
    pictures: Pictures = Pictures.STILLS
    review: Annotated[tuple[Gate, ...], Field(max_length=len(Gate))] = (
        Gate.SCRIPT,
        Gate.SCENES,
        Gate.IMAGES,
        Gate.SPEND,
    )

    def brief(self) -> Brief:
        """The request as a plain brief."""
        return Brief.model_validate(self.model_dump())


class SegmentEdit(StrictModel):
    """What is said in one scene, and for how long (seconds, in quarters)."""

    text: Words
    duration: Annotated[Decimal, Field(ge=1, le=60, multiple_of=QUANTUM_SECONDS)]


class ScriptEditRequest(StrictModel):
    """A draft's `text`, or any part of a script that was written; what is left out stays as it is.

    `elements` describes elements of its storyboard otherwise, by their ids, in all scenes that hold them.
    """

    text: ScriptText | None = None
    segments: Annotated[tuple[SegmentEdit, ...], Field(min_length=1, max_length=MAX_SCENES)] | None = None
    title: Heading | None = None
    product_name: Heading | None = None
    call_to_action: Heading | None = None
    elements: Annotated[dict[ElementId, ElementWords], Field(max_length=MAX_ELEMENTS)] | None = None


class RejectionRequest(StrictModel):
    """A rejection, with the reason that the next attempt is given."""

    reason: Reason


class RegenerationRequest(StrictModel):
    """Scenes to generate again, and why; with `dry_run` only what would become stale, and its price."""

    scenes: Annotated[tuple[str, ...], Field(max_length=MAX_SCENES)] = ()
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    dry_run: bool = False


class ProjectRequest(StrictModel):
    """A product from which videos are to be made; for a medicine with its label, or the id of one that was kept."""

    product: Product
    mode: Mode = Mode.CREATIVE_AD
    label: ProductLabel | LabelReference | None = None
    title: Line | None = None


class ProjectChangeRequest(ProjectRequest):
    """A product as it shall be, and the `rev` that was seen."""

    rev: Annotated[int, Field(ge=1)]


class BrandRequest(BrandKit):
    """A brand to be kept."""

    def kit(self) -> BrandKit:
        """The brand without what belongs to the request."""
        return BrandKit(**{name: getattr(self, name) for name in BrandKit.model_fields})


class BrandChangeRequest(BrandRequest):
    """A brand as it shall be, and the `rev` that was seen."""

    rev: Annotated[int, Field(ge=1)]


class DrawnEditRequest(DrawnEdit):
    """What shall change of what is drawn or mixed; with `dry_run` only what that would cost."""

    dry_run: bool = False

    def edit(self) -> DrawnEdit:
        """The edit itself."""
        return DrawnEdit(**{name: getattr(self, name) for name in DrawnEdit.model_fields})


class SecretRotationRequest(StrictModel):
    """For how many hours the secret that is replaced stays valid; 0 when it has leaked."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class UploadRequest(StrictModel):
    """A file that is to be uploaded."""

    kind: AssetKind
    media_type: Literal[
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
        "image/heic",
        "image/avif",
        "image/svg+xml",
        "font/ttf",
        "font/otf",
        "video/mp4",
        "video/quicktime",
        "audio/aac",
        "audio/flac",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
    ]


class AssetRequest(StrictModel):
    """An uploaded file that is to become an asset. `licence` says, in words, under which licence the user has it."""

    kind: AssetKind
    upload: UploadKey
    file_name: Line
    licence: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000), AfterValidator(clean)] = ""


class VoiceSampleRequest(StrictModel):
    """Which voice to hear, in which language (BCP 47)."""

    voice: Line
    language: LanguageTag = "en"
