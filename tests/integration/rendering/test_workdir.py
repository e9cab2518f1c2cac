"""A composition's folder is its own while it works, and nobody's rubbish afterwards."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from omnigen.errors import CompositionFailed
from omnigen.rendering.workdir import PREFIX, scratch_folder

HOLDS_ONE = """
import sys
from omnigen.rendering.workdir import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_empty_private_and_gone_afterwards_even_after_a_fault(temporary: Path) -> None:
    def work() -> None:
        with scratch_folder() as folder:
            assert [path.name for path in folder.iterdir()] == [".in-use"]
            assert folder.stat().st_mode & 0o077 == 0
            raise LookupError

    with pytest.raises(LookupError):
        work()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(temporary: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", HOLDS_ONE], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    held = [Path(process.stdout.readline().strip()) for process in processes if process.stdout]
    dead, living = processes
    dead.send_signal(signal.SIGKILL)
    dead.communicate()
    assert all(folder.exists() for folder in held)
    with scratch_folder() as own:
        assert sorted(temporary.glob(f"{PREFIX}*")) == sorted([own, held[1]])
    living.communicate()
    assert living.returncode == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_failure_that_may_pass_and_other_faults_stay_what_they_are(number: int) -> None:
    with pytest.raises(CompositionFailed, match="no room left on the disk") as failure, scratch_folder():
        raise OSError(number, os.strerror(number))
    assert failure.value.passing
    with pytest.raises(ConnectionError), scratch_folder():
        raise ConnectionError("the bucket is away")
