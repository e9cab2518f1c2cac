"""Files of the user's own on the command line: what the options say of them, and how they become assets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click
from omnigen.domain.asset import ASSET_ID_PATTERN, CLIP_KINDS, SOUND_KINDS, AssetKind, max_bytes, taken_formats
from omnigen.media.file_types import audio_type_of, media_type_of

from local.cli.answers.brands import AssetAnswer
from local.cli.client import ApiClient
from local.cli.uploading import UploadFile, uploaded

_ASSET = re.compile(ASSET_ID_PATTERN)
_DETAIL = re.compile(r":(scene=\d+|from=[\d.]+|sound|whole)$")
_BOXES = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
_STARTS = {
    b"GIF8": "image/gif",
    b"\x00\x01\x00\x00": "font/ttf",
    b"true": "font/ttf",
    b"OTTO": "font/otf",
}


@dataclass(frozen=True)
class OwnFile:
    """A file that is to become an asset, or the id of one; `details` are what else the API is told of it."""

    asset: str | UploadFile
    kind: AssetKind
    name: str
    details: dict[str, Any] = field(default_factory=dict)


def own_picture(given: str, option: str) -> OwnFile:
    """`FILE` or an asset's id, with `:scene=2`, `:from=3.5`, `:sound` and `:whole` after it; a usage error else."""
    details: dict[str, Any] = {}
    name = given
    while found := _DETAIL.search(name):
        name = name[: found.start()]
        word, _, value = found[1].partition("=")
        details |= _detail(word, value, given, option)
    if _ASSET.match(name):
        return OwnFile(name, AssetKind.STILL, name, details)
    data = read_file(name, option)
    kind = AssetKind.CLIP if media_type(data, AssetKind.CLIP).startswith("video/") else AssetKind.STILL
    return OwnFile(upload_of(name, data, kind, option), kind, Path(name).name, details)


def own_file(name: str, kind: AssetKind, option: str) -> OwnFile:
    """A file of this kind, or an asset's id; a usage error for a file that cannot be read or is too large."""
    if _ASSET.match(name):
        return OwnFile(name, kind, name)
    return OwnFile(upload_of(name, read_file(name, option), kind, option), kind, Path(name).name)


def asset_id(host: ApiClient, file: OwnFile, licence: str = "") -> str:
    """The id of the asset, which the file becomes first where it is none."""
    return file.asset if isinstance(file.asset, str) else add(host, file, licence)["asset_id"]


def add(host: ApiClient, file: OwnFile, licence: str) -> AssetAnswer:
    """Upload a file and make it an asset."""
    assert isinstance(file.asset, UploadFile)
    request = {"kind": file.kind, "upload": uploaded(host, file.asset), "file_name": file.name, "licence": licence}
    made: AssetAnswer = host.ask("POST", "/assets", request)
    return made


def shown_as(host: ApiClient, picture: OwnFile, licence: str = "") -> dict[str, Any]:
    """An own picture as the API takes it."""
    return {"asset": asset_id(host, picture, licence), **picture.details}


def upload_of(name: str, data: bytes, kind: AssetKind, option: str) -> UploadFile:
    """The file as it is uploaded; a usage error when it is larger than its kind may be, or plainly none of its kind."""
    if len(data) > max_bytes(kind):
        raise click.UsageError(f"{option}: {name!r} is larger than {max_bytes(kind) >> 20} MiB")
    found = media_type(data, kind)
    if not found:
        raise click.UsageError(f"{option}: {name!r} is not taken as {kind}; bring {taken_formats(kind)}")
    return UploadFile(kind, option, found, data)


def read_file(name: str, option: str) -> bytes:
    """The bytes of a file; a usage error when it is none or cannot be read."""
    try:
        if not Path(name).is_file():
            raise click.UsageError(f"{option}: {name!r} is no file")
        return Path(name).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{option}: {name!r} cannot be read: {error.strerror}") from error


def media_type(data: bytes, kind: AssetKind) -> str:
    """The media type by the first bytes, as an upload form names it; empty for what is none of this kind.

    The host opens the file and decides.
    """
    if kind in SOUND_KINDS:
        return audio_type_of(data) or ""
    if data[4:8] == b"ftyp" and data[8:12] in _BOXES:
        return "" if kind in CLIP_KINDS - {AssetKind.CLIP} else _BOXES[data[8:12]]
    if data[4:8] == b"ftyp" and data[8:12] == b"qt  ":
        return "video/quicktime"
    known = next((found for start, found in _STARTS.items() if data.startswith(start)), None)
    found = known or media_type_of(data) or ("image/svg+xml" if b"<svg" in data[:4096] else "")
    if kind is AssetKind.CLIP or kind not in CLIP_KINDS:
        return found if kind is AssetKind.CLIP or not found.startswith(("video/", "audio/")) else ""
    return found if found.startswith("video/") else ""


def _detail(word: str, value: str, given: str, option: str) -> dict[str, Any]:
    if word == "scene":
        return {"scene": int(value)}
    if word == "from":
        try:
            return {"start_seconds": float(Decimal(value))}
        except InvalidOperation as error:
            raise click.UsageError(f"{option}: {given!r}: from= is a number of seconds, as in from=3.5") from error
    return {"keep_sound": True} if word == "sound" else {"framing": "whole"}
