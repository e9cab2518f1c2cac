"""What something costs is said before it is bought, and nothing is bought that was not agreed to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cli.api_stub import JOB, Answering, a_job
from tests.unit.cli.conftest import Run


def an_estimate(**changes: Any) -> dict[str, Any]:
    clip = {"kind": "clip", "scene": 2, "model": "a/model", "quantity": "6", "unit": "seconds", "usd": "1.2",
            "price_as_of": "2026-11-21"}  # fmt: skip
    script = clip | {"kind": "script", "scene": None, "quantity": "1", "unit": "answer", "usd": "0.0033248"}
    known = {"items": [script, clip], "total_usd": "1.2033248", "prices_as_of": "2026-11-21"}
    fits = {"least_duration_seconds": 6, "feasible": True, "objection": "", "within_max_cost": True}
    fits |= {"language": "en", "language_detected": False}
    return known | fits | changes


def test_every_item_is_shown_and_rounded_up(server: Answering, run: Run) -> None:
    server.will(200, an_estimate())
    ended = run("estimate", "A lamp", "--duration", "6")
    assert ended.exit_code == 0
    assert [line.split() for line in ended.stdout.splitlines()[1:3]] == [
        ["script", "1", "answer", "$0.0034", "a/model"],
        ["clip", "2", "6", "seconds", "$1.2000", "a/model"],
    ]
    assert ended.stdout.endswith("At most $1.21 together, prices as of 2026-11-21\n")
    assert [(method, path) for method, path, _, _ in server.asked] == [("POST", "/api/v1/estimate")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"feasible": False, "objection": "The text has 400 words"}, "It cannot be made: The text has 400 words"),
        ({"within_max_cost": False}, "more than the job's own cap, --max-cost"),
    ],
)
def test_what_cannot_be_made_is_said_and_told_to_the_shell(
    changes: dict[str, Any], words: str, server: Answering, run: Run
) -> None:
    server.will(200, an_estimate(**changes))
    ended = run("estimate", "A lamp")
    assert ended.exit_code == 2
    assert words in ended.stdout


def test_a_scene_is_made_anew_once_its_price_is_agreed_to(server: Answering, run: Run) -> None:
    server.will(200, {"stale": an_estimate(), "job": None})
    server.will(202, {"stale": an_estimate(), "job": {"job_id": JOB}})
    server.will(200, a_job(status="failed", stage="failed", error_message="no luck"))
    ended = run("jobs", "regenerate", JOB, "--scene", "s02", "--reason", "darker", answers="y\n")
    assert ended.exit_code == 1
    assert "At most $1.21 together" in ended.stderr
    assert _ordered(server) == [
        {"scenes": [f"{JOB}-s02"], "reason": "darker", "dry_run": True},
        {"scenes": [f"{JOB}-s02"], "reason": "darker"},
    ]


@pytest.mark.parametrize(
    ("arguments", "answers", "code"),
    [(["--dry-run"], "", 0), ([], "n\n", 1), ([], "", 1)],
    ids=["only asked", "turned down", "nobody there"],
)
def test_nothing_is_begun_without_a_yes(
    arguments: list[str], answers: str, code: int, server: Answering, run: Run
) -> None:
    server.will(200, {"stale": an_estimate(items=[], total_usd="0", prices_as_of=None), "job": None})
    ended = run("jobs", "regenerate", JOB, *arguments, answers=answers)
    assert "At most $0.00 together: nothing has to be bought" in ended.output
    assert ended.exit_code == code
    assert [order["dry_run"] for order in _ordered(server)] == [True]


def _ordered(server: Answering) -> list[dict[str, Any]]:
    return [json.loads(body) for method, _, _, body in server.asked if method == "POST"]


def test_the_price_of_a_scenes_edit_is_shown_before_it_is_made(server: Answering, run: Run) -> None:
    server.will(200, a_job())
    server.will(200, an_estimate())
    ended = run("review", JOB, "--edit", "s02.text=Come in.", "--edit", "s02.visual_prompt=A shop", "--dry-run")
    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout.startswith("s02\n")
    assert [(method, path) for method, path, _, _ in server.asked][1:] == [
        ("POST", f"/api/v1/scenes/{JOB}-s02/estimate")
    ]
    assert json.loads(server.asked[1][3]) == {"text": "Come in.", "visual_prompt": "A shop"}


def test_only_edits_of_scenes_have_a_price(server: Answering, run: Run) -> None:
    server.will(200, a_job())
    ended = run("review", JOB, "--edit", "script.title=Another", "--dry-run")
    assert ended.exit_code == 2
    assert "only edits of scenes" in ended.stderr
