"""The fonts for drawn text: from installed packages with a free licence, never the machine's own.

FiraGO draws Latin, Cyrillic, Greek, Arabic, Hebrew, Devanagari, Thai and Georgian; Noto's symbol fonts fill gaps; Noto
Sans CJK joins, in bold as the others, when the extra `fonts-world` is installed. All are under the SIL Open Font
License 1.1.
"""

from __future__ import annotations

import importlib
import importlib.util
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import Self

import uharfbuzz as hb

from omnigen.errors import CompositionFailed, UnsupportedText

MAIN_FAMILY = "FiraGO"
CONFIG_NAME = "fonts.conf"
FOLDER_NAME = "fonts"

BOLD_WEIGHT = 700

_CJK_PACKAGE = "manimgx_fonts_cjk"
_CJK_FILE = "NotoSansCJK-VF.otf.ttc"
_CJK_FACES = {"ja": 0, "ko": 1, "zh-hans": 2, "zh-hant": 3}
_CJK_NAMES = ("Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK SC", "Noto Sans CJK TC")
_LIBASS_COMPLAINTS = ("failed to find any fallback", "Glyph 0x", "can't find selected font", "Error opening font")
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_JOINERS = frozenset("\u200c\u200d")
_HHEA_ASCENDER = 4
"""Where ascender and descender stand in the table hhea (OpenType): two signed numbers of 16 bits."""


@dataclass(frozen=True, kw_only=True)
class Face:
    """One font file: the family name that libass looks for, and where its bytes come from.

    Of a `variable` font the bold weight is drawn. A font without a `package` is a file of the user's own, `key` its
    path.
    """

    family: str
    file_name: str
    package: str
    key: str
    number: int = 0
    variable: bool = False

    def load(self) -> bytes:
        """The font file. Raises CompositionFailed when its package is not installed."""
        if not self.package:
            return Path(self.key).read_bytes()
        try:
            module = importlib.import_module(self.package)
        except ImportError as error:
            raise CompositionFailed(f"The fonts are missing: install the package {self.package!r}") from error
        if self.package == "pymupdf_fonts":
            return bytes(module.myfont(self.key))
        return (Path(str(module.__file__)).parent / self.key).read_bytes()

    def load_for(self, characters: str) -> bytes:
        """The font file in which libass finds these characters in bold."""
        data = self.load()
        if not self.variable:
            return data
        from omnigen.rendering.text.variable_font import static_font  # fontTools takes longest of all to load

        return static_font(data, self.number, BOLD_WEIGHT, characters)


BOLD = Face(family=MAIN_FAMILY, file_name="FiraGO-Bold.ttf", package="pymupdf_fonts", key="figbo")
_FILLING = (
    Face(family="Noto Sans", file_name="NotoSans-Bold.ttf", package="pymupdf_fonts", key="notosbo"),
    Face(family="Noto Sans Symbols2", file_name="NotoSansSymbols2.ttf", package="pymupdf_fonts", key="symbol2"),
    Face(family="Noto Sans Symbols", file_name="NotoSansSymbols.ttf", package="pymupdf_fonts", key="symbol1"),
    Face(family="Noto Sans Math", file_name="NotoSansMath.ttf", package="pymupdf_fonts", key="math"),
)


class Lettering(str):
    """A language tag that also carries a font of the user's own, which draws the letters that it has."""

    own: Face | None

    def __new__(cls, language: str, own: Face | None = None) -> Self:
        """The tag with a font; without one it is the tag alone."""
        lettering = super().__new__(cls, language)
        lettering.own = own
        return lettering

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) is True and self.own == getattr(other, "own", None)

    def __hash__(self) -> int:
        return hash((str(self), self.own)) if self.own else str.__hash__(self)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What a font can draw, and how high its lines are."""

    characters: frozenset[int]
    height: float
    """From ascender to descender in ems; libass makes this distance the font size."""


@dataclass(frozen=True, kw_only=True)
class Drawable:
    """A text made ready: what can be drawn, and what was left out."""

    text: str
    dropped: tuple[str, ...] = ()


def drawable(text: str, language: str = "en") -> Drawable:
    """The text without what cannot be seen and without emoji that no font draws.

    Raises UnsupportedText, naming the characters, when letters or signs are left that no installed font can draw.
    """
    kept, dropped, missing = [], [], []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if character == "\n" or character in _JOINERS or face_of(character, language):
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif _is_emoji(character):
            dropped.append(character)
        elif not _is_invisible(character):
            missing.append(character)
    if missing:
        raise UnsupportedText(_complaint(missing))
    return Drawable(text=_tidy("".join(kept), dropped), dropped=tuple(dict.fromkeys(dropped)))


def all_faces() -> tuple[tuple[Face, ...], tuple[Face, ...]]:
    """The fonts that are always there, and those of the extra `fonts-world`, for its languages."""
    return (BOLD, *_FILLING), tuple(_cjk_face(language) for language in _CJK_FACES)


@cache
def face_of(character: str, language: str = "en") -> Face | None:
    """The first of our fonts that can draw a character; None when there is none."""
    if _is_invisible(character):
        return None
    own = [language.own] if isinstance(language, Lettering) and language.own else []
    candidates = (*own, BOLD, *([_cjk_face(language)] if _has_cjk() and ord(character) >= 0x1100 else []), *_FILLING)
    return next((face for face in candidates if ord(character) in outline(face).characters), None)


@cache
def outline(face: Face) -> Outline:
    """A font's characters and the height of its lines."""
    font = hb.Face(face.load(), face.number)
    ascender, descender = unpack_from(">hh", font.reference_table("hhea").data, _HHEA_ASCENDER)
    return Outline(characters=frozenset(font.unicodes), height=(ascender - descender) / font.upem)


def write_fonts(folder: Path, texts: Iterable[str], language: str = "en", own: Iterable[Face] = ()) -> dict[str, str]:
    """Put the fonts that these texts need, and the user's own, into the folder.

    Returns libass's environment then: these and no others.
    """
    fonts = folder / FOLDER_NAME
    fonts.mkdir(exist_ok=True)
    needed: dict[Face, set[str]] = {BOLD: set()}
    for one in sorted({character for text in texts for character in text}):
        if face := face_of(one, language):
            needed.setdefault(face, set()).add(one)
    for face in own:
        (fonts / face.file_name).write_bytes(face.load())
    for face, characters in needed.items():
        (fonts / face.file_name).write_bytes(face.load_for("".join(sorted(characters))))
    config = folder / CONFIG_NAME
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        "<fontconfig><cachedir>fonts/.cache</cachedir></fontconfig>\n"
    )
    return {"FONTCONFIG_FILE": str(config.resolve())}


def raise_on_font_warnings(said: str) -> None:
    """Read what libass said: a font or sign that it did not find would be an empty box, or nothing at all."""
    for line in said.splitlines():
        if any(words in line for words in _LIBASS_COMPLAINTS):
            raise CompositionFailed(f"The text could not be drawn with our fonts: {line}")


def _has_cjk() -> bool:
    return importlib.util.find_spec(_CJK_PACKAGE) is not None


@cache
def _cjk_face(language: str) -> Face:
    """Han characters look different in Japan, Korea, China and Taiwan: the language decides."""
    tag = language.lower()
    if tag.startswith("zh"):
        tag = "zh-hant" if any(part in tag for part in ("hant", "tw", "hk", "mo")) else "zh-hans"
    number = _CJK_FACES.get(tag if tag.startswith("zh") else tag.split("-")[0], 0)
    return Face(
        family=_CJK_NAMES[number],
        file_name="NotoSansCJK-Bold.otf",
        package=_CJK_PACKAGE,
        key=_CJK_FILE,
        number=number,
        variable=True,
    )


def _is_invisible(character: str) -> bool:
    """Controls, marks of direction, variation selectors: nothing to draw."""
    return character in _VARIATION_SELECTORS or unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}


def _is_emoji(character: str) -> bool:
    """Pictographs and what modifies them (Unicode blocks from 1F000 on; dingbats and signs below)."""
    code = ord(character)
    return 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF or 0x2B00 <= code <= 0x2BFF or code == 0x20E3


def _tidy(text: str, dropped: list[str]) -> str:
    if not dropped:
        return text
    return "\n".join(" ".join(line.replace("\u200d", "").split()) for line in text.split("\n"))


def _complaint(missing: list[str]) -> str:
    named = ", ".join(
        f"{one!r} (U+{ord(one):04X} {unicodedata.name(one, 'unnamed')})" for one in dict.fromkeys(missing[:20])
    )
    advice = "" if _has_cjk() else "; install the extra 'fonts-world' for Chinese, Japanese and Korean"
    return f"No installed font can draw {named}: change the text{advice}"
