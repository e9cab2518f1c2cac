"""A command that ends early, however it ends: the job can be gone on with, and the shell is told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import TINY, Omnigen, _clean

OMNIGEN = str(Path(sys.executable).parent / "omnigen")
STILLS = ("--duration", "6", "--pictures", "stills", "--no-music")


@contextmanager
def started(folder: Path, *arguments: str, until: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own that has shown these words of progress."""
    command = [OMNIGEN, "--data-dir", str(folder / "data"), *arguments]
    environment = {**_clean(), **TINY, **settings}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        assert process.stderr
        assert any(until in line for line in process.stderr), "it ended before"
        yield process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_command_cancels_its_job_as_with_ctrl_c(
    number: signal.Signals, tmp_path: Path, omnigen: Omnigen
) -> None:
    slow = {"OMNIGEN_OFFLINE_LATENCY_SECONDS": "20"}
    with started(tmp_path, "generate", "An ad for a dog", *STILLS, until="recording", **slow) as process:
        process.send_signal(number)
        assert process.stderr
        assert "Cancelled" in process.stderr.read()
        assert process.wait(60) == 130
    [job] = omnigen("jobs", "list", "--json").json
    assert job["status"] == "cancelled"


def test_a_killed_job_is_listed_as_interrupted_and_resumed(tmp_path: Path, omnigen: Omnigen) -> None:
    slow = {"OMNIGEN_OFFLINE_LATENCY_SECONDS": "20"}
    with started(tmp_path, "generate", "An ad for a dog", *STILLS, until="recording", **slow) as process:
        process.kill()
        process.wait(30)
    [job] = omnigen("jobs", "list", "--json").json
    assert job["status"] == "interrupted"
    listed = omnigen("jobs")
    assert f"omnigen jobs resume {job['job_id']}" in listed.err
    began = time.monotonic()
    other = omnigen("generate", "An ad for a cat", *STILLS, "--out", "cat.mp4")
    assert other.code == 0, other.err
    assert time.monotonic() - began < 100, "nothing waits for the slot of the dead one"
    shown = omnigen("jobs", "show", job["job_id"], "--json").json
    assert (shown["status"], shown["run"]) == ("interrupted", 1)
    resumed = omnigen("jobs", "resume", job["job_id"], "--out", "dog.mp4")
    assert resumed.code == 0, resumed.err
    assert (tmp_path / "dog.mp4").exists()


def test_the_second_command_in_a_folder_goes_on_when_the_first_one_ends(tmp_path: Path) -> None:
    first = ("generate", "An ad for a dog", "--duration", "6", "--no-music")
    slow = {"OMNIGEN_OFFLINE_LATENCY_SECONDS": "600"}
    with started(tmp_path, *first, until="filming", **slow) as host:
        second = ("generate", "An ad for a cat", *STILLS, "--out", "cat.mp4")
        with started(tmp_path, *second, until="%") as client:
            host.kill()
            host.wait(30)
            out, err = client.communicate(timeout=200)
            assert client.returncode == 0, err
    assert out.strip() == str(tmp_path / "cat.mp4")
    assert "this one goes on as the host" in err


@pytest.mark.parametrize("module", ["click.core", "omnigen.domain.brief", "rich.progress", "moto.core"])
def test_ctrl_c_while_the_program_is_loaded_is_a_word_and_a_code(module: str, tmp_path: Path) -> None:
    """Python itself says on standard error which module it has just imported."""
    with subprocess.Popen(
        [OMNIGEN, "--data-dir", str(tmp_path / "data"), "generate", "An ad for a dog"],
        env={**_clean(), "PYTHONPROFILEIMPORTTIME": "1"}, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        assert process.stderr
        assert any(line.endswith(f" {module}\n") for line in process.stderr)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert process.returncode == 130


def test_a_file_in_place_of_the_folder_is_a_sentence(tmp_path: Path, omnigen: Omnigen) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "logs").write_text("")
    ended = omnigen("generate", "An ad for a dog")
    assert ended.code == 1
    assert "File exists" in ended.err
    assert "Traceback" not in ended.err


def test_output_in_ascii_has_no_traceback(tmp_path: Path, omnigen: Omnigen) -> None:
    ascii_only = {**TINY, "PYTHONIOENCODING": "ascii"}
    made = omnigen("script", "Ein Film über 日本語", "--duration", "6", environment=ascii_only)
    assert made.code == 0, made.err
    assert "Traceback" not in made.err
    assert (made.out + made.err).isascii()


def test_a_dead_proxy_in_the_environment_is_not_asked_for_this_machine(tmp_path: Path, omnigen: Omnigen) -> None:
    dead = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    made = omnigen("generate", "An ad for a dog", *STILLS, "--json", environment={**TINY, **dead})
    assert made.code == 0, made.err
    assert json.loads(made.out)["status"] == "completed"
