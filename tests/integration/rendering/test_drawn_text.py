"""What is written stays clear of what the platform covers, as measured in what libass draws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from string import ascii_letters, digits

import numpy as np
import pytest
from omnigen.domain.brand import Palette
from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.caption_words import CaptionWord
from omnigen.domain.captions import Cue
from omnigen.domain.placement import CoveredZone, Placement, known_placements
from omnigen.domain.timeline import Canvas, Overlay, SmallPrint, Timeline, TimelineShot
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.checks import check_collisions, check_placement, check_reading, check_texts
from omnigen.rendering.quality.drawn_text import DrawnBox, drawn_boxes
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.captions import CaptionDrawing
from omnigen.rendering.text.contrast import contrast
from omnigen.rendering.text.fonts import CONFIG_NAME, write_fonts
from omnigen.rendering.text.layout import design
from omnigen.rendering.text.overlays import OverlayStyle, lay_out

from tests.integration.rendering.rasters import coloured

SIZES = {"16:9": (640, 360), "9:16": (360, 640), "1:1": (360, 360)}
LONG = "Donaudampfschifffahrtsgesellschaft for everybody who lives beside the river"
CALL = "Find yours today, or any other day you like"
TEXTS = {
    "de": ("Donaudampfschifffahrt", LONG, ("Jeden Morgen beginnt", "ein neuer Tag am Fluss")),
    "ar": ("تنفس بسهولة أكبر كل يوم", "رسبيرا", ("مرحبا بكم في كل صباح",)),
    "ja": ("毎朝、深呼吸から始めよう", "レスピラ", ("新しい一日があなたを", "待っています。")),
    "th": ("หายใจสะดวกทุกวัน", "เรสไปร่า", ("หายใจสะดวกทุกวัน", "เริ่มต้นวันใหม่")),
}


FORMATS = [(placement, ratio) for placement, facts in known_placements().items() for ratio in facts.formats]


SMALL_PRINT = SmallPrint(
    tagline="Made for mornings", url="respira.example/start", legal="Terms apply. Ends 30 November 2026. Cork, Ireland."
)
ON_THE_CARD = ["caption 2 beside the end card", "end card", "tagline", "call to action", "web address", "legal line"]


def written(canvas: Canvas, title: str, name: str, caption: tuple[str, ...]) -> Timeline:
    """Everything that can be written, with long texts."""
    overlays = (
        Overlay(kind="title", start=0, end=48, text=title),
        Overlay(kind="product_name", start=48, end=96, text=name),
        Overlay(kind="end_card", start=96, end=144, text=name, detail=CALL, small_print=SMALL_PRINT),
    )
    cues = (Cue(start=0, end=72, lines=caption), Cue(start=72, end=144, lines=caption))
    return Timeline(canvas=canvas, shots=(TimelineShot(scene_id="s", frames=144),), cues=cues, overlays=overlays)


def boxes_of(cut: Timeline, style: OverlayStyle, folder: Path) -> list[DrawnBox]:
    texts = ["".join(one.texts) for one in cut.overlays] + [cue.text for cue in cut.cues]
    return drawn_boxes(lay_out(cut, style).marks, cut.canvas, folder, write_fonts(folder, texts, style.language))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder with fonts for the texts of each language."""
    made = {language: tmp_path_factory.mktemp(language) for language in TEXTS}
    for language, (title, name, caption) in TEXTS.items():
        write_fonts(made[language], [title, name, *caption, CALL, "".join(ascii_letters + digits + "./,")], language)
    return made


@pytest.mark.parametrize(("placement", "ratio"), FORMATS)
@pytest.mark.parametrize("language", TEXTS)
def test_no_text_lies_where_the_platform_covers_it(
    placement: Placement, ratio: str, language: str, folders: dict[str, Path]
) -> None:
    canvas = Canvas(width=SIZES[ratio][0], height=SIZES[ratio][1])
    covered = known_placements()[placement].formats[ratio].covered
    cut = written(canvas, *TEXTS[language])
    marks = lay_out(cut, OverlayStyle(language=language, covered=covered)).marks
    folder = folders[language]
    boxes = drawn_boxes(marks, canvas, folder, {"FONTCONFIG_FILE": str(folder / CONFIG_NAME)})
    assert [box.owner for box in boxes] == ["title", "caption 1", "product name", "caption 2", *ON_THE_CARD]
    edit = EditDecision(timeline=cut, pictures=(), placement=placement, covered=covered)
    assert check_placement(boxes, edit) == []
    assert check_collisions(boxes, cut) == []


def test_texts_on_one_another_would_be_found(tmp_path: Path) -> None:
    canvas = Canvas(width=360, height=640)
    cut = written(canvas, *TEXTS["de"])
    twice = replace(cut, overlays=(*cut.overlays, Overlay(kind="end_card", start=20, end=60, text="X", detail=CALL)))
    findings = check_collisions(boxes_of(twice, OverlayStyle(), tmp_path), cut)
    assert any("end card" in finding.sentence for finding in findings)


def test_captions_laid_out_for_no_platform_would_be_found_under_tiktoks_buttons(tmp_path: Path) -> None:
    canvas = Canvas(width=360, height=640)
    cut = written(canvas, *TEXTS["de"])
    boxes = boxes_of(cut, OverlayStyle(), tmp_path)
    covered = known_placements()[Placement.TIKTOK].formats["9:16"].covered
    edit = EditDecision(timeline=cut, pictures=(), placement=Placement.TIKTOK, covered=covered)
    findings = check_placement(boxes, edit)
    assert all(finding.blocking for finding in findings)
    assert "The caption 2 at 3.0 s would be covered at tiktok by the text, the button and the progress bar" in [
        finding.sentence for finding in findings
    ]


def test_a_box_is_what_is_drawn_to_the_pixel(tmp_path: Path) -> None:
    canvas = Canvas(width=360, height=640)
    zone = CoveredZone.model_validate({"what": "x", "left": "0", "top": "0", "right": "1", "bottom": "0.5"})
    box = DrawnBox(owner="title", start=0, end=9, left=10, top=320, right=50, bottom=330)
    assert not box.overlaps(zone, canvas)
    assert replace(box, top=319).overlaps(zone, canvas)


def test_a_title_that_had_to_be_cut_off_is_a_finding() -> None:
    canvas = Canvas(width=360, height=640)
    cut = written(canvas, "every single morning " * 9, "Respira", ("x",))
    [finding] = check_texts(lay_out(cut, OverlayStyle()).marks, cut)
    assert (finding.name, finding.blocking) == ("text", False)
    assert finding.sentence.startswith("The title at 0.0 s is too long")


def test_captions_too_fast_or_too_long_to_be_read_are_findings_that_do_not_block() -> None:
    shot = TimelineShot(scene_id="s", frames=96)
    cues = (Cue(start=0, end=24, lines=("a line of nineteen.",)), Cue(start=24, end=36, lines=("too many in a flash",)))
    long = Cue(start=36, end=96, lines=("x" * 43,))
    cut = Timeline(canvas=Canvas(width=360, height=640), shots=(shot,), cues=(*cues, long))
    fast, wide = check_reading(cut)
    assert "38 characters a second" in fast.sentence
    assert "a line of 43 characters" in wide.sentence
    assert not fast.blocking
    assert not wide.blocking


def cue_of(*texts: str) -> Cue:
    words = tuple(CaptionWord(text=text, start=12 * n, end=12 * n + 10) for n, text in enumerate(texts))
    return Cue(start=0, end=words[-1].end, lines=(" ".join(texts),), words=words)


@pytest.mark.parametrize(
    ("language", "texts", "runs_left"),
    [
        ("en", ("Good", "morning", "everybody"), False),
        ("he", ("בוקר", "טוב", "לכולם"), True),
        ("ar", ("صباح", "الخير", "جميعا"), True),
    ],
)
def test_the_spoken_word_is_in_colour_and_the_highlight_runs_as_the_text_is_read(
    language: str, texts: tuple[str, ...], runs_left: bool, tmp_path: Path
) -> None:
    canvas = Canvas(width=640, height=360)
    drawing = CaptionDrawing(look=design(canvas), style=CaptionStyle.HIGHLIGHT, accent="#FF9000", language=language)
    marks = drawing.marks(0, cue_of(*texts))
    middles = [np.nonzero(coloured(tmp_path, canvas, marks, texts, frame))[1].mean() for frame in (2, 14, 26)]
    assert middles == sorted(middles, reverse=runs_left)


def test_highlighted_words_stand_where_the_plain_caption_has_them(tmp_path: Path) -> None:
    canvas, cue = Canvas(width=640, height=360), cue_of("Good", "morning", "everybody")
    boxes = {}
    for style in CaptionStyle:
        drawing = CaptionDrawing(look=design(canvas), style=style, accent="#FF9000", language="en")
        env = write_fonts(tmp_path, [cue.text])
        boxes[style] = drawn_boxes(drawing.marks(0, cue), canvas, tmp_path, env)
    assert len({tuple(one) for one in boxes.values()}) == 1


@pytest.mark.parametrize(
    ("accent", "drawn"),
    [("#FFC53D", "#FFC53D"), ("#101418", "#FFC53D"), ("#1C3AA9", "#FFC53D"), ("#E0A030", "#FFC53D")],
    ids=["usual", "dark", "blue", "readable on a dark picture only"],
)
def test_a_highlight_that_could_not_be_read_on_the_plate_takes_the_default_colour(accent: str, drawn: str) -> None:
    assert BrandLook(palette=Palette(accent=accent)).spoken_word == drawn


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
