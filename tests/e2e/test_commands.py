"""Commands without a host to ask: this process is the host, for as long as the command lasts."""

from __future__ import annotations

from pathlib import Path

import pytest
from omnigen.providers.offline.drawing.pictures import draw_still

from tests.e2e.conftest import TINY, Omnigen
from tests.e2e.measuring import measure


@pytest.mark.slow
def test_a_script_is_written_edited_and_taken_on_to_its_video(omnigen: Omnigen, tmp_path: Path) -> None:
    product = ("--product", "Aqua One", "--description", "A bottle that keeps cold", "--pictures", "stills")
    (tmp_path / "mood.png").write_bytes(draw_still("A red lamp", 64, 36).png)
    written = omnigen("script", *product, "--duration", "6", "--style-image", "mood.png", "--json")
    assert written.code == 0, written.err
    uploads = tmp_path / "data" / "s3" / "omnigen-local-assets" / "users" / "local" / "uploads"
    assert [path.suffix for path in uploads.iterdir()] == [".png"]
    assert written.json["status"] == "script_ready"
    assert sum(scene["duration"] for scene in written.json["scenes"]) == 6
    job_id = written.json["id"]
    edited = omnigen("review", job_id, "--edit", "s01.visual_prompt=A bottle on a rock")
    assert edited.code == 0, edited.err
    assert "nothing waits" in edited.err.lower()
    made = omnigen("jobs", "continue", job_id, "--out", "ad.mp4")
    assert made.code == 0, made.err
    assert measure(tmp_path / "ad.mp4").frames == 144


@pytest.mark.slow
def test_a_gate_outlives_the_command_and_a_decision_goes_on_to_the_video(omnigen: Omnigen, tmp_path: Path) -> None:
    asked = omnigen("generate", "An ad for a dog", "--duration", "6", "--pictures", "stills", "--review", "script")
    assert asked.code == 3, asked.err
    job_id = asked.out.strip()
    decided = omnigen("review", job_id, "--approve", "all", "--out", "dog.mp4")
    assert decided.code == 0, decided.err
    assert decided.out.strip() == str(tmp_path / "dog.mp4")
    fetched = omnigen("jobs", "download", job_id, "--out", "again.mp4")
    assert fetched.code == 0
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "dog.mp4").read_bytes()


@pytest.mark.parametrize(
    ("command", "needless"),
    [(["jobs", "list"], {"boto3", "botocore"}), (["models"], {"boto3", "botocore"}), (["estimate", "A lamp"], set())],
)
def test_reading_commands_load_no_emulator(omnigen: Omnigen, command: list[str], needless: set[str]) -> None:
    """Python itself names on standard error every module that it imports."""
    ended = omnigen(*command, environment={**TINY, "PYTHONPROFILEIMPORTTIME": "1"})
    assert ended.code == 0, ended.err
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.err.splitlines() if "|" in line}
    assert "omnigen" in loaded
    assert not loaded & {"moto", "flask", "httpx", *needless}
