"""Files that go along with a brief: checked here, then posted to where the host wants them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from omnigen.media.file_types import audio_type_of, media_type_of

from local.cli.client import ApiClient
from local.cli.connections import connect

LARGEST_BYTES = {"style_image": 10 * 2**20, "product_image": 30 * 2**20, "narration": 30 * 2**20}
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True)
class UploadFile:
    """A file to upload; `option` is the one that named it, `kind` what the API calls it."""

    kind: str
    option: str
    media_type: str
    data: bytes


def style_image(name: str) -> UploadFile:
    """The picture in a file; a usage error when it is none, or too large."""
    data = _read(name, "style_image", "--style-image")
    kind = media_type_of(data)
    if kind not in _PICTURES:
        raise click.UsageError(f"--style-image: {name!r} is no PNG, JPEG or WebP picture")
    return UploadFile("style_image", "--style-image", kind, data)


@dataclass(frozen=True)
class PhotoFile:
    """A photo of the product to upload, the file's own name, and the features that it shows."""

    file: UploadFile
    name: str
    shows: tuple[str, ...]


def product_photo(given: str) -> PhotoFile:
    """The photo in `FILE` or `FILE=FEATURE, FEATURE`; a usage error when it is none, or too large."""
    name, _, features = (given, "", "") if Path(given).is_file() else given.partition("=")
    data = _read(name, "product_image", "--product-photo")
    kind = media_type_of(data)
    if kind not in _PICTURES:
        raise click.UsageError(f"--product-photo: {name!r} is no PNG, JPEG or WebP picture")
    shows = tuple(feature.strip() for feature in features.split(",") if feature.strip())
    return PhotoFile(UploadFile("product_image", "--product-photo", kind, data), Path(name).name, shows)


def kept_photo(api: ApiClient, photo: PhotoFile) -> dict[str, object]:
    """Upload it and make it an asset; how a brief names it."""
    wanted = {"kind": photo.file.kind, "upload": uploaded(api, photo.file), "file_name": photo.name}
    asset = api.ask("POST", "/assets", wanted)
    return {"asset": asset["asset_id"], "shows": list(photo.shows)}


def own_recording(name: str) -> UploadFile:
    """The recording in a file; a usage error when it is none, or too large. The host opens and measures it."""
    data = _read(name, "narration", "--narration")
    kind = audio_type_of(data)
    if kind is None:
        raise click.UsageError(
            f"--narration: {name!r} is no WAV, MP3, M4A, AAC, FLAC, Ogg, Opus or WebM file; export it as one of these"
        )
    return UploadFile("narration", "--narration", kind, data)


def uploaded(api: ApiClient, file: UploadFile) -> str:
    """Upload it as the caller's own; returns the key by which a brief names it."""
    import httpx

    form = api.ask("POST", "/uploads", {"kind": file.kind, "media_type": file.media_type})
    part = ("file", file.data, file.media_type)
    try:
        with connect(form["url"]) as client:  # httpx puts the file after the fields, as S3 demands
            client.post(form["url"], data=form["fields"], files={"file": part}).raise_for_status()
    except httpx.HTTPError as error:
        raise click.ClickException(f"{file.option}: the upload failed: {error}") from error
    return str(form["key"])


def _read(name: str, kind: str, option: str) -> bytes:
    try:
        if not Path(name).is_file():
            raise click.UsageError(f"{option}: {name!r} is no file")
        data = Path(name).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{option}: {name!r} cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_BYTES[kind]:
        raise click.UsageError(f"{option}: {name!r} is larger than {LARGEST_BYTES[kind] >> 20} MiB")
    return data
