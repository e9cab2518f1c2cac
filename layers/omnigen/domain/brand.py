"""A brand: how what is drawn looks, what its ads say and never say, the voice and the music they usually have."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from omnigen.domain.asset import AssetId
from omnigen.domain.brief_options import MusicMood
from omnigen.domain.brief_texts import MAX_PRONUNCIATIONS, Line
from omnigen.domain.plain_text import clean
from omnigen.domain.strict_model import Recorded, StrictModel

MAX_PHRASES = 50
MAX_DISPLAY_URL_CHARACTERS = 60
MAX_LEGAL_CHARACTERS = 300

BRAND_ID_PATTERN = r"^brd_[0-9A-Z]{26}$"
BrandId = Annotated[str, StringConstraints(pattern=BRAND_ID_PATTERN)]

Colour = Annotated[
    str,
    StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$", to_upper=True),
    Field(description="sRGB as #RRGGBB"),
]


def _one_address(text: str) -> str:
    if any(character.isspace() for character in text) or "." not in text:
        raise PydanticCustomError(
            "display_url", "Write the address as it is to be read, such as acme.com/shop, without spaces"
        )
    return text


DisplayUrl = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=4, max_length=MAX_DISPLAY_URL_CHARACTERS),
    AfterValidator(clean),
    AfterValidator(_one_address),
]
"""A web address as it is read on screen."""

LegalLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LEGAL_CHARACTERS),
    AfterValidator(clean),
]


class Palette(StrictModel):
    """The colours of what is drawn.

    `primary` is the ground of the end card, `accent` that of bars and buttons and the colour of the spoken word.
    `dark` and `light` are the colours of text, each on grounds on which it can be read.
    """

    primary: Colour = "#101418"
    accent: Colour = "#FFC53D"
    dark: Colour = "#101418"
    light: Colour = "#FFFFFF"


class Logo(StrictModel):
    """The logo as it stands on light and on dark grounds; one of them is enough."""

    on_light: AssetId | None = None
    on_dark: AssetId | None = None


class BrandFonts(StrictModel):
    """The font of titles, names and buttons, and the font of captions and small text."""

    heading: AssetId | None = None
    body: AssetId | None = None


class ToneOfVoice(StrictModel):
    """How the brand speaks, and how it does not, in words for a writer."""

    do: Annotated[tuple[Line, ...], Field(max_length=MAX_PHRASES)] = ()
    avoid: Annotated[tuple[Line, ...], Field(max_length=MAX_PHRASES)] = ()


class EndCardLayout(StrEnum):
    """Where name, call to action, address and legal line stand: beside the picture or below it.

    `auto` is beside for wide pictures, below for the others.
    """

    AUTO = "auto"
    BESIDE = "beside"
    BELOW = "below"


class Watermark(StrEnum):
    """In which corner the logo stands all through the video."""

    NONE = "none"
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"


class BrandKit(StrictModel):
    """What a user says about a brand.

    `must_say` is said or shown in every video, word for word; `never_say` neither said nor shown, in any form. `voice`,
    `music`, `intro`, `outro` and `music_mood` are used where the brief names none, `call_to_action` in place
    of the writer's, `display_url` and `legal_line` where the brief gives none.
    """

    name: Line
    logo: Logo = Logo()
    palette: Palette = Palette()
    fonts: BrandFonts = BrandFonts()
    tagline: Line | None = None
    call_to_action: Line | None = None
    display_url: DisplayUrl | None = None
    legal_line: LegalLine | None = None
    tone: ToneOfVoice = ToneOfVoice()
    must_say: Annotated[tuple[Line, ...], Field(max_length=MAX_PHRASES)] = ()
    never_say: Annotated[tuple[Line, ...], Field(max_length=MAX_PHRASES)] = ()
    pronunciations: Annotated[dict[Line, Line], Field(max_length=MAX_PRONUNCIATIONS)] = Field(default={})
    end_card: EndCardLayout = EndCardLayout.AUTO
    watermark: Watermark = Watermark.NONE
    voice: Line | None = None
    music_mood: MusicMood | None = None
    music: AssetId | None = None
    intro: AssetId | None = None
    outro: AssetId | None = None

    @model_validator(mode="after")
    def _watermark_has_a_logo(self) -> Self:
        if self.watermark is not Watermark.NONE and not self.logo_ids:
            raise PydanticCustomError(
                "watermark", "A watermark needs a logo: give logo.on_dark or logo.on_light, or leave watermark out"
            )
        return self

    @property
    def logo_ids(self) -> tuple[str, ...]:
        """The assets of its logo."""
        return tuple(one for one in (self.logo.on_light, self.logo.on_dark) if one)

    @property
    def asset_ids(self) -> tuple[str, ...]:
        """Every asset that it names."""
        others = (self.music, self.intro, self.outro)
        return (*self.logo_ids, *self.font_ids, *(one for one in others if one))

    @property
    def font_ids(self) -> tuple[str, ...]:
        """The assets of its fonts."""
        return tuple(one for one in (self.fonts.heading, self.fonts.body) if one)


class PinnedBrand(BrandKit):
    """A brand as a job uses it: one version, which later changes of the brand do not change.

    `brand_id` and `version` are None for a brand that was given with the brief and is not kept.
    """

    brand_id: BrandId | None = None
    version: Annotated[int, Field(ge=1)] | None = None


class BrandFile(Recorded):
    """A job's own copy of a logo or a font of its brand."""

    key: str
    sha256: str
    content_type: str


class Brand(Recorded):
    """A brand that is kept. `rev` is the number of its newest version; times in Unix seconds."""

    brand_id: BrandId
    user_id: str
    kit: BrandKit
    rev: int = 1
    created_at: int
    updated_at: int

    @property
    def pinned(self) -> PinnedBrand:
        """The newest version as a job keeps it."""
        return PinnedBrand(**dict(self.kit), brand_id=self.brand_id, version=self.rev)
