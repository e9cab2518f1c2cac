"""Builds a layer of Python packages from its lock, for the platform Lambda has, without Docker."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_lambda
from omnigen.text.stems import STEMMERS
from uv import find_uv_bin

from infra.locks import PLATFORM, PYTHON

_BUILD_VERSION = "2"
"""Raise it when the way of building changes: layers built before are then built again."""


def install_command(lock: Path, target: Path, *, python: str = PYTHON, platform: str | None = PLATFORM) -> list[str]:
    """The argv that installs exactly what the lock lists, wheels only; without a platform, for this machine."""
    foreign = ["--python-platform", platform, "--python-version", python] if platform else ["--python", python]
    return [
        *(find_uv_bin(), "pip", "install", "--quiet", "--target", str(target), *foreign),
        *("--only-binary", ":all:", "--require-hashes", "--no-deps", "--link-mode", "copy", "-r", str(lock)),
    ]


def leave_out_unread(packages: Path) -> None:
    """Remove simplemma's tables of languages in which no words are looked up: with them a function is too large."""
    for table in (packages / "simplemma").glob("strategies/dictionaries/data/*.plzma"):
        if table.stem not in STEMMERS:
            table.unlink()


def packages_layer(folder: Path) -> aws_lambda.Code:
    """The code of a layer with the packages that `folder/requirements.txt` locks. Built again when that changes."""
    lock = folder / "requirements.txt"
    ingredients = [_BUILD_VERSION, PYTHON, PLATFORM, lock.read_text(encoding="utf-8")]
    return aws_lambda.Code.from_asset(
        str(folder),
        asset_hash_type=cdk.AssetHashType.CUSTOM,
        asset_hash=hashlib.sha256("\0".join(ingredients).encode()).hexdigest(),
        bundling=cdk.BundlingOptions(
            image=cdk.DockerImage.from_registry("unused"),
            local=_Installation(lock),
        ),
    )


def package_layer(folder: Path) -> aws_lambda.Code:
    """The code of a layer with one package of our own, which `folder` is. Built again when a file in it changes."""
    return aws_lambda.Code.from_asset(
        str(folder),
        exclude=["**/__pycache__"],
        bundling=cdk.BundlingOptions(image=cdk.DockerImage.from_registry("unused"), local=_Copy(folder)),
    )


@jsii.implements(cdk.ILocalBundling)
class _Copy:
    def __init__(self, package: Path) -> None:
        self._package = package

    def try_bundle(self, output_dir: str, *_: Any, **__: Any) -> bool:
        """Copy the package to where a layer has its modules."""
        target = Path(output_dir) / "python" / self._package.name
        shutil.copytree(self._package, target, ignore=shutil.ignore_patterns("__pycache__"))
        return True


@jsii.implements(cdk.ILocalBundling)
class _Installation:
    def __init__(self, lock: Path) -> None:
        self._lock = lock

    def try_bundle(self, output_dir: str, *_: Any, **__: Any) -> bool:
        """Never answers False, which would try Docker: a failed installation stops the synthesis."""
        target = Path(output_dir) / "python"
        subprocess.run(install_command(self._lock, target), check=True, stdout=sys.stderr)  # noqa: S603 - our own command
        shutil.rmtree(target / "bin", ignore_errors=True)
        leave_out_unread(target)
        return True
