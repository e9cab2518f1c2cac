"""What is drawn offline stands beside what is written on it: in stills and under every camera move."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.area import Area, room_around
from omnigen.domain.brief_options import Captions
from omnigen.domain.camera_view import seen_at
from omnigen.domain.captions import Cue
from omnigen.domain.expected_text import expected_text
from omnigen.domain.job import Job
from omnigen.domain.placement import known_placements
from omnigen.domain.shot import CameraMove
from omnigen.domain.text_layout import CARD_WIDTH, SQUARE_CARD_WIDTH, zone_area
from omnigen.domain.timeline import Canvas
from omnigen.domain.timeline_builder import shots
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.providers.offline.drawing.pictures import draw_scene
from omnigen.providers.offline.filming.shots import FilmedSubject, camera_path
from omnigen.rendering.text.overlays import OverlayStyle
from omnigen.rendering.text.text_areas import text_areas
from omnigen.rendering.video.ken_burns import CropWindow, plan_move

from tests.builders import a_brief, a_planned_job

FORMATS = [(ratio, placement) for placement, facts in known_placements().items() for ratio in facts.formats]
SIZES = {"9:16": (90, 160), "1:1": (120, 120), "16:9": (160, 90)}
KINDS = (
    "a bottle in a studio",
    "a car on a road",
    "a backpack in a city street",
    "a sofa in a living room",
    "Hands holding a cup of coffee in a kitchen",
    "A person looking at a laptop at a desk",
    "a plane in the sky",
)
FACT = "From 49 euros a month"
CROWDED = ("16:9", "youtube", "long")
"""A title of two lines and captions leave no room above the advertiser's card."""

TITLES = {"short": "Cold water", "long": "A much longer title that takes up whole lines"}


def a_film(ratio: str, placement: str, title: str, language: str = "en") -> Job:
    """Three scenes with burned captions: a title over the first, the name over the second, a fact over the third."""
    brief = a_brief(
        duration=9, aspect_ratio=ratio, placement=placement, captions=Captions.BURNED, narration={"language": language}
    )
    job = a_planned_job(3, brief=brief, title=title)
    last = job.scenes[2].model_copy(update={"on_screen_text": FACT})
    return job.model_copy(update={"scenes": (*job.scenes[:2], last)})


def written_on(job: Job, number: int) -> list[Area]:
    """What is really written while a scene is seen, and what a platform covers, in shares of the picture."""
    width, height = job.brief.size
    script = job.written_script
    cut = plan_timeline(
        Canvas(width=width, height=height), shots(job), title=job.title, product_name=script.product_name
    )
    lines = ("These two lines are as", "long as they can be")
    cut = replace(cut, cues=tuple(Cue(start=72 * one, end=72 * one + 70, lines=lines) for one in range(3)))
    covered = known_placements()[job.brief.placement].formats[job.brief.aspect_ratio].covered
    style = OverlayStyle(covered=covered, language=job.brief.narration.language)
    texts = [one.scaled(1 / width, 1 / height) for one in text_areas(cut, number, style)]
    return [*texts, *map(zone_area, covered)]


def hidden_share(box: Sequence[float], texts: Sequence[Area]) -> float:
    """The largest share of a box that one of the texts lies on."""
    left, top, right, bottom = box
    hidden = [
        max(min(right, one.right) - max(left, one.left), 0) * max(min(bottom, one.bottom) - max(top, one.top), 0)
        for one in texts
    ]
    return max(hidden, default=0) / ((right - left) * (bottom - top))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(("ratio", "placement"), FORMATS)
def test_no_text_lies_on_what_is_drawn(ratio: str, placement: str, title: str) -> None:
    if (ratio, placement, title) == CROWDED:
        title = "short"
    job = a_film(ratio, placement, TITLES[title])
    width, height = SIZES[ratio]
    for number, scene in enumerate(job.scenes):
        texts, expected = written_on(job, number), expected_text(job, scene)
        for prompt in KINDS:
            _, box = draw_scene(prompt, width, height, seed=number, texts=expected)
            assert hidden_share(box, texts) < 0.02, (prompt, number)
            assert box[3] - box[1] > 0.1, "and it is large enough to be seen"


@pytest.mark.parametrize("move", [None, *CameraMove])
@pytest.mark.parametrize("ratio", SIZES)
def test_nothing_comes_under_text_while_the_camera_moves(ratio: str, move: CameraMove | None) -> None:
    job = a_film(ratio, "none", TITLES["short"])
    width, height = SIZES[ratio]
    for number, scene in enumerate(job.scenes):
        texts, expected = written_on(job, number), expected_text(job, scene)
        _, box = draw_scene("a bottle in a studio", width, height, seed=number, texts=expected)
        path = camera_path(move, FilmedSubject.among(box, expected), random.Random(number))
        assert path.start != path.end, "the camera moves all the same"
        for share in (0, 0.25, 0.5, 0.75, 1):
            view = path.at(share)
            assert hidden_share(seen_at(box, (view.x, view.y, view.zoom)), texts) < 0.02


@pytest.mark.parametrize("ratio", SIZES)
def test_a_still_that_moves_keeps_its_subject_clear_of_text(ratio: str) -> None:
    job = a_film(ratio, "none", TITLES["short"])
    width, height = SIZES[ratio]
    texts, expected = written_on(job, 0), expected_text(job, job.scenes[0])
    _, box = draw_scene("a bottle in a studio", width, height, seed=1, texts=expected)
    left, top, right, bottom = box
    room = room_around(Area(left=left, top=top, right=right, bottom=bottom), texts)
    assert room
    sides = tuple(Decimal(str(side)) for side in box)
    for seed in range(6):
        move = plan_move((width, height), Canvas(width=width, height=height), seed, sides, room)  # type: ignore[arg-type]
        ends: list[CropWindow] = [move.first, move.last]
        assert move.first != move.last
        assert all(hidden_share(seen_at(box, (end.x, end.y, end.zoom)), texts) < 0.02 for end in ends)


def test_a_picture_over_which_nothing_is_written_is_drawn_as_before() -> None:
    one, box = draw_scene("a bottle in a studio", 90, 160, 3)
    clear = Area(left=0, top=0.9, right=1, bottom=1)
    other, same = draw_scene("a bottle in a studio", 90, 160, 3, texts=[clear])
    assert box == same
    assert one.tobytes() == other.tobytes()


def test_the_same_texts_and_seed_give_the_same_picture() -> None:
    job = a_film("9:16", "tiktok", "Cold water")
    texts = expected_text(job, job.scenes[0])
    pictures = {draw_scene("a car on a road", 90, 160, 3, texts=texts)[0].tobytes() for _ in range(2)}
    assert len(pictures) == 1


@pytest.mark.parametrize("changes", [{"captions": Captions.SIDECAR}, {"narration": {"enabled": False}}])
def test_captions_that_are_not_drawn_need_no_room(changes: dict[str, Any]) -> None:
    spoken = a_film("9:16", "none", "")
    silent = spoken.model_copy(update={"brief": a_brief(duration=9, aspect_ratio="9:16", **changes)})
    assert len(expected_text(silent, silent.scenes[0])) == len(expected_text(spoken, spoken.scenes[0])) - 1


def test_a_word_card_stands_between_the_texts() -> None:
    job = a_film("9:16", "none", TITLES["short"])
    expected = expected_text(job, job.scenes[0])
    _, box = draw_scene('A typographic card with the words "Nothing like it"', 360, 640, texts=expected)
    assert hidden_share(box, written_on(job, 0)) < 0.02


@pytest.mark.parametrize(("ratio", "panel"), [("16:9", CARD_WIDTH), ("1:1", SQUARE_CARD_WIDTH)])
def test_what_is_seen_last_stays_whole_beside_the_end_card(ratio: str, panel: float) -> None:
    job = a_film(ratio, "none", TITLES["short"])
    width, height = SIZES[ratio]
    for prompt in KINDS:
        _, box = draw_scene(prompt, width, height, seed=2, texts=expected_text(job, job.scenes[2]))
        moved = [side - panel / 2 for side in (box[0], box[2])]
        assert moved[0] >= 0, prompt
        assert moved[1] <= 1 - panel, prompt


def test_letters_of_other_writings_take_no_more_than_is_kept_for_them() -> None:
    for language, title in (("ja", "水のある暮らし"), ("hi", "एक नई साइकिल"), ("de", "Frisches Wasser unterwegs")):
        job = a_film("9:16", "none", title, language)
        _, box = draw_scene("a bottle in a studio", 90, 160, texts=expected_text(job, job.scenes[0]))
        assert hidden_share(box, written_on(job, 0)) < 0.02, language
