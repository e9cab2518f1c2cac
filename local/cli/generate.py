"""`omnigen generate`: a brief in, a video out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click
from omnigen import runs
from omnigen.domain.assets import EXTENSIONS, digest, uploads_prefix
from omnigen.domain.brief import Brief
from omnigen.errors import BadOutput, InvalidRequest
from omnigen.orders.delivery import media_type_of
from omnigen.studio import Studio
from pydantic import ValidationError

from local.cli.brief_options import brief_from, brief_options
from local.cli.display import Display
from local.cli.following import follow, report
from local.cli.session import USER, session
from local.cli.watching import exit_code

LARGEST_STYLE_IMAGE_BYTES = 10 * 2**20


@click.command()
@brief_options
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the video goes; by default JOB.mp4 here."
)
@click.option("--json", "as_json", is_flag=True, help="Print the finished job as JSON instead of the video's path.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.pass_obj
def generate(data_dir: Path, /, out: Path | None, *, as_json: bool, quiet: bool, **options: Any) -> None:
    """Make a video from PROMPT, from a product, or from your own script.

    Progress goes to stderr, the path of the video to stdout. Ctrl-C cancels the job.

    \b
    omnigen generate "A calm ad for a reusable water bottle" --duration 15
    omnigen generate --product "Aqua One" --description "A bottle that keeps cold" --aspect-ratio 9:16
    omnigen generate --script narration.txt --pictures stills --review images
    """
    brief = brief_from(options)
    images = [_style_image(Path(name)) for name in options["style_image"]]
    target = _writable(out) if out else None
    with session(data_dir) as opened, Display(quiet=quiet) as display:
        studio = opened.studio
        brief = _with_style_images(studio, brief, images)
        try:
            job = runs.submit(studio, USER, brief)
        except InvalidRequest as error:
            raise click.UsageError(str(error)) from error
        job = follow(studio, job, display)
        report(studio, job, display, target, as_json=as_json)
    sys.exit(exit_code(job))


def _writable(out: Path) -> Path:
    """Found out before anything is made: the folder is there and takes a file."""
    folder = out.resolve().parent
    if not folder.is_dir():
        raise click.UsageError(f"--out: there is no folder {str(folder)!r}; create it first")
    if not os.access(folder, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise click.UsageError(f"--out: {str(out)!r} cannot be written; choose another place")
    return out


def _style_image(path: Path) -> tuple[str, bytes]:
    try:
        data = path.read_bytes()
        kind = media_type_of(data, "image/png", "image/jpeg", "image/webp")
    except OSError as error:
        raise click.UsageError(f"--style-image: {str(path)!r} cannot be read: {error.strerror}") from error
    except BadOutput as error:
        raise click.UsageError(f"--style-image: {str(path)!r} is no PNG, JPEG or WebP picture") from error
    if len(data) > LARGEST_STYLE_IMAGE_BYTES:
        raise click.UsageError(f"--style-image: {str(path)!r} is larger than {LARGEST_STYLE_IMAGE_BYTES >> 20} MiB")
    return kind, data


def _with_style_images(studio: Studio, brief: Brief, images: list[tuple[str, bytes]]) -> Brief:
    """Upload the pictures as the caller's own, and name them in the brief."""
    keys = [f"{uploads_prefix(USER)}{digest(data)[:32]}.{EXTENSIONS[kind]}" for kind, data in images]
    try:
        told = Brief.model_validate(brief.model_dump() | {"style_images": tuple(keys)})
    except ValidationError as error:
        raise click.UsageError("--style-image: at most 3 pictures") from error
    for key, (kind, data) in zip(keys, images, strict=True):
        studio.aws.assets.put(key, data, kind)
    return told
