"""A disk that others have filled takes no cancellation away from the user, and no money."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_DISK_MIB = 160


def test_a_job_is_cancelled_and_settled_on_a_full_disk(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size={_DISK_MIB}m,mode=0700 none "{tmp_path}" && exec "$@"'
    isolated = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh")
    if subprocess.run([*isolated, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    command = [*isolated, sys.executable, "-m", "tests.chaos.small_disk", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2_000:]
