"""Makes a cut again from its manifest and the kept files, and says whether it has the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from omnigen.domain.job import Job
from omnigen.errors import InvalidRequest
from omnigen.rendering.job import JobRenderer
from omnigen.rendering.manifest import FORMAT, Manifest, environment
from omnigen.rendering.render import compose
from omnigen.runtime.context import AppContext


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A cut made again. `differences` are sentences about what is not as it was: of the surroundings, then of the file.

    `unsigned_sha256` is of the new file, before description and credentials.
    """

    same: bool
    unsigned_sha256: str
    differences: tuple[str, ...]


def read_manifest(data: bytes) -> Manifest:
    """The manifest in a file. InvalidRequest when it is none, or of another format."""
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise InvalidRequest(f"This is no manifest of a cut: {error.errors()[0]['msg']}", "manifest") from error
    if manifest.format != FORMAT:
        raise InvalidRequest(
            f"The manifest has the format {manifest.format}; this version reads {FORMAT}. Use the version of Omnigen "
            f"that it names: {manifest.environment.get('omnigen')}",
            "manifest",
        )
    return manifest


def replay(app: AppContext, manifest: Manifest, folder: Path) -> Replay:
    """Make the cut again in the folder, from the bucket's files. NotFound names one that is not what it was."""
    settings = app.settings.model_copy(update=_settings(app, manifest))
    renderer = JobRenderer(replace(app, settings=settings), Job.model_validate(dict(manifest.job)), folder)
    cut = compose(renderer.edit(), folder / "cut", strategy=manifest.strategy)
    same = cut.report.unsigned_sha256 == manifest.unsigned_sha256
    changed = tuple(_changed(manifest))
    if not (same or changed):
        changed = ("The bytes differ, though nothing that the manifest names does",)
    return Replay(same=same, unsigned_sha256=cut.report.unsigned_sha256, differences=changed)


def _settings(app: AppContext, manifest: Manifest) -> dict[str, object]:
    """The settings of the cut, as the program's own types."""
    known = type(app.settings).model_validate({**app.settings.model_dump(), **manifest.settings})
    return {name: getattr(known, name) for name in manifest.settings}


def _changed(manifest: Manifest) -> Iterator[str]:
    here = environment()
    for name in sorted({*manifest.environment, *here}):
        before, now = manifest.environment.get(name, "not there"), here.get(name, "not there")
        if before != now:
            yield f"{name} was {before}, and is {now}"
