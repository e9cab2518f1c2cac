"""What others wrote reaches the terminal as text, whatever they wrote."""

from __future__ import annotations

import ast
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from local.cli import terminal
from local.cli.display import Display
from local.cli.terminal import never_fail_to_encode, visible
from tests.unit.cli.api_stub import JOB, Answering, a_job, refusal
from tests.unit.cli.conftest import Run

HOSTILE = "\x1b]52;c;aGk=\x07\x9b2J\u202egnp.exe\u2066\x08\r\x00 end"
FORBIDDEN = frozenset("\x00\x07\x08\r\x1b\x7f\x9b\u202e\u2066")
ITEM = {"job_id": JOB, "status": "failed", "title": HOSTILE, "prompt": "", "duration": 6, "aspect_ratio": "1:1",
        "created_at": 1_800_000_000}  # fmt: skip
SCENE = {"id": f"{JOB}-s01", "scene_index": 0, "duration": 3.0, "narration": HOSTILE, "visual_prompt": HOSTILE,
         "images": []}  # fmt: skip
REVIEW = {"gate": "scenes", "scene_id": f"{JOB}-s01", "reason": HOSTILE, "proposal": HOSTILE}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße, 日本語, שלום 👩‍🚀", "Grüße, 日本語, שלום 👩‍🚀"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b\x7f", "\\x9b\\x7f"),
        ("a\u202eb\u2069", "a\\u202eb\\u2069"),
        ("two\nlines", "two\\nlines"),
        ("\ud800", "\\ud800"),
    ],
)
def test_control_characters_are_shown_as_escapes_and_letters_as_letters(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (["jobs"], {"items": [ITEM], "next_cursor": None}),
        (["jobs", "list", "--json"], {"items": [ITEM], "next_cursor": None}),
        (["jobs", "show", JOB], a_job(title=HOSTILE, status="failed", error_message=HOSTILE, scenes=[SCENE])),
        (["jobs", "show", JOB, "--json"], a_job(title=HOSTILE)),
        (["jobs", "watch", JOB], a_job(title=HOSTILE, status="failed", stage=HOSTILE, error_message=HOSTILE)),
        (["jobs", "delete", JOB], a_job(title=HOSTILE)),
        (["review", JOB], a_job(status="awaiting_review", scenes=[SCENE], reviews=[REVIEW])),
        (["review", JOB, "--json"], a_job(status="awaiting_review", scenes=[SCENE], reviews=[REVIEW])),
        (["jobs", "cancel", JOB], refusal("Conflict", HOSTILE)),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else "",
)
def test_no_command_lets_others_control_the_terminal(
    command: list[str], answer: Any, server: Answering, run: Run
) -> None:
    server.will(409 if "code" in answer else 200, answer)
    ended = run(*command)
    assert not FORBIDDEN & set(ended.stdout + ended.stderr)
    assert "end" in ended.stdout + ended.stderr or command[-1] == "--json"


def test_json_is_ascii_and_says_the_same(server: Answering, run: Run) -> None:
    server.will(200, a_job(title=f"{HOSTILE}\x7f שלום"))
    printed = run("jobs", "show", JOB, "--json").stdout
    assert printed.isascii()
    assert "\x7f" not in printed
    assert json.loads(printed)["title"] == f"{HOSTILE}\x7f שלום"


def test_nothing_in_the_command_line_prints_past_the_filter() -> None:
    folder = Path(terminal.__file__).parent
    printing = {
        f"{path.name}:{node.lineno}"
        for path in folder.glob("*.py")
        if path.name != "terminal.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"print", "click.echo", "click.secho", "click.confirm"}
    }
    assert printing == set()


def test_a_stream_that_knows_ascii_only_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    never_fail_to_encode()
    terminal.print_line("Cancelling … 日本語")
    sys.stdout.flush()
    assert written.getvalue() == b"Cancelling \\u2026 \\u65e5\\u672c\\u8a9e\n"


def test_a_terminal_without_cursor_control_gets_a_line_for_each_change(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal, for rich
    with Display(quiet=False) as display:
        display.update(a_job(stage="clips_filming", progress=40))
        display.update(a_job(stage="video_composing", progress=80))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("%")[1].strip() for line in lines] == ["filming the clips", "composing the video"]


def test_a_busy_vendor_is_told_with_the_time_until_which_it_is_busy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    until = int(time.time()) + 40
    busy = {"model": "google/veo-3.1", "kind": "clip", "until": until}
    with Display(quiet=False) as display:
        display.update(a_job(stage="clips_filming", vendor_busy=busy))
        display.update(a_job(stage="clips_filming", vendor_busy=busy | {"until": 1}))
    told, later = (line.split("%")[1].strip() for line in capsys.readouterr().err.splitlines())
    clock = time.strftime("%H:%M:%S", time.localtime(until))
    assert told == f"filming the clips, the vendor is busy until {clock}"
    assert later == "filming the clips"


def test_ids_are_never_cut_in_output_that_is_no_terminal(server: Answering, run: Run) -> None:
    name = f"vendor/{'long-model-name-' * 12}"
    price: dict[str, Any] = {"per": "second", "usd": "0.20", "by_resolution": {}, "usd_input": None, "usd_output": None}
    model = {"id": name, "capability": "clip", "price": price, "durations_seconds": [4], "state": "at_risk",
             "retires_on": None, "at_risk": "words " * 60, "successor": None, "checked_on": "2026-11-21"}  # fmt: skip
    server.will(200, {"last_checked_on": None, "findings": [], "items": [model]})
    assert name in run("models").stdout.splitlines()[1]
