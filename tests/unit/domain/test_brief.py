"""What a brief may say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import SIZES, AspectRatio, Resolution
from omnigen.domain.brief_texts import MAX_LANGUAGE_CHARACTERS
from omnigen.domain.record_size import MAX_BRIEF_BYTES, json_bytes
from pydantic import ValidationError

from tests.builders import a_brief


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", ""),
        ("prompt", "   \n"),
        ("prompt", "!?… 🙂"),
        ("prompt", "a" * 10_000),
        ("prompt", "a bottle\x00"),
        ("duration", 0),
        ("duration", -1),
        ("duration", 5),
        ("duration", 121),
        ("duration", 9999),
        ("duration", 1.5),
        ("duration", "30"),
        ("duration", True),
        ("aspect_ratio", "4:3"),
        ("mode", "thriller"),
        ("resolution", "4k"),
        ("review", ("everything",)),
        ("max_cost_usd", 0),
        ("max_cost_usd", "1.005"),
        ("webhook_url", "http://example.org/"),
        ("webhook_url", "https://example.org:22/"),
        ("webhook_url", "https://example.org:0/"),
        ("webhook_url", "https://example.org:99999/"),
        ("style_images", ("users/ada/uploads/../jobs/x",)),
        ("style_images", ("users/ada/uploads/a.png",) * 4),
        ("seed", -1),
        ("review", ("script",) * 5),
        ("narration", {"language": "en" + "-abcdefgh" * 44_939}),
    ],
)
def test_impossible_value_is_refused_by_the_name_of_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        a_brief(**{field: value})
    assert {error["loc"][0] for error in refusal.value.errors()} == {field}


def test_language_tag_has_at_most_35_characters() -> None:
    longest = "zh-min-nan-hant-tw-abcdefgh-1234567"
    assert len(longest) == MAX_LANGUAGE_CHARACTERS
    assert a_brief(narration={"language": longest}).narration.language == longest
    with pytest.raises(ValidationError, match="at most 35 characters"):
        a_brief(narration={"language": f"{longest}8"})


def test_largest_brief_that_its_fields_allow_fits_on_the_record() -> None:
    line, key = "𝒂" * 200, f"users/{'u' * 128}/uploads/{'k' * 128}"
    brief = a_brief(
        script_text="𝒂" * 8_000,
        title=line,
        narration={"voice": line, "upload": key},
        style_images=(key,) * 3,
        webhook_url=f"https://example.org/{'w' * 1_900}",
    )
    assert json_bytes(brief) < MAX_BRIEF_BYTES


def test_misspelt_option_is_not_ignored() -> None:
    with pytest.raises(ValidationError, match="aspectratio"):
        a_brief(aspectratio="16:9")


@pytest.mark.parametrize("subject", [{}, {"prompt": "a bottle", "script_text": "Meet the bottle."}])
def test_exactly_one_subject_is_wanted(subject: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="exactly one of prompt, product, project_id and script_text"):
        Brief(**subject)


def test_hostile_text_is_kept_as_it_is() -> None:
    text = 'A "bottle" %{}\':\\ 🙂 زجاجة $(rm -rf) <script>'
    assert a_brief(prompt=text).prompt == text


def test_money_given_as_a_float_is_what_it_says() -> None:
    assert a_brief(max_cost_usd=0.1).max_cost_usd == Decimal("0.1")


def test_brief_survives_its_way_through_json() -> None:
    brief = a_brief(review=("script", "spend"), max_cost_usd="2.50", style_images=("users/ada/uploads/a.png",))
    assert Brief.model_validate_json(brief.model_dump_json()) == brief


def test_every_picture_has_the_shape_asked_for_and_even_sides() -> None:
    shapes = {AspectRatio.WIDE: (16, 9), AspectRatio.TALL: (9, 16), AspectRatio.SQUARE: (1, 1)}
    assert set(SIZES) == {(resolution, shape) for resolution in Resolution for shape in AspectRatio}
    for (resolution, shape), (width, height) in SIZES.items():
        assert (width * shapes[shape][1], width % 4, height % 4) == (height * shapes[shape][0], 0, 0)
        assert f"{min(width, height)}p" == resolution


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, False),
        ({"continuity": "keyframes"}, True),
        ({"pictures": "stills"}, True),
    ],
)
def test_stills_are_wanted_for_themselves_and_as_keyframes(options: dict[str, str], wanted: bool) -> None:
    assert a_brief(**options).stills_wanted is wanted
