"""`final/manifest.json`: everything that a cut depended on, so that it can be made again and compared."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

import omnigen
from omnigen.domain.job import Job
from omnigen.rendering.ffmpeg.encoder_settings import RECIPE_VERSION
from omnigen.rendering.ffmpeg.process import binary
from omnigen.rendering.report import CutReport, Strategy
from omnigen.settings import Settings

FORMAT = 1

_PACKAGES = (
    *("av", "fonttools", "imageio-ffmpeg", "manimgx-fonts-cjk", "numpy", "pillow", "pocketsphinx"),
    *("pymupdf-fonts", "pyphen", "uharfbuzz"),
)
"""Packages whose version may change what is seen or heard; fonts are among them."""

_SETTINGS = ("omnigen_picture_scale", "omnigen_loudness_lufs", "omnigen_listening")
_RECORD = (
    *("job_id", "user_id", "status", "run", "brief", "title", "style", "script", "script_metadata"),
    *("scenes", "narration", "music", "assets", "brand_files", "cutouts", "created_at", "updated_at"),
    "record_version",
)
"""What of the record a cut is made from; no tokens of gates, no purchases, no names of people who decided."""


class Manifest(BaseModel):
    """A cut and its surroundings. `job` is the part of the record that the cut was made from."""

    model_config = ConfigDict(frozen=True)

    format: int
    unsigned_sha256: str
    strategy: Strategy
    environment: Mapping[str, str]
    settings: Mapping[str, str]
    job: Mapping[str, Any]


def manifest_of(job: Job, report: CutReport, settings: Settings) -> Manifest:
    """The manifest of a cut that was just made here."""
    record = job.model_dump(mode="json", include=set(_RECORD))
    record["brief"].pop("webhook_url", None)
    record["updated_at"] = record["created_at"]  # progress is written meanwhile; the same cut has the same manifest
    return Manifest(
        format=FORMAT,
        unsigned_sha256=report.unsigned_sha256,
        strategy=report.strategy,
        environment=environment(),
        settings={name: str(getattr(settings, name)) for name in _SETTINGS},
        job=record,
    )


@cache
def environment() -> Mapping[str, str]:
    """The program, its tools and the machine it runs on, by name."""
    return dict(_environment())


def _environment() -> Iterator[tuple[str, str]]:
    yield "omnigen", omnigen.__version__
    yield "recipe", str(RECIPE_VERSION)
    yield "python", platform.python_version()
    yield "platform", f"{sys.platform} {platform.machine()}"
    ffmpeg = Path(binary())
    yield "ffmpeg", f"{ffmpeg.name}, {ffmpeg.stat().st_size} bytes"
    installed = {name for names in metadata.packages_distributions().values() for name in names}
    for package in sorted(installed.intersection(_PACKAGES)):
        yield package, metadata.version(package)
