"""Files that go along with a brief: checked here, then posted to where the host wants them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from omnigen.media.file_types import media_type_of

from local.cli.client import ApiClient
from local.cli.connections import connect

LARGEST_STYLE_IMAGE_BYTES = 10 * 2**20
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True)
class StyleImage:
    """A picture whose style is to be followed."""

    media_type: str
    data: bytes


def style_image(name: str) -> StyleImage:
    """The picture in a file; a usage error when it is none, or too large."""
    try:
        if not Path(name).is_file():
            raise click.UsageError(f"--style-image: {name!r} is no file")
        data = Path(name).read_bytes()
    except OSError as error:
        raise click.UsageError(f"--style-image: {name!r} cannot be read: {error.strerror}") from error
    kind = media_type_of(data)
    if kind not in _PICTURES:
        raise click.UsageError(f"--style-image: {name!r} is no PNG, JPEG or WebP picture")
    if len(data) > LARGEST_STYLE_IMAGE_BYTES:
        raise click.UsageError(f"--style-image: {name!r} is larger than {LARGEST_STYLE_IMAGE_BYTES >> 20} MiB")
    return StyleImage(kind, data)


def uploaded(api: ApiClient, picture: StyleImage) -> str:
    """Upload it as the caller's own; returns the key by which a brief names it."""
    import httpx

    form = api.ask("POST", "/uploads", {"kind": "style_image", "media_type": picture.media_type})
    file = ("picture", picture.data, picture.media_type)
    try:
        with connect(form["url"]) as client:  # httpx puts the file after the fields, as S3 demands
            client.post(form["url"], data=form["fields"], files={"file": file}).raise_for_status()
    except httpx.HTTPError as error:
        raise click.ClickException(f"--style-image: the upload failed: {error}") from error
    return str(form["key"])
