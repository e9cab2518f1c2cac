"""The layers hold what the handlers import, for the platform that Lambda has."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from omnigen.deployment.resources import API, COMPOSE_MODULE, FUNCTIONS
from packaging.requirements import Requirement

from infra import ROOT
from infra.bundling import install_command, leave_out_unread
from infra.locks import COMPOSE, DEPENDENCIES, IMAGING, INTAKE, LOCKS, MEDIA, Lock, wanted

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\$", re.MULTILINE)
_MOST_BYTES = 250 * 2**20
"""Lambda's limit for a function with its layers, unzipped."""

_VENDORS = (
    *("omnigen.providers.factory", "omnigen.providers.replicate.http_client", "openai", "httpx2"),
    *("omnigen.providers.offline", "omnigen.providers.offline.plain_media"),
)
"""What handlers import when they ask a vendor."""

_FUNCTIONS = (*FUNCTIONS, API)
_LAYERS: Mapping[str, tuple[tuple[Lock, ...], list[str]]] = {
    "dependencies": ((DEPENDENCIES,), [f.module for f in _FUNCTIONS if not (f.opens_media or f.cuts_pictures)]),
    "dependencies and imaging": (
        (DEPENDENCIES, IMAGING),
        [
            *(f.module for f in _FUNCTIONS if f.cuts_pictures),
            "omnigen.media.cutout",
            "omnigen.rendering.video.hero_preview",
        ],
    ),
    "dependencies and media": (
        (DEPENDENCIES, MEDIA),
        [f.module for f in _FUNCTIONS if f.opens_media and not f.admits_files],
    ),
    "dependencies, media and intake": (
        (DEPENDENCIES, MEDIA, INTAKE),
        [
            *(f.module for f in _FUNCTIONS if f.admits_files),
            *(f"omnigen.intake.{part}" for part in ("clips", "fonts", "pictures", "sounds")),
        ],
    ),
}
"""The locks of the layers that a function has, and what such functions import."""

_RUNTIMES_OWN = {"boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3"}
"""What the Lambda runtime brings."""


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.path)
def test_lock_answers_what_pyproject_asks(lock: Lock) -> None:
    pins = _pins(lock)
    for text in wanted(lock):
        asked = Requirement(text)
        assert asked.specifier.contains(pins[_plain(asked.name)]), f"run `make lock`: {text}"


def test_locks_agree() -> None:
    together: dict[str, str] = _pins(COMPOSE)
    for lock in (DEPENDENCIES, MEDIA):
        assert _pins(lock).items() <= together.items()
    shared = _pins(INTAKE).keys() & together.keys()
    assert {name: _pins(INTAKE)[name] for name in shared} == {name: together[name] for name in shared}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.path)
def test_every_pin_has_a_hash_and_no_index_is_named(lock: Lock) -> None:
    text = (ROOT / lock.path).read_text(encoding="utf-8")
    assert len(re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)) == len(_pins(lock))
    assert "://" not in text


def test_the_runtimes_own_packages_are_in_no_layer() -> None:
    assert not {"boto3", "botocore"} & (_pins(DEPENDENCIES).keys() | _pins(MEDIA).keys() | _pins(INTAKE).keys())


def test_node_tools_are_pinned_and_name_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') >= 2


@pytest.mark.parametrize("layers", _LAYERS)
def test_handlers_import_nothing_that_their_layers_lack(layers: str) -> None:
    """In a clean interpreter that finds only what is in the locks of the layers, and what the runtime brings."""
    locks, modules = _LAYERS[layers]
    locked = _RUNTIMES_OWN.union(*(_pins(lock) for lock in locks))
    _import_with(locked, [*modules, *_VENDORS])


def test_the_composition_imports_nothing_that_its_container_lacks() -> None:
    """What it imports only when it needs it included."""
    _import_with(
        _pins(COMPOSE).keys(), [COMPOSE_MODULE, "omnigen.rendering.video.ken_burns", "omnigen.rendering.text.fonts"]
    )


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.path)
def test_every_lock_is_installed_for_the_platform_of_aws(lock: Lock, tmp_path: Path) -> None:
    _install(lock, tmp_path)
    wheels = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.dist-info/WHEEL")]
    tags = {tag for text in wheels for tag in re.findall(r"^Tag: (\S+)$", text, re.MULTILINE)}
    assert len(wheels) == len(_pins(lock))
    foreign = [tag for tag in tags if not re.search(r"-(any|manylinux\w*_aarch64(\.\w+)*)$", tag)]
    assert foreign == []
    assert [p.name for p in tmp_path.rglob("*.so") if "x86_64" in p.name] == []


@pytest.mark.network
@pytest.mark.slow
def test_the_ffmpeg_of_the_container_can_do_what_compositions_ask(tmp_path: Path) -> None:
    """It is of another processor, so it cannot be run here, but it says how it was built."""
    _install(COMPOSE, tmp_path)
    [program] = (tmp_path / "imageio_ffmpeg" / "binaries").glob("ffmpeg-linux-aarch64-*")
    built = program.read_bytes()
    assert [part for part in (b"--enable-libass", b"--enable-libx264", b"--enable-gpl") if part not in built] == []
    assert program.name.rpartition("-")[2] == imageio_ffmpeg.get_ffmpeg_exe().rpartition("-")[2]  # our own's version
    assert (tmp_path / "pymupdf_fonts").is_dir()


@pytest.mark.network
@pytest.mark.slow
def test_layers_fit_into_a_function(tmp_path: Path) -> None:
    """Unzipped together, and each of them in the 50 MB of an upload."""
    unzipped = 0
    for number, lock in enumerate((DEPENDENCIES, MEDIA, INTAKE)):
        _install(lock, tmp_path / str(number))
        files = [path for path in (tmp_path / str(number)).rglob("*") if path.is_file()]
        packed = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                archive.write(path, path.relative_to(tmp_path))
        assert packed.stat().st_size < 50 * 2**20
        unzipped += sum(path.stat().st_size for path in files)
    assert unzipped < _MOST_BYTES


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize("layers", _LAYERS)
def test_handlers_import_from_the_layers_alone(layers: str, tmp_path: Path) -> None:
    """The same locks installed for this machine; nothing else is on the path but the runtime's boto3."""
    locks, handlers = _LAYERS[layers]
    for lock in locks:
        _install(lock, tmp_path / "opt", for_lambda=False)
    boto3 = [f"{name}=={version}" for name, version in _pins(COMPOSE).items() if name in _RUNTIMES_OWN]
    command = install_command(ROOT / COMPOSE.path, tmp_path / "runtime", python=sys.executable, platform=None)
    subprocess.run([*command[: command.index("--only-binary")], *boto3, "--no-deps"], check=True)
    paths = [tmp_path / "opt", tmp_path / "runtime", ROOT / "layers", ROOT]
    modules = [*handlers, *_VENDORS]
    program = "\n".join(["import sys", f"sys.path += {list(map(str, paths))}", *(f"import {name}" for name in modules)])
    done = subprocess.run([sys.executable, "-ISc", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _import_with(distributions: Iterable[str], modules: Sequence[str]) -> None:
    program = str(Path(__file__).with_name("import_like_lambda.py"))
    command = [sys.executable, program, ",".join(sorted(distributions)), *modules]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def _install(lock: Lock, target: Path, *, for_lambda: bool = True) -> None:
    own: dict[str, Any] = {} if for_lambda else {"python": sys.executable, "platform": None}
    subprocess.run(install_command(ROOT / lock.path, target, **own), check=True)
    leave_out_unread(target)


def _pins(lock: Lock) -> dict[str, str]:
    text = (ROOT / lock.path).read_text(encoding="utf-8")
    return {_plain(name): version for name, version in _PIN.findall(text)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
