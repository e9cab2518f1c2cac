"""Code that lies in the current folder is never run, whatever its name."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from omnigen.domain.job import JobStatus
from omnigen.runtime.context import open_context
from omnigen.settings import read

from local.emulator.child_process import child_environment
from local.emulator.cloud import LocalCloud
from tests.conftest import SETTINGS
from tests.e2e.api_host import OMNIGEN
from tests.workflow.driver import Drive

_MODULES = ("random.py", "json.py", "sitecustomize.py")
_PACKAGES = ("local", "functions", "omnigen")


@pytest.fixture
def shadowed(tmp_path: Path) -> Path:
    """A folder with modules that leave a trace when they are imported, and break what imports them."""
    folder = tmp_path / "here"
    for name in (*_MODULES, *(f"{package}/__init__.py" for package in _PACKAGES)):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write(__name__); raise ImportError(__name__)")
    return folder


@pytest.mark.slow
def test_a_video_is_made_in_a_folder_full_of_shadows(shadowed: Path, tmp_path: Path) -> None:
    """Workers, composition, voice and API included."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMNIGEN_", "AWS_"))}
    command = [OMNIGEN, "--data-dir", str(tmp_path / "data"), "generate", "A lamp", "--duration", "6"]
    ended = subprocess.run(
        [*command, "--pictures", "stills", "--quiet", "--out", str(tmp_path / "ad.mp4")],
        cwd=shadowed,
        env={**kept, "OMNIGEN_PICTURE_SCALE": "0.1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "ad.mp4").stat().st_size > 1000
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("entries", ["", ":", "::/tools", "/tools:"])
def test_a_child_has_no_empty_entry_on_its_path(entries: str) -> None:
    """Python would take it for the current folder."""
    environment = child_environment({"PYTHONPATH": entries, "HOME": "/"})
    assert environment["HOME"] == "/"
    assert environment["PYTHONSAFEPATH"] == "1"
    assert environment.get("PYTHONPATH", "/tools") == "/tools"


def test_a_job_whose_workers_cannot_start_fails_with_their_last_words(tmp_path: Path) -> None:
    """Instead of waiting to start, for ever."""
    settings = SETTINGS | {"PYTHONHOME": str(tmp_path / "nowhere")}
    cloud = LocalCloud(tmp_path / "data", environment=settings, wait_scale=0.05)
    with cloud, pytest.MonkeyPatch.context() as patch:  # undone before the cloud puts the environment back
        for name, value in cloud.environment.items():
            patch.setenv(name, value)
        app = open_context(read(os.environ))
        job = Drive.begin(cloud, app).end()
    assert job.status is JobStatus.FAILED
    assert job.error_message
    assert "No module named 'encodings'" in job.error_message
    assert "workers.log" in job.error_message
