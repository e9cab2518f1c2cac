"""A brand in a folder: `brand.toml`, and the pictures, fonts, clips and music that it names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from omnigen.domain.asset import AssetKind
from omnigen.domain.brand import BrandKit
from pydantic import ValidationError

from local.cli.client import ApiClient
from local.cli.own_media import OwnFile, asset_id, own_file

FILE_NAME = "brand.toml"
_FILES = {
    ("logo", "on_light"): AssetKind.LOGO,
    ("logo", "on_dark"): AssetKind.LOGO,
    ("fonts", "heading"): AssetKind.FONT,
    ("fonts", "body"): AssetKind.FONT,
    ("music",): AssetKind.MUSIC,
    ("intro",): AssetKind.INTRO,
    ("outro",): AssetKind.OUTRO,
}
_STAND_IN = "ast_00000000000000000000000000"
"""Takes the place of a file's id while the rest is checked."""


@dataclass(frozen=True)
class BrandFolder:
    """What `brand.toml` says, with its files by their place in it; those are read and checked by their first bytes."""

    said: Mapping[str, Any]
    files: Mapping[tuple[str, ...], OwnFile] = field(default_factory=dict)

    def kit(self, ids: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
        """The brand as the API takes it, with these ids for its files."""
        made = dict(self.said)
        for (part, *names), one in ids.items():
            made[part] = dict(made[part]) | {names[0]: one} if names else one
        return BrandKit.model_validate(made).model_dump(mode="json", exclude_none=True)

    def added(self, host: ApiClient) -> dict[str, Any]:
        """The brand as the API takes it, after its files have become assets."""
        return self.kit({place: asset_id(host, file) for place, file in self.files.items()})


def read_brand(folder: Path, option: str) -> BrandFolder:
    """The brand in a folder; a usage error, naming the file and the field, for what is wrong with it."""
    path = folder / FILE_NAME
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.UsageError(f"{option}: {str(path)!r} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{option}: {str(path)!r} is no TOML: {error}") from error
    files = {}
    for place, kind in _FILES.items():
        given: Any = said
        for part in place:
            given = given.get(part) if isinstance(given, dict) else None
        if isinstance(given, str):
            known = given if given.startswith("ast_") else str(folder / given)
            files[place] = own_file(known, kind, f"{option}: {FILE_NAME}: {'.'.join(place)}")
    brand = BrandFolder(said, files)
    try:
        brand.kit(dict.fromkeys(files, _STAND_IN))
    except ValidationError as error:
        wrong = error.errors()[0]
        named = ".".join(map(str, wrong["loc"]))
        raise click.UsageError(f"{option}: {FILE_NAME}: {named}: {wrong['msg']}") from error
    return brand
