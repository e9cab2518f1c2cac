"""Commands on a host elsewhere: how they end, what they decide, what people read."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from local.cli.commands import cli
from tests.unit.cli.api_stub import JOB, Answering, a_job, refusal
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"status": "failed", "stage": "failed", "error_message": "Scene 2 was refused"}, 1, "Scene 2 was refused"),
        ({"status": "cancelled", "stage": "cancelled"}, 4, ""),
        (
            {"status": "awaiting_review", "reviews": [{"gate": "images", "scene_id": f"{JOB}-s02"}]},
            3,
            f"Waits for you (images-s02): omnigen --url {{url}} review {JOB}",
        ),
        ({"status": "draft", "stage": "draft"}, 3, "Waits for you (script)"),
        ({"status": "script_ready", "stage": "script_ready"}, 0, f"jobs continue {JOB}"),
    ],
)
def test_how_a_job_ends_is_how_the_command_ends(
    changes: dict[str, Any], code: int, words: str, server: Answering, run: Run
) -> None:
    server.will(202, {"job_id": JOB})
    server.will(200, a_job(**changes))
    ended = run("generate", "A lamp", "--duration", "6")
    assert ended.exit_code == code
    assert words.format(url=server.url) in ended.stderr


def test_each_command_is_listed_in_one_line_without_being_loaded() -> None:
    """Loading what describes a brief takes most of the time that help may take."""
    code = "import sys; from local.cli.commands import cli\ntry: cli.main(['--help'])\n"
    code += "finally: print([name for name in sys.modules if name.startswith(('pydantic', 'omnigen.domain'))])"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.splitlines()[-1] == "[]"
    for name, command in cli.load_all().items():
        assert command.name == name
        assert re.search(rf"^  {name} +[A-Z].*\.$", shown, re.MULTILINE), name
    assert "..." not in shown.partition("Commands:")[2]


def test_without_progress_one_still_hears_why_there_is_no_video(server: Answering, run: Run) -> None:
    server.will(202, {"job_id": JOB})
    server.will(200, a_job(status="failed", stage="failed", error_message="Scene 2 was refused"))
    ended = run("generate", "A lamp", "--duration", "6", "--quiet")
    assert "Scene 2 was refused" in ended.stderr
    assert "%" not in ended.stderr


def test_what_the_host_finds_wrong_is_told_by_the_option(server: Answering, run: Run) -> None:
    server.will(422, refusal("InvalidRequest", "the model sells no such length", field="narration.voice"))
    ended = run("generate", "A lamp", "--duration", "6")
    assert ended.exit_code == 2
    assert "--voice: the model sells no such length" in ended.stderr


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_cancels_what_was_begun(server: Answering, run: Run) -> None:
    server.will(202, {"job_id": JOB})
    server.will(200, a_job())
    server.will(200, a_job(status="cancelled"))
    ended = run("generate", "A lamp", "--duration", "6")
    assert ended.exit_code == 130
    assert server.asked[-1][:2] == ("POST", f"/api/v1/jobs/{JOB}/cancel")


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_that_comes_too_late_leaves_the_job_as_it_is(server: Answering, run: Run) -> None:
    server.will(202, {"job_id": JOB})
    server.will(200, a_job())
    server.will(409, refusal("Conflict", "The job is failed already"))
    server.will(200, a_job(status="failed", error_message="no luck"))
    ended = run("generate", "A lamp", "--duration", "6")
    assert ended.exit_code == 1
    assert "Too late: The job is failed already" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["--approve", "script"], [("POST", f"/scripts/{JOB}/approve")]),
        (["--approve", "spend"], [("POST", f"/scripts/{JOB}/create-video")]),
        (["--approve", "scenes-s01"], [("POST", f"/scenes/{JOB}-s01/approve")]),
        (["--reject", "images-s01", "--reason", "dark"], [("POST", f"/images/{JOB}-s01-i02/reject")]),
        (
            ["--approve", "all"],
            [("POST", f"/scenes/{JOB}-s01/approve"), ("POST", f"/images/{JOB}-s01-i02/approve")],
        ),
        (["--edit", "s01.text=Hi=ho"], [("PUT", f"/scenes/{JOB}-s01")]),
        (["--edit", "script.text=Hello"], [("PUT", f"/scripts/{JOB}")]),
    ],
)
def test_decisions_go_to_what_is_decided_about(
    arguments: list[str], asked: list[tuple[str, str]], server: Answering, run: Run
) -> None:
    scene = {"id": f"{JOB}-s01", "duration": 3.0, "narration": "Hi", "visual_prompt": "A lamp",
             "images": [{"id": f"{JOB}-s01-i01"}, {"id": f"{JOB}-s01-i02"}]}  # fmt: skip
    reviews = [{"gate": gate, "scene_id": f"{JOB}-s01", "reason": "", "proposal": ""} for gate in ("scenes", "images")]
    server.will(200, a_job(status="awaiting_review", scenes=[scene], reviews=reviews))
    assert run("review", JOB, *arguments).exit_code in {0, 1}
    told = [(method, path.removeprefix("/api/v1")) for method, path, _, _ in server.asked if method != "GET"]
    assert told == asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--reject", "script"], "--reason"),
        (["--reject", "spend", "--reason", "dear"], "jobs cancel"),
        (["--approve", "pictures"], "is none of"),
        (["--approve", "scenes"], "is none of"),
        (["--approve", "images-s09"], "has no scene 's09'"),
        (["--edit", "s01"], "PLACE.FIELD=TEXT"),
    ],
)
def test_decisions_that_make_no_sense_are_usage_errors(
    arguments: list[str], words: str, server: Answering, run: Run
) -> None:
    server.will(200, a_job(status="awaiting_review"))
    ended = run("review", JOB, *arguments)
    assert ended.exit_code == 2
    assert words in ended.stderr
    assert [method for method, _, _, _ in server.asked if method != "GET"] == []


def test_prices_and_ends_of_models_can_be_read(server: Answering, run: Run) -> None:
    def model(**changes: Any) -> dict[str, Any]:
        price: dict[str, Any] = {
            "per": "second",
            "usd": "0.20",
            "by_resolution": {},
            "usd_input": None,
            "usd_output": None,
        }
        known = {"id": "a/model", "capability": "clip", "price": price, "durations_seconds": [4, 6.5]}
        fate = {"state": "current", "retires_on": None, "at_risk": "", "successor": None, "checked_on": "2026-11-21"}
        return known | fate | changes

    tokens: dict[str, Any] = {
        "per": "token",
        "usd": None,
        "by_resolution": {},
        "usd_input": "0.0000002",
        "usd_output": "0.0000016",
    }
    findings = [{"model": "a/model", "kind": "ending", "message": "a/model ends"}]
    server.will(200, {"last_checked_on": "2026-11-21", "findings": findings, "items": [
        model(), model(price=None), model(price=tokens),
        model(state="ending", retires_on="2027-01-06", successor="b/model"),
        model(state="retired", retires_on="2026-10-22"),
        model(state="at_risk", at_risk="upstream shut on 2026-11-17"),
    ]})  # fmt: skip
    lines = run("models").stdout.splitlines()
    assert "$0.20 a second" in lines[1]
    assert "4, 6.5 s" in lines[1]
    assert "unknown: not bought" in lines[2]
    assert "$0.2 in, $1.6 out, a million tokens" in lines[3]
    assert "ends 2027-01-06; then b/model" in lines[4]
    assert "ended 2026-10-22" in lines[5]
    assert "may end: upstream shut on 2026-11-17" in lines[6]
    assert lines[8:] == ["Checked with their vendors on 2026-11-21: ", "  a/model ends"]


def test_a_detached_job_needs_a_host_that_lasts(tmp_path: Path) -> None:
    ended = CliRunner().invoke(cli, ["--data-dir", str(tmp_path), "generate", "A lamp", "--detach"])
    assert ended.exit_code == 2
    assert "omnigen serve" in ended.stderr
    assert list(tmp_path.iterdir()) == []
