"""What a brief comes to that its author may not expect is said before anything is paid."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.api.conftest import Ask

SHORT = "Open a bank account in four minutes, from your sofa."
ENGLISH = {"prompt": "Ad for Corsa, an espresso machine for small kitchens", "duration": 15}
PRODUCT = {
    "name": "Ledgerly",
    "description": "Accounting software for freelancers.",
    "selling_points": ["no monthly fee", "works offline"],
}


def warnings(ask: Ask, body: dict[str, Any]) -> list[str]:
    estimated = ask("POST", "/estimate", body).json
    assert estimated["feasible"], estimated["objection"]
    accepted = ask("POST", "/generate", {**body, "stop_at": "script"}).json
    assert accepted["warnings"] == estimated["warnings"]
    return list(estimated["warnings"])


def test_a_text_that_leaves_the_video_silent_is_told_with_a_length_that_suits_it(ask: Ask) -> None:
    [warning] = warnings(ask, {"script_text": SHORT, "duration": 15})
    assert warning.startswith("The text takes about 3 s to say: for about 12 s of the 15 s nobody speaks.")
    assert "a duration of 6 s" in warning


@pytest.mark.parametrize(
    "body",
    [
        {"script_text": SHORT * 4, "duration": 15},
        {"script_text": SHORT, "duration": 15, "narration": {"enabled": False}},
        {"prompt": "bakery", "duration": 15},
    ],
    ids=["full", "silent on purpose", "written"],
)
def test_nothing_is_told_of_what_is_as_expected(ask: Ask, body: dict[str, Any]) -> None:
    assert warnings(ask, body) == []


def test_words_that_the_offline_writer_cannot_translate_are_named(ask: Ask) -> None:
    [warning] = warnings(ask, {**ENGLISH, "narration": {"language": "de"}})
    assert "offline/writer does not translate" in warning
    assert "for small kitchens" in warning
    assert warnings(ask, {**ENGLISH, "narration": {"language": "en-GB"}}) == []


def test_selling_points_that_would_not_be_said_are_refused(ask: Ask) -> None:
    body = {"product": PRODUCT, "duration": 15, "narration": {"language": "de"}}
    refused = ask("POST", "/generate", body)
    assert (refused.status, refused.json["field"]) == (422, "narration.language")
    assert "no monthly fee; works offline" in refused.json["detail"]
    assert not ask("POST", "/estimate", body).json["feasible"]
    assert ask("POST", "/generate", {**body, "narration": {"language": "en"}, "stop_at": "script"}).status == 202
