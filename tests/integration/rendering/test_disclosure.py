"""What a market wants said stands in the picture, alone, from the first frame on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.timeline import Canvas, Overlay, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.checks import check_collisions, check_disclosure
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.render import compose
from omnigen.rendering.report import Cut

from tests.integration.conftest import Footage

LINE = "Made with AI · This ad contains AI-generated people"


def a_video(footage: Footage, folder: Path, size: tuple[int, int], language: str = "en", line: str = LINE) -> Cut:
    canvas = Canvas(width=size[0], height=size[1])
    said = Overlay(kind="disclosure", start=0, end=60, text=line)
    voice = Voice(scene_id="s00", start_sample=12_000, samples=57_600, text="A first sentence.")
    shots = [TimelineShot(scene_id="s00", frames=96)]
    cut = plan_timeline(canvas, shots, [voice], title="Water, everywhere", product_name="Respira", disclosure=said)
    clip = footage.clip(f"wide-{size[0]}.mp4", size=f"{size[0]}x{size[1]}", seconds=5)
    voices = (footage.tone(),)
    edit = EditDecision(timeline=cut, pictures=(clip,), voices=voices, captions=Captions.BURNED, language=language)
    return compose(edit, folder)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)])
def test_line_is_drawn_above_the_title_and_on_nothing(size: tuple[int, int], footage: Footage, tmp_path: Path) -> None:
    boxes = {box.owner: box for box in a_video(footage, tmp_path, size).report.boxes}
    said, title = boxes["disclosure"], boxes["title"]
    assert said.start_frame == 0
    assert said.bottom < title.top
    assert 0 <= said.left < said.right < size[0]


def test_line_from_right_to_left_is_drawn_as_well(footage: Footage, tmp_path: Path) -> None:
    boxes = [box.owner for box in a_video(footage, tmp_path, (320, 180), "ar", "صُنع بالذكاء الاصطناعي").report.boxes]
    assert "disclosure" in boxes


def test_line_that_is_not_drawn_keeps_the_video_back() -> None:
    said = Overlay(kind="disclosure", start=0, end=60, text=LINE)
    cut = plan_timeline(Canvas(width=320, height=180), [TimelineShot(scene_id="s00", frames=96)], disclosure=said)
    drawn = DrawnBox(owner="disclosure", start=0, end=60, left=1, top=1, right=90, bottom=20)
    assert check_disclosure([drawn], cut) == []
    for missing in ([], [replace(drawn, start=10)], [replace(drawn, end=30)]):
        [finding] = check_disclosure(missing, cut)
        assert finding.blocking
        assert "not seen for the first 2.5 s" in finding.sentence
    assert check_collisions([drawn], cut) == []
