"""Which of the user's own pictures is shown in which scene."""

from __future__ import annotations

from typing import Any

import pytest
from omnigen.domain.own_media import PlacedPicture, placed
from pydantic import ValidationError

from tests.builders import a_brief


def asset(number: int) -> str:
    return f"ast_{number:026}"


def picture(number: int, scene: int | None = None) -> PlacedPicture:
    return PlacedPicture(asset=asset(number), scene=scene)


def shown(pictures: list[PlacedPicture], scenes: int, *, repeated: bool = False) -> list[int | None]:
    return [int(one.asset[4:]) if one else None for one in placed(pictures, scenes, repeated=repeated)]


@pytest.mark.parametrize(
    ("pictures", "scenes", "repeated", "expected"),
    [
        ([], 2, False, [None, None]),
        ([picture(1), picture(2)], 3, False, [1, 2, None]),
        ([picture(1), picture(2), picture(3)], 2, False, [1, 2]),
        ([picture(1, scene=3), picture(2)], 3, False, [2, None, 1]),
        ([picture(1, scene=9), picture(2)], 2, False, [2, None]),
        ([picture(1), picture(2)], 5, True, [1, 2, 1, 2, 1]),
        ([picture(1, scene=2), picture(2)], 4, True, [2, 1, 1, 2]),
    ],
)
def test_pictures_with_a_number_come_first_and_the_others_fill_what_is_free(
    pictures: list[PlacedPicture], scenes: int, repeated: bool, expected: list[int | None]
) -> None:
    assert shown(pictures, scenes, repeated=repeated) == expected


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pictures": "own"}, "names at least one"),
        ({"own_pictures": [{"asset": asset(1), "scene": 1}, {"asset": asset(2), "scene": 1}]}, "the same scene"),
        ({"own_pictures": [{"asset": "logo.png"}]}, "match pattern"),
        ({"own_pictures": [{"asset": asset(1), "start_seconds": -1}]}, "greater than or equal to 0"),
        ({"music": {"asset": "song.mp3"}}, "match pattern"),
    ],
)
def test_a_brief_says_what_is_wrong_with_its_own_media(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        a_brief(**changes)


def test_with_own_pictures_alone_no_still_is_drawn() -> None:
    brief = a_brief(pictures="own", continuity="keyframes", own_pictures=[{"asset": asset(1)}])
    assert not brief.stills_wanted
