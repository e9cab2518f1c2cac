"""The wheel, installed with pip outside the checkout, makes a video and serves the page."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from uv import find_uv_bin

from tests.e2e.measuring import measure

ROOT = Path(__file__).parents[2]
NOT_OURS = ("OMNIGEN_", "OPENAI_", "REPLICATE_", "AWS_", "VIRTUAL_ENV", "PYTHONPATH", "PYTEST_")

pytestmark = [pytest.mark.network, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([find_uv_bin(), "build", "--wheel", "--quiet", "--out-dir", folder, ROOT], check=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `bin` of a virtual environment in which pip has installed the wheel."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "pip", "install", "--quiet", wheel], env=_environment(), check=True)
    return venv / "bin"


def test_the_wheel_installs_one_package_without_infrastructure_and_without_leftovers(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {
        "omnigen",
        f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info",
    }
    assert "omnigen/hosts/statemachine/video.asl.json" in names
    assert "omnigen/hosts/web/index.html" in names
    assert not [name for name in names if "infra/" in name or name.endswith(".pyc") or "/tests/" in name]


def test_installed_modules_do_not_take_names_of_other_programs(installed: Path, tmp_path: Path) -> None:
    script = "import importlib.util as u; print([n for n in ('functions', 'local', 'infra') if u.find_spec(n)])"
    found = subprocess.run(
        [installed / "python", "-c", script],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def test_generate_makes_a_video_of_six_seconds(installed: Path, tmp_path: Path) -> None:
    command = [str(installed / "omnigen"), "generate", "An ad for a lamp", "--duration", "6", "--pictures", "stills"]
    made = subprocess.run(
        command, cwd=tmp_path, env=_environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert made.returncode == 0, made.stderr
    assert measure(Path(made.stdout.strip())).frames == 144


def test_serve_gives_the_page(installed: Path, tmp_path: Path) -> None:
    with _serving(installed, tmp_path) as address, urllib.request.urlopen(address, timeout=30) as page:
        assert b"<html" in page.read().lower()


@contextmanager
def _serving(installed: Path, folder: Path) -> Iterator[str]:
    """The address of the page; the host ends with code 0 when it is told to."""
    command = [str(installed / "omnigen"), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().partition("#")[0]
        process.terminate()
        assert process.wait(30) == 0


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    return kept | {"OMNIGEN_PICTURE_SCALE": "0.1"}
