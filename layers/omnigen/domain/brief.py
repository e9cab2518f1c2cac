"""The brief: a user's request for a video, validated once at the edge."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from omnigen.domain.asset import AssetId
from omnigen.domain.bookends import Bookend, seconds_of
from omnigen.domain.brand import BrandId, DisplayUrl, LegalLine, PinnedBrand
from omnigen.domain.brief_options import (
    SIZES,
    AspectRatio,
    Captions,
    CaptionStyle,
    Continuity,
    Gate,
    Mode,
    MusicMood,
    Pictures,
    Resolution,
    StopAt,
)
from omnigen.domain.brief_texts import (
    MAX_PRONUNCIATIONS,
    UNDETERMINED,
    CostCap,
    FileReference,
    LanguageTag,
    Line,
    Paragraph,
    Prompt,
    ScriptText,
    WebhookUrl,
)
from omnigen.domain.disclosure import Market
from omnigen.domain.narration_speeds import NarrationSpeeds
from omnigen.domain.own_media import MAX_OWN_PICTURES, PlacedPicture
from omnigen.domain.placement import Placement, default_captions, known_placements
from omnigen.domain.product_label import LabelReference, ProductLabel
from omnigen.domain.product_photo import MAX_PHOTOS, ProductPhoto
from omnigen.domain.record_size import MAX_BRIEF_BYTES, json_bytes
from omnigen.domain.strict_model import StrictModel

MAX_SCENES = 24
"""More would not fit the state machine's history (25,000 events) with polls to spare."""

MAX_DURATION_SECONDS = 120
_MARKETS = "Whose laws want it said in the picture that it was generated; us-ny where people are seen"

_CLIP_SOUND = (
    "Whether clips are filmed with the sounds of what is seen, by models that make them; they are heard as effects "
    "under the voice, and cost more with some models"
)

NO_BOOKENDS = "what a clip of your own says and writes cannot be held against the label"

_BRAND_CLIPS = "Whether the brand's intro and outro are shown, where the brief names none of its own"

CaptionsByPlacement = Annotated[
    Captions,
    Field(
        description="By default what the placement asks for; without one, burned for 9:16 and 1:1, sidecar for 16:9",
        json_schema_extra=lambda schema: schema.pop("default", None),
    ),
]
"""Where captions go. The schema names no default, since it depends on two other fields."""


class Product(StrictModel):
    """What the video sells. With `photos` of it, scenes show the product itself."""

    name: Line
    description: Paragraph
    selling_points: tuple[Line, ...] = Field(default=(), max_length=10)
    target_audience: Line | None = None
    photos: tuple[ProductPhoto, ...] = Field(default=(), max_length=MAX_PHOTOS)


class NarrationOptions(StrictModel):
    """The voice. `upload` names the user's own recording, used instead of one: the key of an upload, or an asset's id.

    `language` is a BCP 47 tag; `und` (undetermined) has it detected. `pronunciations` says how words,
    such as a brand's name, are to be said: `{"XELJANZ": "zel jans"}`. They are shown as they are written. `speeds` says
    how much faster than usual the parts of an ad for a medicine are spoken: `{"risk": 0.9}`.
    """

    enabled: bool = True
    voice: Line | None = None
    language: LanguageTag = UNDETERMINED
    pronunciations: dict[Line, Line] = Field(default={}, max_length=MAX_PRONUNCIATIONS)
    upload: FileReference | None = None
    speeds: NarrationSpeeds = Field(default={})


class MusicOptions(StrictModel):
    """The music bed. `asset` is music of the user's own, played from its start and repeated as long as the video is.

    `volume_db` makes it louder or softer than usual, in decibels.
    `effects` lays light sound effects on cuts and reveals into it; in pharma mode there are none.
    """

    enabled: bool = True
    effects: bool = True
    mood: MusicMood | None = None
    asset: AssetId | None = None
    volume_db: Annotated[int, Field(ge=-18, le=6)] = 0


class Brief(StrictModel):
    """A request for a video. Exactly one of `prompt`, `product`, `project_id`, `script_text` says what it is about.

    `brand_id` names a brand that is kept, `brand` gives one with the brief. A job has the version that was the newest
    when it was submitted in `brand`. `caption_spellings` says how words are written in captions that are heard
    otherwise.

    `label` is what an ad for a medicine (mode `pharma`) may and must say: the whole label, or the id of one that was
    kept. The label of an accepted job is an id.
    """

    prompt: Prompt | None = None
    product: Product | None = None
    project_id: Annotated[str, StringConstraints(pattern=r"^prj_[0-9A-Z]{26}$")] | None = None
    script_text: ScriptText | None = None
    brand_id: BrandId | None = None
    brand: PinnedBrand | None = None
    title: Line | None = None
    display_url: DisplayUrl | None = None
    legal_line: LegalLine | None = None
    mode: Mode = Mode.CREATIVE_AD
    label: ProductLabel | LabelReference | None = None
    duration: Annotated[int, Field(ge=6, le=MAX_DURATION_SECONDS, strict=True, description="whole seconds")] = 30
    aspect_ratio: AspectRatio = AspectRatio.WIDE
    resolution: Resolution = Resolution.P720
    pictures: Pictures = Pictures.CLIPS
    continuity: Continuity = Continuity.MIXED
    clip_sound: Annotated[bool, Field(description=_CLIP_SOUND)] = False
    narration: NarrationOptions = NarrationOptions()
    music: MusicOptions = MusicOptions()
    placement: Placement = Placement.NONE
    markets: Annotated[tuple[Market, ...], Field(max_length=len(Market), description=_MARKETS)] = ()
    captions: CaptionsByPlacement = Captions.SIDECAR
    caption_style: CaptionStyle = CaptionStyle.PLATE
    caption_spellings: Annotated[dict[Line, Line], Field(max_length=MAX_PRONUNCIATIONS)] = Field(default={})
    review: Annotated[tuple[Gate, ...], Field(max_length=len(Gate))] = ()
    stop_at: StopAt = StopAt.VIDEO
    max_cost_usd: CostCap | None = None
    style_images: tuple[FileReference, ...] = Field(default=(), max_length=3)
    own_pictures: tuple[PlacedPicture, ...] = Field(default=(), max_length=MAX_OWN_PICTURES)
    intro: Bookend | None = None
    outro: Bookend | None = None
    brand_clips: Annotated[bool, Field(description=_BRAND_CLIPS)] = True
    webhook_url: WebhookUrl | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _captions_by_placement(cls, given: Any) -> Any:
        """Where captions go, unless the brief says it, follows from placement and aspect ratio."""
        if not isinstance(given, Mapping) or given.get("captions") is not None:
            return given
        placement, ratio = given.get("placement", Placement.NONE), given.get("aspect_ratio", AspectRatio.WIDE)
        known = placement in list(Placement) and isinstance(ratio, str)
        return {**given, "captions": default_captions(Placement(placement), ratio)} if known else given

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        given = [name for name in ("prompt", "product", "project_id", "script_text") if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise PydanticCustomError(
                "one_subject",
                "Give exactly one of prompt, product, project_id and script_text; got {found}",
                {"found": found},
            )
        return self

    @model_validator(mode="after")
    def _one_brand(self) -> Self:
        if self.brand_id and self.brand:
            raise PydanticCustomError("one_brand", "Give brand_id or brand, not both")
        return self

    @model_validator(mode="after")
    def _ratio_of_the_placement(self) -> Self:
        shown = known_placements()[self.placement].formats
        if self.aspect_ratio not in shown:
            raise PydanticCustomError(
                "placement",
                "The placement {placement} shows {ratios}, not {ratio}. Choose another aspect_ratio, or placement none",
                {"placement": str(self.placement), "ratios": " or ".join(shown), "ratio": str(self.aspect_ratio)},
            )
        return self

    @model_validator(mode="after")
    def _own_pictures_to_show(self) -> Self:
        if self.pictures is Pictures.OWN and not self.own_pictures:
            raise PydanticCustomError("no_own_pictures", "With pictures 'own', own_pictures names at least one")
        numbers = [picture.scene for picture in self.own_pictures if picture.scene is not None]
        if len(set(numbers)) < len(numbers):
            raise PydanticCustomError("two_own_pictures", "Two of own_pictures name the same scene; give each its own")
        return self

    @model_validator(mode="after")
    def _no_sounds_under_risks(self) -> Self:
        if self.clip_sound and self.mode is Mode.PHARMA:
            raise PydanticCustomError(
                "clip_sound", "In mode pharma clip_sound is false: nothing may distract from the risks that are spoken"
            )
        return self

    @model_validator(mode="after")
    def _no_bookends_of_medicines(self) -> Self:
        if (self.intro or self.outro) and self.mode is Mode.PHARMA:
            why = {"why": NO_BOOKENDS}
            raise PydanticCustomError("bookends", "In mode pharma there is no intro and no outro: {why}", why)
        return self

    @model_validator(mode="after")
    def _fits_on_the_record(self) -> Self:
        size = json_bytes(self.model_copy(update={"label": None}))
        if size > MAX_BRIEF_BYTES:
            raise PydanticCustomError(
                "too_large",
                "The brief has {size} bytes without its label; at most {limit} are accepted. Shorten its texts",
                {"size": size, "limit": MAX_BRIEF_BYTES},
            )
        return self

    @property
    def lacks_words(self) -> bool:
        """Whether it brings a recording without its words."""
        return self.narration.upload is not None and self.script_text is None

    def with_words(self, text: str) -> Self:
        """The same brief with this as the user's own text, beside what it says the video is about."""
        return self.model_copy(update={"script_text": text})

    @property
    def subject(self) -> str:
        """What the video is about, in words: a title for lists, a source for offline writing."""
        if self.product:
            return self.product.name
        return self.prompt or self.script_text or self.project_id or ""

    @property
    def shown_url(self) -> str:
        """The web address on the end card: the brief's own, else the brand's."""
        return self.display_url or (self.brand.display_url if self.brand else None) or ""

    @property
    def shown_legal_line(self) -> str:
        """The legal line on the end card: the brief's own, else the brand's."""
        return self.legal_line or (self.brand.legal_line if self.brand else None) or ""

    @property
    def photos(self) -> tuple[ProductPhoto, ...]:
        """The photos of the product, if there are any."""
        return self.product.photos if self.product else ()

    @property
    def stills_wanted(self) -> bool:
        """Stills are drawn: for the video itself, or as the frames between which clips are filmed."""
        if self.pictures is Pictures.OWN:
            return False
        return self.pictures is Pictures.STILLS or self.continuity is Continuity.KEYFRAMES

    @property
    def score_wanted(self) -> bool:
        """Music is made: it is wanted, and the user brings none."""
        return self.music.enabled and self.music.asset is None

    @property
    def story_seconds(self) -> Decimal:
        """How long the part is that is made: the video without intro and outro."""
        return self.duration - seconds_of((self.intro, self.outro))

    @property
    def story_length(self) -> str:
        """The same for messages and prompts, in seconds."""
        return f"{self.story_seconds.normalize():f}"

    @property
    def has_room(self) -> str:
        """What has room for speech, for messages."""
        if self.story_seconds == self.duration:
            return f"a video of {self.duration} s has"
        return f"the {self.story_length} s between intro and outro have"

    @property
    def bookends_length(self) -> int:
        """By how many whole seconds intro and outro make the shortest video longer."""
        return math.ceil(seconds_of((self.intro, self.outro)))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the finished picture in pixels."""
        return SIZES[self.resolution, self.aspect_ratio]
