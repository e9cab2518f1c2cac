"""The brief: a user's request for a video, validated once at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from omnigen.domain.placement import Placement, default_captions, known_placements
from omnigen.domain.plain_text import clean
from omnigen.domain.record_size import MAX_BRIEF_BYTES, json_bytes
from omnigen.domain.script_text import spoken_script
from omnigen.domain.webhook_url import has_webhook_port

MAX_SCENES = 24
"""More would not fit the state machine's history (25,000 events) with polls to spare."""

MAX_DURATION_SECONDS = 120
MAX_PROMPT_CHARACTERS = 4_000
MAX_SCRIPT_CHARACTERS = 8_000
MAX_LANGUAGE_CHARACTERS = 35
"""What implementations of language tags must take at least (RFC 5646, 4.4.1); longer ones name no language in use."""

UNDETERMINED = "und"
"""The language tag of a text whose language is to be detected (ISO 639-2)."""

MAX_PRONUNCIATIONS = 50


class Mode(StrEnum):
    """Tone, prompt template and rules."""

    CREATIVE_AD = "creative_ad"
    FUNCTIONAL_INTRO = "functional_intro"
    PHARMA = "pharma"


class AspectRatio(StrEnum):
    """Shape of the picture."""

    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"


class Resolution(StrEnum):
    """Length of the picture's shorter side."""

    P720 = "720p"
    P1080 = "1080p"


class Pictures(StrEnum):
    """How pictures are made: by a video model, or as stills that the camera moves over."""

    CLIPS = "clips"
    STILLS = "stills"


class Continuity(StrEnum):
    """How clips connect: each starts on the last frame of the one before, or between approved stills."""

    CHAINED = "chained"
    KEYFRAMES = "keyframes"


class Captions(StrEnum):
    """Where captions go: into the picture, beside the video, both, or nowhere."""

    BURNED = "burned"
    SIDECAR = "sidecar"
    BOTH = "both"
    NONE = "none"


class CaptionStyle(StrEnum):
    """How burned captions look: two lines on a plate, the spoken word in colour, or one line at a time."""

    PLATE = "plate"
    HIGHLIGHT = "highlight"
    ONE_LINE = "one_line"


class Gate(StrEnum):
    """Review gates: where the job waits for a person's decision."""

    SCRIPT = "script"
    SCENES = "scenes"
    IMAGES = "images"
    SPEND = "spend"


class StopAt(StrEnum):
    """How far the job goes."""

    SCRIPT = "script"
    VIDEO = "video"


class MusicMood(StrEnum):
    """The mood of the music bed."""

    CALM = "calm"
    UPBEAT = "upbeat"
    WARM = "warm"
    CINEMATIC = "cinematic"
    CORPORATE = "corporate"
    PLAYFUL = "playful"
    TENSE = "tense"


def _visible(text: str) -> str:
    text = clean(text).strip()
    if not any(character.isalnum() for character in text):
        raise PydanticCustomError("no_words", "There are no words in it; say what the video is about")
    if "\x00" in text:
        raise PydanticCustomError("null_character", "It contains a NUL character; remove it")
    return text


def _spoken(text: str) -> str:
    return _visible(spoken_script(text).text)


def _with_webhook_port(url: str) -> str:
    if not has_webhook_port(url):
        raise PydanticCustomError("webhook_port", "The port must be 443 or 8443; leave it out for 443")
    return url


Prompt = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_PROMPT_CHARACTERS),
    AfterValidator(_visible),
]
ScriptText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SCRIPT_CHARACTERS),
    AfterValidator(_visible),
    AfterValidator(_spoken),
]
"""What is spoken of the user's own script: markup, cues and speakers' labels are left out (see `spoken_script`)."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_visible)]
Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(_visible)
]
LanguageTag = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=MAX_LANGUAGE_CHARACTERS)
]
UploadKey = Annotated[str, StringConstraints(pattern=r"^users/[A-Za-z0-9_-]{1,128}/uploads/[A-Za-z0-9._-]{1,128}$")]
WebhookUrl = Annotated[
    str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=2_000), AfterValidator(_with_webhook_port)
]
MAX_COST_CAP_USD = 1_000
CostCap = Annotated[
    Decimal,
    BeforeValidator(lambda value: str(value) if isinstance(value, float) else value),
    Field(gt=0, le=MAX_COST_CAP_USD, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_COST_CAP_USD},
                {"type": "string", "pattern": r"^\d{1,4}(\.\d{1,2})?$"},
            ],
            "description": f"US dollars, above 0 and at most {MAX_COST_CAP_USD}, with at most two decimals",
        }
    ),
]
"""The most a job may cost. Its JSON schema is written out, as pydantic has none for limits behind a validator.

The same schema for reading and writing keeps `Brief` one schema in the OpenAPI document."""


CaptionsByPlacement = Annotated[
    Captions,
    Field(
        description="By default what the placement asks for; without one, burned for 9:16 and 1:1, sidecar for 16:9",
        json_schema_extra=lambda schema: schema.pop("default", None),
    ),
]
"""Where captions go. The schema names no default, since it depends on two other fields."""


class StrictModel(BaseModel):
    """Frozen; unknown fields are errors, so that a misspelt option is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Product(StrictModel):
    """What the video sells."""

    name: Line
    description: Paragraph
    selling_points: tuple[Line, ...] = Field(default=(), max_length=10)
    target_audience: Line | None = None


class NarrationOptions(StrictModel):
    """The voice. `upload` is the key of the user's own recording, used instead of one.

    `language` is a BCP 47 tag; `und` (undetermined) has it detected. `pronunciations` says how words,
    such as a brand's name, are to be said: `{"XELJANZ": "zel jans"}`. They are shown as they are written.
    """

    enabled: bool = True
    voice: Line | None = None
    language: LanguageTag = UNDETERMINED
    pronunciations: Annotated[dict[Line, Line], Field(max_length=MAX_PRONUNCIATIONS)] = {}
    upload: UploadKey | None = None


class MusicOptions(StrictModel):
    """The music bed."""

    enabled: bool = True
    mood: MusicMood | None = None


class Brief(StrictModel):
    """A request for a video. Exactly one of `prompt`, `product`, `project_id`, `script_text` says what it is about."""

    prompt: Prompt | None = None
    product: Product | None = None
    project_id: Annotated[str, StringConstraints(pattern=r"^prj_[0-9A-Z]{26}$")] | None = None
    script_text: ScriptText | None = None
    title: Line | None = None
    mode: Mode = Mode.CREATIVE_AD
    duration: Annotated[int, Field(ge=6, le=MAX_DURATION_SECONDS, strict=True, description="whole seconds")] = 30
    aspect_ratio: AspectRatio = AspectRatio.WIDE
    resolution: Resolution = Resolution.P720
    pictures: Pictures = Pictures.CLIPS
    continuity: Continuity = Continuity.CHAINED
    narration: NarrationOptions = NarrationOptions()
    music: MusicOptions = MusicOptions()
    placement: Placement = Placement.NONE
    captions: CaptionsByPlacement = Captions.SIDECAR
    caption_style: CaptionStyle = CaptionStyle.PLATE
    review: Annotated[tuple[Gate, ...], Field(max_length=len(Gate))] = ()
    stop_at: StopAt = StopAt.VIDEO
    max_cost_usd: CostCap | None = None
    style_images: tuple[UploadKey, ...] = Field(default=(), max_length=3)
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
    def _fits_on_the_record(self) -> Self:
        size = json_bytes(self)
        if size > MAX_BRIEF_BYTES:
            raise PydanticCustomError(
                "too_large",
                "The brief has {size} bytes; at most {limit} are accepted. Shorten its texts",
                {"size": size, "limit": MAX_BRIEF_BYTES},
            )
        return self

    @property
    def subject(self) -> str:
        """What the video is about, in words: a title for lists, a source for offline writing."""
        if self.product:
            return self.product.name
        return self.prompt or self.script_text or self.project_id or ""

    @property
    def stills_wanted(self) -> bool:
        """Stills are drawn: for the video itself, or as the frames between which clips are filmed."""
        return self.pictures is Pictures.STILLS or self.continuity is Continuity.KEYFRAMES

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the finished picture in pixels."""
        return SIZES[self.resolution, self.aspect_ratio]


SIZES = {
    (Resolution.P720, AspectRatio.WIDE): (1280, 720),
    (Resolution.P720, AspectRatio.TALL): (720, 1280),
    (Resolution.P720, AspectRatio.SQUARE): (720, 720),
    (Resolution.P1080, AspectRatio.WIDE): (1920, 1080),
    (Resolution.P1080, AspectRatio.TALL): (1080, 1920),
    (Resolution.P1080, AspectRatio.SQUARE): (1080, 1080),
}
