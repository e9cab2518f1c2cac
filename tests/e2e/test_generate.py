"""`omnigen generate`, from a prompt to a measured MP4."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import TINY, Omnigen, _clean
from tests.e2e.measuring import measure

SIZES = {"16:9": (128, 72), "9:16": (72, 128), "1:1": (72, 72)}
ROADS = {
    "chained": (),
    "keyframes": ("--continuity", "keyframes"),
    "stills": ("--pictures", "stills"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "shape", "road"),
    [
        (15, "16:9", "chained"),
        (15, "9:16", "keyframes"),
        (15, "1:1", "stills"),
        (30, "16:9", "stills"),
        (30, "9:16", "chained"),
        (30, "1:1", "keyframes"),
        (60, "16:9", "keyframes"),
        (60, "9:16", "stills"),
        (60, "1:1", "chained"),
    ],
)
def test_video_is_exactly_as_long_as_asked_for_in_every_shape(
    omnigen: Omnigen, tmp_path: Path, seconds: int, shape: str, road: str
) -> None:
    out = tmp_path / "video.mp4"
    ended = omnigen(
        "generate", "An ad for a red bicycle", "--duration", str(seconds), "--aspect-ratio", shape, "--out", str(out),
        *ROADS[road],
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert ended.out.strip() == str(out)
    found = measure(out)
    assert found.frames == seconds * 24
    assert found.rate == 24
    assert (found.width, found.height) == SIZES[shape]
    assert abs(found.audio_seconds - seconds) <= 1 / 24


@pytest.mark.slow
def test_video_at_720p_has_its_size_and_its_length(omnigen: Omnigen, tmp_path: Path) -> None:
    out = tmp_path / "video.mp4"
    ended = omnigen("generate", "An ad for green tea", "--duration", "6", "--out", str(out), environment={})
    assert ended.code == 0, ended.err
    found = measure(out)
    assert (found.width, found.height, found.frames) == (1280, 720, 144)


def test_finished_job_is_described_as_json_with_loudness_and_captions(omnigen: Omnigen, tmp_path: Path) -> None:
    ended = omnigen(
        "generate", "An ad for a dog", "--duration", "6", "--pictures", "stills", "--json", "--out", "v.mp4"
    )
    job = ended.json
    video = job["videos"][0]
    assert video["frames"] == 144
    assert abs(float(video["loudness_lufs"]) + 16) <= 0.5
    assert float(video["true_peak_dbtp"]) <= -1
    folder = tmp_path / "data" / "s3" / "omnigen-local-assets"
    srt = next((tmp_path / "data").rglob("video.srt"), None)
    assert srt is not None, f"captions stand beside the video under {folder}"
    assert "-->" in srt.read_text()


def test_provider_that_fails_for_good_leaves_words_and_a_way_on(omnigen: Omnigen) -> None:
    faulty = {**TINY, "OMNIGEN_OFFLINE_FAULTS": "image:PolicyBlocked:s02"}
    ended = omnigen("generate", "An ad for a dog", "--duration", "6", "--pictures", "stills", environment=faulty)
    assert ended.code == 1
    assert "Scene 2" in ended.err
    assert "PolicyBlocked" in ended.err
    job_id = next(word for word in ended.err.split() if word.startswith("job_"))
    again = omnigen("jobs", "resume", job_id)
    assert again.code == 0, again.err
    assert again.out.strip().endswith(".mp4")


def test_ctrl_c_cancels_the_job_and_says_how_to_go_on(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "omnigen"), "generate", "An ad for a dog", "--duration", "15"]
    slow = {**_clean(), **TINY, "OMNIGEN_OFFLINE_LATENCY_SECONDS": "20"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=slow, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        for line in process.stderr:
            if "recording" in line or "music" in line or "filming" in line:
                break
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(60) == 130
    assert "Cancelled" in said
    env = {**_clean(), **TINY}
    listed = subprocess.run(
        [command[0], "jobs", "list", "--json"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert [job["status"] for job in json.loads(listed.stdout)] == ["cancelled"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["", "--duration", "6"], "PROMPT"),
        (["x" * 10_000], "PROMPT"),
        (["A dog", "--duration", "0"], "--duration"),
        (["A dog", "--duration", "-1"], "--duration"),
        (["A dog", "--duration", "1.5"], "--duration"),
        (["A dog", "--duration", "9999"], "--duration"),
        (["A dog", "--aspect-ratio", "4:3"], "16:9"),
        (["A dog", "--mode", "horror"], "creative_ad"),
        (["A dog", "--out", "/no/such/folder/x.mp4"], "--out"),
        (["A dog", "--style-image", __file__], "--style-image"),
        (["A dog", "--review", "everything"], "--review"),
        (["A dog", "--max-cost", "cheap"], "--max-cost"),
        ([], "exactly one"),
    ],
)
def test_bad_input_is_a_usage_error_that_names_the_option(
    omnigen: Omnigen, tmp_path: Path, arguments: list[str], words: str
) -> None:
    ended = omnigen("generate", *arguments)
    assert ended.code == 2
    assert words in ended.err
    assert not list(tmp_path.glob("*.mp4"))
    assert "Traceback" not in ended.err


def test_hostile_text_reaches_the_screen_as_text(omnigen: Omnigen, tmp_path: Path) -> None:
    hostile = "%{pts} '{\\b1}' \":\\ <img onerror=1> \U0001f600 שלום"
    ended = omnigen(
        "generate", hostile, "--title", hostile, "--duration", "6", "--pictures", "stills", "--out", "v.mp4"
    )
    assert ended.code == 0, ended.err
    assert measure(tmp_path / "v.mp4").frames == 144
