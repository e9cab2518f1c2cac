"""A data folder on a read-only disk: what is in it is shown, and what would write says so in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from omnigen.domain.job import JobStatus

from tests.unit.cli.test_stored_client import record, store

_COMMANDS = ("jobs list", "models", "estimate lamp", "serve --port 0", "generate lamp", "token ada")
_READING = 3
"""So many of them need to write nothing."""

_SCRIPT = f"""
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77
for command in {" ".join(f'"{command}"' for command in _COMMANDS)}; do
    "$0" -c 'from local.cli.commands import cli; cli()' --data-dir "$1" $command 2>&1 | tail -n 1
done
"""


def test_a_folder_that_cannot_be_written_is_read_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store(folder, record(1, JobStatus.COMPLETED))
    folder.chmod(0o700)
    isolated = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
    command = [*isolated, _SCRIPT, sys.executable, str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode == 77 or "unshare" in ended.stderr:
        pytest.skip("this machine does not let us mount a read-only disk")
    said = ended.stdout.splitlines()
    assert len(said) == len(_COMMANDS), ended.stderr
    assert said[0].startswith("job_"), "a record is shown"
    assert not [line for line in said[:_READING] if line.startswith("Error")]
    sentence = f"Error: '{folder}': Read-only file system; choose a folder that can be written with --data-dir"
    assert said[_READING:] == [sentence] * (len(_COMMANDS) - _READING)
