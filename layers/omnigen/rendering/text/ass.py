"""Advanced SubStation Alpha documents for libass: events, shapes, and escaped text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.fonts import BOLD, MAIN_FAMILY, Face, face_of, outline

EARLY_FRAMES = 2_400
"""Times in a document are counted from this frame, so that what began before its first frame can be said, too."""

EM_PER_SIZE = 1.2
"""libass counts a font's size from ascender to descender: for FiraGO 1.2 em (OS/2 table: 935 + 265 of 1000)."""


_STYLE_FIELDS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)


@dataclass(frozen=True, kw_only=True)
class AssEvent:
    """Something drawn in the frames `[start, end)` of the cut: a line of ASS text with its tags.

    `fade` is how many milliseconds it takes to appear and to go. `owner` names the text that it belongs to, like
    "title"; shadows belong to nothing. `shortened` tells that words of the text were left out.
    """

    start: int
    end: int
    layer: int
    body: str
    fade: tuple[int, int] | None = None
    owner: str = ""
    shortened: bool = False


def document(canvas: Canvas, marks: Sequence[AssEvent], first_frame: int = 0) -> str:
    """An ASS file for a piece of the cut that begins at `first_frame`; its clock reads EARLY_FRAMES there."""
    events = [_event(mark, first_frame, canvas.rate) for mark in marks]
    return "\n".join([*_head(canvas), *events, ""])


def literal(text: str, language: str = "en", tags: Mapping[int, str] = MappingProxyType({})) -> str:
    """User's text for an event: braces, backslashes and line feeds appear as typed, each run in a font that has it.

    `tags` are put before the characters at these indexes.
    """
    parts, current = [], BOLD
    for index, character in enumerate(text):
        if index in tags:
            parts.append(f"{{{tags[index]}}}")
        face = face_of(character, language) or current
        if face != current:
            parts.append(_switch(face))
            current = face
        parts.append(_escape(character))
    return "".join(parts)


def rounded_rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A filled rectangle with round corners, drawn at its top left corner."""
    r = min(radius, width / 2, height / 2)
    k = r * 0.4477  # a quarter circle as a Bézier curve, seen from the corner
    w, h = width, height
    path = (
        f"m {r:.1f} 0 l {w - r:.1f} 0 b {w - k:.1f} 0 {w:.1f} {k:.1f} {w:.1f} {r:.1f} "
        f"l {w:.1f} {h - r:.1f} b {w:.1f} {h - k:.1f} {w - k:.1f} {h:.1f} {w - r:.1f} {h:.1f} "
        f"l {r:.1f} {h:.1f} b {k:.1f} {h:.1f} 0 {h - k:.1f} 0 {h - r:.1f} "
        f"l 0 {r:.1f} b 0 {k:.1f} {k:.1f} 0 {r:.1f} 0"
    )
    return f"\\an7\\pos({x:.1f},{y:.1f})\\bord0\\shad0\\p1}}{path}"


def colour(rgb: str, opacity: float = 1.0) -> str:
    """Fill colour and opacity from `#rrggbb`; ASS writes blue first and transparency instead of opacity."""
    red, green, blue = rgb[1:3], rgb[3:5], rgb[5:7]
    return f"\\1c&H{blue}{green}{red}&\\1a&H{round(255 * (1 - opacity)):02X}&"


def font_size(em: float) -> str:
    """The tag that sets the size of our main font so that its em is this many pixels."""
    return f"\\fs{em * EM_PER_SIZE:.2f}"


def _switch(face: Face) -> str:
    """Another font, scaled so that its em is as large as that of our main one."""
    scale = round(100 * outline(face).height / outline(BOLD).height)
    return f"{{\\fn{face.family}\\fscx{scale}\\fscy{scale}}}"


def _escape(character: str) -> str:
    # ASS cannot escape a backslash: a word joiner behind it keeps it from starting anything
    return {"\\": "\\\u2060", "{": "\\{", "}": "\\}", "\n": "\\N"}.get(character, character)


def _head(canvas: Canvas) -> list[str]:
    white, black = "&H00FFFFFF", "&H00000000"
    style = f"{MAIN_FAMILY},20,{white},{white},{black},{black},-1,0,0,0,100,100,0,0,1,0,0,5,0,0,0,-1"
    return [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {canvas.width}",
        f"PlayResY: {canvas.height}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "YCbCr Matrix: TV.709",
        "",
        "[V4+ Styles]",
        f"Format: {_STYLE_FIELDS}",
        f"Style: Text,{style}",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]


def _event(mark: AssEvent, first_frame: int, rate: Fraction) -> str:
    start, end = (_clock(frame - first_frame + EARLY_FRAMES, rate) for frame in (mark.start, mark.end))
    fade = f"{{\\fad({mark.fade[0]},{mark.fade[1]})}}" if mark.fade else ""
    return f"Dialogue: {mark.layer},{start},{end},Text,,0,0,0,,{fade}{mark.body}"


def _clock(frame: int, rate: Fraction) -> str:
    """The moment half a frame before `frame`: hundredths of a second cannot name a frame's own start exactly."""
    hundredths = round((frame - Fraction(1, 2)) / rate * 100)
    return f"{hundredths // 360_000}:{hundredths // 6000 % 60:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
