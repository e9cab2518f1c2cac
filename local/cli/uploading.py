"""Files that go along with a brief: looked at here, then posted to where the host wants them."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from omnigen.media.file_types import media_type_of

from local.cli.client import TIMEOUT_SECONDS, ApiClient
from local.cli.url_opener import opener_for

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


def uploaded(host: ApiClient, picture: StyleImage) -> str:
    """Upload it as the caller's own; the key by which a brief names it."""
    form = host.ask("POST", "/uploads", {"kind": "style_image", "media_type": picture.media_type})
    content_type, body = _multipart(form["fields"], picture)
    request = urllib.request.Request(form["url"], body, {"Content-Type": content_type}, method="POST")  # noqa: S310 - the host's own word
    try:
        with opener_for(form["url"]).open(request, timeout=TIMEOUT_SECONDS):
            return str(form["key"])
    except urllib.error.URLError as error:
        raise click.ClickException(f"--style-image: the upload failed: {error.reason}") from error


def _multipart(fields: dict[str, Any], picture: StyleImage) -> tuple[str, bytes]:
    """The form as S3 wants it: all fields, then the file."""
    from werkzeug.datastructures import FileStorage
    from werkzeug.test import encode_multipart

    file = FileStorage(io.BytesIO(picture.data), filename="picture", content_type=picture.media_type)
    boundary, body = encode_multipart({**fields, "file": file})
    return f'multipart/form-data; boundary="{boundary}"', body
