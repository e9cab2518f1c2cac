"""Text is drawn as it was typed, in our fonts, within the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from omnigen.domain.captions import Cue
from omnigen.domain.timeline import Canvas, Overlay, Timeline, TimelineShot
from omnigen.errors import CompositionFailed, UnsupportedText
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.text import fonts
from omnigen.rendering.text.ass import AssEvent, document, literal
from omnigen.rendering.text.captions import caption_rules
from omnigen.rendering.text.fonts import BOLD, Face, drawable, face_of, raise_on_font_warnings
from omnigen.rendering.text.layout import design
from omnigen.rendering.text.overlays import OverlayStyle, lay_out
from omnigen.rendering.text.shaping import text_width

from tests.integration.rendering import rasters

CANVASES = {
    "16:9": Canvas(width=640, height=360),
    "9:16": Canvas(width=360, height=640),
    "1:1": Canvas(width=360, height=360),
}
LANGUAGES = {
    "Latin": "Größe, naïve, Żółć, İstanbul, Việt Nam",
    "Cyrillic": "Дышите легче каждый день",
    "Greek": "Αναπνεύστε πιο εύκολα",
    "Arabic": "العلاج مرة واحدة يوميًا 10 mg",
    "Hebrew": "טיפול פעם ביום 10 mg",
    "Devanagari": "दिन में एक बार क्षमा",
    "Thai": "หายใจสะดวกทุกวัน",
    "signs": "100% ® ™ © € £ → ✓ ★ ☎ ½ °C",
}


def raster(folder: Path, canvas: Canvas, marks: list[AssEvent], texts: list[str], frame: int) -> NDArray[np.uint8]:
    """The brightness of what libass draws in one frame of the cut, on black."""
    return np.asarray(rasters.raster(folder, canvas, marks, texts, frame).max(axis=2))


def line_of(text: str, folder: Path) -> NDArray[np.uint8]:
    body = f"{{\\an5\\pos(320,180)\\fs30}}{literal(text)}"
    return raster(folder, CANVASES["16:9"], [AssEvent(start=0, end=48, layer=0, body=body)], [text], 12)


def extent(picture: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is brighter than the ground."""
    rows, columns = np.nonzero(picture > 60)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_every_promised_script_is_drawn_with_our_fonts(text: str, tmp_path: Path) -> None:
    assert drawable(text).dropped == ()
    left, _, right, _ = extent(line_of(text, tmp_path))
    assert right - left == pytest.approx(text_width(text, 25), rel=0.05)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("{\\fs90}big", "big"),
        ("{\\p1}m 0 0 l 900 0 900 100{\\p0}", ""),
        ("a\\Nb", "ab"),
        ("%{pts} 100% ':\\ [x]", " 100%"),
    ],
)
def test_markup_is_shown_and_not_obeyed(typed: str, plain: str, tmp_path: Path) -> None:
    left, top, right, bottom = extent(line_of(typed, tmp_path))
    assert bottom - top < 34, "one line of text at its own size"
    assert right - left > text_width(plain, 25) + 20, "the markup itself takes room"


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_no_text_can_leave_its_event_or_open_a_tag(text: str) -> None:
    body = literal(text)
    assert "\n" not in body
    assert "\r" not in body or "\r" in text
    outside = body.replace("\\{", "").replace("\\}", "")
    for part in outside.split("{")[1:]:
        assert part.split("}")[0].startswith("\\fn")


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(UnsupportedText, match="U\\+1234 ETHIOPIC SYLLABLE SEE"):
        drawable("Buy \u1234 now")


@pytest.mark.parametrize(
    ("typed", "shown", "dropped"),
    [
        ("Warm \U0001f321 air", "Warm \U0001f321 air", ()),
        ("Go \U0001fae0 now", "Go now", ("\U0001fae0",)),
        ("a\u200b\ufeffb\u202e", "ab", ()),
        ("tab\there\r\nline", "tab here\nline", ()),
        ("e\u0301", "\u00e9", ()),
    ],
)
def test_what_cannot_be_seen_goes_and_what_can_stays(typed: str, shown: str, dropped: tuple[str, ...]) -> None:
    done = drawable(typed)
    assert (done.text, done.dropped) == (shown, dropped)


def test_each_language_gets_its_own_han_characters() -> None:
    families = {language: face_of("骨", language).family for language in ("ja", "ko", "zh-CN", "zh-TW")}  # type: ignore[union-attr]
    assert families == {
        "ja": "Noto Sans CJK JP",
        "ko": "Noto Sans CJK KR",
        "zh-CN": "Noto Sans CJK SC",
        "zh-TW": "Noto Sans CJK TC",
    }


def test_without_the_extra_fonts_it_is_said_which_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_has_cjk", lambda: False)
    face_of.cache_clear()
    with pytest.raises(UnsupportedText, match=r"U\+9AA8.*install the extra 'fonts-world'"):
        drawable("骨")
    face_of.cache_clear()


def test_chinese_and_japanese_are_drawn_with_the_extra_fonts(tmp_path: Path) -> None:
    left, _, right, _ = extent(line_of("毎朝、深呼吸から始めよう", tmp_path))
    assert right - left > 10 * 18


def test_a_missing_font_is_an_error_and_never_an_empty_picture(tmp_path: Path) -> None:
    with pytest.raises(CompositionFailed, match="install the package 'no_such_fonts'"):
        Face(family="X", file_name="x.ttf", package="no_such_fonts", key="x").load()
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / BOLD.file_name).write_bytes(b"damaged")
    mark = AssEvent(start=0, end=48, layer=0, body="{\\an5\\pos(64,36)\\fs30}Hi")
    (tmp_path / "text.ass").write_text(document(Canvas(width=128, height=72), [mark]), encoding="utf-8")
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    picture = "color=black:s=128x72:r=24:d=1,settb=1/24,setpts=N+2400,ass=text.ass:fontsdir=fonts"
    arguments = ["-v", "warning", "-f", "lavfi", "-i", picture, "-frames:v", "1", "-f", "null", "-"]
    environment = {"FONTCONFIG_FILE": str(config)}
    with pytest.raises(CompositionFailed, match="could not be drawn with our fonts"):
        raise_on_font_warnings(run(Run(arguments=arguments, folder=tmp_path, what="test", environment=environment)))


def everything(canvas: Canvas, title: str, name: str, call: str, caption: tuple[str, ...]) -> Timeline:
    overlays = (
        Overlay(kind="title", start=0, end=48, text=title),
        Overlay(kind="product_name", start=48, end=96, text=name),
        Overlay(kind="end_card", start=96, end=144, text=name, detail=call),
    )
    cues = (Cue(start=0, end=144, lines=caption),)
    return Timeline(canvas=canvas, shots=(TimelineShot(scene_id="s", frames=144),), cues=cues, overlays=overlays)


@pytest.mark.parametrize("shape", CANVASES)
@pytest.mark.parametrize("frame", [24, 72], ids=["title", "product name"])
@pytest.mark.parametrize(
    ("title", "name"),
    [("Breathe easier. Live bolder.", "Respira® 10 mg"), ("Donaudampfschifffahrtsgesellschaft " * 3, "W" * 60)],
    ids=["usual", "far too long"],
)
def test_everything_stays_inside_the_safe_area(shape: str, frame: int, title: str, name: str, tmp_path: Path) -> None:
    canvas = CANVASES[shape]
    look = design(canvas)
    cut = everything(canvas, title.strip(), name, "Ask your doctor", ("A caption of two", "lines of text"))
    marks = lay_out(cut, OverlayStyle()).marks
    left, top, right, bottom = extent(raster(tmp_path, canvas, marks, [title, name], frame))
    assert left >= look.area.left - 6
    assert right <= look.area.right + 6
    assert top >= canvas.height * 0.05
    assert bottom <= look.area.bottom + 1


def test_text_appears_and_goes_in_exactly_its_frames(tmp_path: Path) -> None:
    canvas = CANVASES["16:9"]
    mark = AssEvent(start=10, end=31, layer=0, body="{\\an5\\pos(320,180)\\fs60}Now")
    shown = [frame for frame in (9, 10, 30, 31) if raster(tmp_path, canvas, [mark], ["Now"], frame).max() > 100]
    assert shown == [10, 30]


def test_a_caption_line_is_as_wide_as_it_is_measured() -> None:
    fits = caption_rules(Canvas(width=1280, height=720)).fits
    assert fits("i" * 42)
    assert not fits("i" * 43), "the broadcast rule"
    assert not fits("W" * 36)


def test_text_that_runs_from_right_to_left_has_its_title_on_the_right(tmp_path: Path) -> None:
    canvas = CANVASES["16:9"]
    cut = everything(canvas, "נשמו לרווחה", "Respira", "Ask", ("x",))
    marks = lay_out(cut, OverlayStyle(language="he", captions=None)).marks
    left, _, right, _ = extent(raster(tmp_path, canvas, marks, ["נשמו לרווחה"], 24))
    assert left > canvas.width / 2
    assert right == pytest.approx(design(canvas).area.right, abs=6)
