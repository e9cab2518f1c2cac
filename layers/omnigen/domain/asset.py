"""An asset: a file of the user's own, measured and normalised when it arrived, to be used in any number of jobs."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints
from ulid import ULID

from omnigen.domain.strict_model import Recorded

ASSET_ID_PATTERN = r"^ast_[0-7][0-9A-HJKMNP-TV-Z]{25}$"
AssetId = Annotated[str, StringConstraints(pattern=ASSET_ID_PATTERN)]
"""`ast_` and a ULID: ids sort by the time at which the asset was added."""


class AssetKind(StrEnum):
    """What an asset is for."""

    PRODUCT_IMAGE = "product_image"
    LOGO = "logo"
    STYLE_IMAGE = "style_image"
    FONT = "font"
    CLIP = "clip"
    STILL = "still"
    MUSIC = "music"
    NARRATION = "narration"
    INTRO = "intro"
    OUTRO = "outro"


PICTURE_KINDS = frozenset({AssetKind.PRODUCT_IMAGE, AssetKind.LOGO, AssetKind.STYLE_IMAGE, AssetKind.STILL})
SOUND_KINDS = frozenset({AssetKind.MUSIC, AssetKind.NARRATION})
CLIP_KINDS = frozenset({AssetKind.CLIP, AssetKind.INTRO, AssetKind.OUTRO})

_MIB = 2**20


def max_bytes(kind: AssetKind) -> int:
    """The largest file of a kind that is taken."""
    if kind in CLIP_KINDS:
        return 100 * _MIB
    own = {AssetKind.MUSIC: 60 * _MIB, AssetKind.FONT: 20 * _MIB, AssetKind.STYLE_IMAGE: 10 * _MIB}
    return own.get(kind, 30 * _MIB)


def media_family(kind: AssetKind) -> str:
    """How the media types of a kind begin."""
    if kind in CLIP_KINDS:
        return "video/"
    if kind in SOUND_KINDS:
        return "audio/"
    return "font/" if kind is AssetKind.FONT else "image/"


def taken_formats(kind: AssetKind) -> str:
    """The file formats that are taken for a kind, in words for people."""
    if kind in CLIP_KINDS:
        return "MP4 or MOV"
    if kind in SOUND_KINDS:
        return "WAV, MP3, M4A, AAC, FLAC, Ogg, Opus or WebM"
    return "TTF or OTF" if kind is AssetKind.FONT else "PNG, JPEG, WebP, GIF, HEIC, AVIF or SVG"


class AssetFacts(Recorded):
    """What was measured of the normalised file; what does not apply to its kind is None.

    Sizes in pixels, as seen; loudness in LUFS, the highest sample in dB below full scale.
    """

    width: int | None = None
    height: int | None = None
    transparent: bool | None = None
    """Whether any pixel lets the background through."""

    seconds: Decimal | None = None
    frame_rate: Decimal | None = None
    has_sound: bool | None = None
    loudness_lufs: Decimal | None = None
    peak_dbfs: Decimal | None = None
    font_family: str | None = None
    font_style: str | None = None
    embedding: str | None = None
    """What the font's licence bits (fsType) allow: `installable`, `editable`, or `preview and print`."""


class Asset(Recorded):
    """The record of an asset. `key` and `sha256` are those of the normalised file; times in Unix seconds."""

    asset_id: AssetId
    user_id: str
    kind: AssetKind
    file_name: str
    key: str
    sha256: str
    content_type: str
    bytes: int
    facts: AssetFacts
    warnings: tuple[str, ...] = ()
    licence: str = ""
    """The licence under which the user has it, in the user's own words; kept with every video that uses it."""

    created_at: int


def new_asset_id(ulid: ULID) -> str:
    """`ast_` and 26 characters that sort by time."""
    return f"ast_{ulid}"
