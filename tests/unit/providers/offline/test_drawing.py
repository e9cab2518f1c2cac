"""The offline illustrator: the subject is there, where it says it is, in the light and size asked for."""

from __future__ import annotations

import io
from functools import partial

import numpy as np
import pytest
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.drawing.card import draw_card
from omnigen.providers.offline.drawing.palette import mix_ink
from omnigen.providers.offline.drawing.pictures import draw_scene, draw_still
from omnigen.providers.offline.drawing.places import PLACES
from omnigen.providers.offline.drawing.stage import Stage
from omnigen.providers.offline.drawing.subjects import RESIDENTS, SUBJECTS
from omnigen.providers.offline.drawing.vocabulary import read_topic, words_of
from omnigen.providers.offline.writing.kinds import LANGUAGES, kinds
from PIL import Image, ImageDraw

from tests.later import wait_for_another_second

small = partial(draw_still, width=320, height=180)
SIZES = [(64, 36), (36, 64), (48, 48), (320, 180), (333, 187), (720, 1280), (1920, 1080), (16, 400)]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_still_has_exactly_the_size_asked_for(width: int, height: int) -> None:
    assert pixels(draw_still("a bottle on a beach", width, height).png).shape == (height, width, 3)


def test_the_same_arguments_give_the_same_bytes_and_another_seed_another_picture() -> None:
    first = small("a coffee cup", seed=4)
    wait_for_another_second()
    assert small("a coffee cup", seed=4) == first
    assert len({small("a coffee cup", seed=seed).png for seed in range(4)}) == 4


def test_every_word_of_the_vocabulary_can_be_drawn() -> None:
    assert {kind.drawing for kind in kinds().values()} | set(words_of("being")) <= set(SUBJECTS)
    assert set(words_of("place")) == set(PLACES)
    assert {subject.place for subject in SUBJECTS.values()} | set(RESIDENTS) <= set(PLACES)


def test_at_least_120_kinds_in_20_places_have_words_in_ten_languages() -> None:
    assert len({kind.drawing for kind in kinds().values()}) >= 120
    assert len(PLACES) >= 20
    assert len(LANGUAGES) == 10
    for kind in kinds().values():
        assert all(kind.nouns[language].words[0] for language in LANGUAGES), kind.name
        assert all(kind.nouns[language].gender for language in ("de", "fr", "es", "pt", "it")), kind.name


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_stands_in_its_box(name: str) -> None:
    with_subject, box = draw_scene(f"a {name} in a studio", 320, 180, 2)
    shape = np.zeros((180, 320), bool)
    left, top, right, bottom = (round(edge * side) for edge, side in zip(box, (320, 180, 320, 180), strict=True))
    assert 0 <= left < right <= 320
    assert 0 <= top < bottom <= 180
    shape[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = True
    flat = np.asarray(with_subject.convert("L")).astype(int)
    assert flat[shape].std() > 12
    assert (right - left) * (bottom - top) > 0.04 * 320 * 180


def test_nothing_of_a_subject_leaves_its_box() -> None:
    one, box = draw_scene("a red bottle, studio", 320, 180, 5, "look")
    other, wide = draw_scene("a red gift, studio", 320, 180, 5, "look")
    changed = np.abs(np.asarray(one).astype(int) - np.asarray(other).astype(int)).max(axis=2) > 30
    rows, columns = np.nonzero(changed)
    left, top = min(box[0], wide[0]) * 320, min(box[1], wide[1]) * 180
    right, bottom = max(box[2], wide[2]) * 320, max(box[3], wide[3]) * 180
    assert columns.min() > left - 8
    assert columns.max() < right + 8
    assert rows.min() > top - 8
    assert rows.max() < bottom + 8


@pytest.mark.parametrize(
    ("prompt", "subject", "companion", "place"),
    [
        ("A calm 30 second ad for a reusable water bottle", "bottle", None, None),
        ("A woman drinking coffee in the kitchen", "woman", "cup", "kitchen"),
        ("Close-up of running shoes on a wet street", "shoe", None, "city"),
        ("Drone shot over misty mountains", "mountain", None, "mountain"),
        ("quantum synergy: the future", None, None, None),
        ("Ein Hund? No: TWO CATS!", "cat", None, None),
        ("", None, None, None),
    ],
)
def test_a_prompt_names_its_topic(prompt: str, subject: str | None, companion: str | None, place: str | None) -> None:
    topic = read_topic(prompt)
    assert (topic.subject, topic.companion, topic.place) == (subject, companion, place)


def test_different_subjects_are_different_pictures() -> None:
    pictures = [pixels(small(f"a {name}", look="same").png) for name in ("bottle", "cat", "car", "city", "laptop")]
    for index, one in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert np.abs(one - other).mean() > 8


def test_a_night_is_darker_than_a_day_and_golden_hour_is_warmer() -> None:
    day, night, golden = (
        pixels(small("a car on a road", look=look).png).mean(axis=(0, 1))
        for look in ("daylight", "night", "golden hour")
    )
    assert night.mean() < day.mean() - 50
    assert golden[0] - golden[2] > day[0] - day[2] + 30


def test_a_colour_named_in_the_prompt_is_the_subjects_colour() -> None:
    def middle(prompt: str) -> np.ndarray:
        image, (left, _, right, bottom) = draw_scene(prompt, 640, 360, 1, "daylight")
        x, y = (left + right) / 2 * 640, bottom * 360 - 40
        colour: np.ndarray = np.asarray(image)[round(y), round(x) - 8].astype(int)
        return colour

    red, blue = middle("a red bottle"), middle("a blue bottle")
    assert red[0] > red[2] + 60
    assert blue[2] > blue[0] + 60


def test_scenes_of_one_look_share_their_colours() -> None:
    one, other = (pixels(small(prompt, look="soft daylight, teal").png) for prompt in ("a watch", "a camera"))
    assert np.abs(one[5, 5] - other[5, 5]).max() <= 2


@pytest.mark.parametrize(
    "prompt",
    ["%{}'\":\\", "\u202eمرحبا\u202c " * 40, "😀" * 300, "a\x00b", "x" * 10_000, "\ud83d bottle", "(((([[[[.*", " "],
)
def test_hostile_prompts_are_drawn_like_any_other(prompt: str) -> None:
    assert pixels(small(prompt).png).shape == (180, 320, 3)


@pytest.mark.parametrize(("width", "height"), [(0, 100), (100, -1), (15, 15), (99_999, 100)])
def test_an_impossible_size_is_refused(width: int, height: int) -> None:
    with pytest.raises(InvalidRequest, match="pixels"):
        draw_still("a bottle", width, height)


def test_every_subject_can_be_drawn_tiny() -> None:
    assert {pixels(draw_still(f"a {name}", 16, 16).png).shape for name in SUBJECTS} == {(16, 16, 3)}


def card(text: str) -> bytes:
    image = Image.new("RGB", (180, 320))
    draw_card(Stage(image, ImageDraw.Draw(image, "RGBA"), *image.size, mix_ink("card", "", 1), 0.74), text)
    return image.tobytes()


@pytest.mark.parametrize(
    ("one", "other"), [("账户完全免费", "今天就来试试"), ("きょうためして", "ひらけますよね"), ("오늘", "지금")]
)
def test_a_card_in_chinese_japanese_or_korean_shows_its_letters(one: str, other: str) -> None:
    assert card(one) != card(other)


def test_a_card_leaves_out_words_that_no_font_draws() -> None:
    assert card("𓀀𓀁𓀂") == card("")


@pytest.mark.parametrize(("width", "height", "lowest"), [(1920, 1080, 0.66), (1080, 1920, 0.47), (1080, 1080, 0.47)])
def test_the_words_of_a_card_stand_above_captions(width: int, height: int, lowest: float) -> None:
    words = "The quietest flux damper between here and the other side of the long river"
    _, (left, top, right, bottom) = draw_scene(f'A typographic card with the words "{words}"', width, height)
    assert 0.05 < top < bottom <= lowest
    assert 0.05 < left < right < 0.95
