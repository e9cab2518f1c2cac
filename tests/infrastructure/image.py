"""What the composition's Dockerfile says, and its layout laid out in a folder: the image cannot be built here."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from infra import ROOT

DOCKERFILE = ROOT / "functions" / "compose_video" / "Dockerfile"


def instruction(word: str) -> str:
    """What follows the one instruction of that name."""
    [found] = [rest for known, rest in _instructions() if known == word]
    return found


def copies() -> list[tuple[str, str]]:
    """Sources in the checkout and where they lie in the image; not what is only there while it is built."""
    pairs = [tuple(shlex.split(rest)) for word, rest in _instructions() if word == "COPY"]
    found = [(source, target) for source, target in pairs if target.startswith(("/opt", "/var"))]
    assert found, "nothing is copied"
    return found


def lay_out(root: Path) -> dict[str, str]:
    """Copy as the Dockerfile does, to places under `root`; the image's environment, with its paths there too."""
    for source, target in copies():
        _copy(ROOT / source, root / target.lstrip("/"))
    (root / "tmp").mkdir(exist_ok=True)
    return {name: _under(root, value) for name, value in environment().items()}


def environment() -> dict[str, str]:
    """What ENV sets."""
    return dict(entry.split("=", 1) for entry in shlex.split(instruction("ENV")))


def _instructions() -> list[tuple[str, str]]:
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def _under(root: Path, value: str) -> str:
    return ":".join(f"{root}{part}" if part.startswith("/") else part for part in value.split(":"))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
