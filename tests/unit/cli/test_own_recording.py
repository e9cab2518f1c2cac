"""`--narration FILE`: a recording of one's own is looked at, uploaded, and named in the brief."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.api_stub import JOB, Answering, a_job, refusal
from tests.unit.cli.conftest import Run

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "


@pytest.fixture
def script(tmp_path: Path) -> str:
    file = tmp_path / "ad.txt"
    file.write_text("Meet the bottle.")
    return str(file)


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    file = tmp_path / "voice.wav"
    file.write_bytes(WAV)
    return file


def test_the_recording_is_uploaded_and_named_in_the_brief(
    server: Answering, run: Run, script: str, voice: Path
) -> None:
    server.will(201, {"key": "users/ada/uploads/1.wav", "url": f"{server.url}/bucket", "fields": {"policy": "p"}})
    server.will(204)
    server.will(202, {"job_id": JOB})
    server.will(200, a_job(status="failed", stage="failed"))
    run("generate", "--script", script, "--narration", str(voice), "--duration", "6", "--language", "de")
    asked = [(method, path) for method, path, _, _ in server.asked[:3]]
    assert asked == [("POST", "/api/v1/uploads"), ("POST", "/bucket"), ("POST", "/api/v1/generate")]
    assert json.loads(server.asked[0][3]) == {"kind": "narration", "media_type": "audio/wav"}
    assert WAV in server.asked[1][3]
    sent = json.loads(server.asked[2][3])["narration"]
    assert (sent["upload"], sent["enabled"], sent["language"]) == ("users/ada/uploads/1.wav", True, "de")


def test_what_the_host_finds_wrong_with_it_names_the_option(
    server: Answering, run: Run, script: str, voice: Path
) -> None:
    server.will(201, {"key": "users/ada/uploads/1.wav", "url": f"{server.url}/bucket", "fields": {}})
    server.will(204)
    server.will(422, refusal("InvalidRequest", "The recording is silent", field="narration.upload"))
    refused = run("generate", "--script", script, "--narration", str(voice), "--duration", "6")
    assert refused.exit_code == 2
    assert "--narration: The recording is silent" in refused.stderr


@pytest.mark.parametrize(
    ("name", "content", "more", "words"),
    [
        ("gone.wav", None, [], "'gone.wav' is no file"),
        ("page.wav", b"<html>no sound</html>", [], "is no WAV, MP3, M4A"),
        ("picture.mp3", b"\x89PNG\r\n\x1a\n", [], "is no WAV, MP3, M4A"),
        ("large.wav", WAV + bytes(30 * 2**20), [], "is larger than 30 MiB"),
        ("voice.wav", WAV, ["--no-narration"], "a recording is given, and --no-narration"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_sent(
    name: str, content: bytes | None, more: list[str], words: str, server: Answering, run: Run, script: str
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    refused = run("generate", "--script", script, "--narration", name, *more)
    assert refused.exit_code == 2
    assert f"--narration: {words}" in refused.stderr or words in refused.stderr
    assert server.asked == []


def test_the_recording_is_never_replaced_by_the_video(run: Run, script: str, voice: Path, server: Answering) -> None:
    refused = run("generate", "--script", script, "--narration", str(voice), "--out", str(voice))
    assert refused.exit_code == 2
    assert "one of the files you gave" in refused.stderr
    assert server.asked == []
