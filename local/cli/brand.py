"""`omnigen brand …`: keep brands from folders, list, show, preview, change and delete them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from local.cli.answers.brands import BrandAnswer, BrandUseAnswer
from local.cli.brand_folder import BrandFolder, read_brand
from local.cli.client import ApiClient, RequestRefused
from local.cli.options import json_option
from local.cli.tables import print_brands
from local.cli.target import Target
from local.cli.terminal import confirm, print_json, print_line

_folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
_brand = click.argument("brand_id", metavar="BRAND")


@click.group()
def brand() -> None:
    """Keep brands: colours, logo, fonts, end card, what is said and never said.

    A brand is a folder with a file brand.toml, and the pictures and fonts that it names.
    """


@brand.command()
@_folder
@json_option
@click.pass_obj
def add(place: Target, /, folder: Path, *, as_json: bool) -> None:
    """Keep the brand in FOLDER; prints its id, for `omnigen generate --brand`."""
    read = read_brand(folder, "FOLDER")
    with place.host() as host:
        made: BrandAnswer = _sent(host, "POST", "/brands", read)
    _print(made, as_json=as_json)


@brand.command()
@_brand
@_folder
@json_option
@click.pass_obj
def change(place: Target, /, brand_id: str, folder: Path, *, as_json: bool) -> None:
    """Make what FOLDER says the next version of a brand. Jobs keep the version that they have."""
    read = read_brand(folder, "FOLDER")
    with place.host() as host:
        known: BrandAnswer = host.ask("GET", f"/brands/{brand_id}")
        made: BrandAnswer = _sent(host, "PUT", f"/brands/{brand_id}", read, rev=known["rev"])
    _print(made, as_json=as_json)


@brand.command("list")
@json_option
@click.pass_obj
def list_brands(place: Target, /, *, as_json: bool) -> None:
    """List your brands, newest first."""
    with place.host() as host:
        print_brands(host.ask("GET", "/brands")["items"], as_json=as_json)


@brand.command()
@_brand
@click.option("--version", type=click.IntRange(min=1), help="An earlier version.")
@click.pass_obj
def show(place: Target, /, brand_id: str, *, version: int | None) -> None:
    """Show a brand, and the videos that were made with it, as JSON."""
    with place.host() as host:
        print_json(host.ask("GET", f"/brands/{brand_id}" + (f"?version={version}" if version else "")))


@brand.command()
@_brand
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.pass_obj
def delete(place: Target, /, brand_id: str, *, yes: bool) -> None:
    """Delete a brand with all its versions. Videos that were made with it stay as they are."""
    with place.host() as host:
        known = host.ask("GET", f"/brands/{brand_id}")
        uses: list[BrandUseAnswer] = known["used_by"]
        made = f" {len(uses)} of your videos were made with it; they stay." if uses else ""
        if not yes:
            confirm(f"Delete the brand {known['kit']['name']!r}?{made}")
        host.ask("DELETE", f"/brands/{brand_id}")
    print_line(f"{brand_id} is deleted.{made}", err=True)


@brand.command()
@_folder
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("brand.png"), show_default=True,
    help="Where the picture goes (PNG).",
)  # fmt: skip
def preview(*, folder: Path, out: Path) -> None:
    """Draw title, caption and end card of the brand in FOLDER, in three aspect ratios, as videos have them."""
    from local.cli.brand_preview import preview_sheet

    preview_sheet(read_brand(folder, "FOLDER"), out)
    print_line(out)


def _sent(host: ApiClient, method: str, path: str, read: BrandFolder, **more: int) -> Any:
    """The host's answer to a brand; a usage error that names the field for what it finds wrong."""
    try:
        return host.ask(method, path, read.added(host) | more)
    except RequestRefused as refusal:
        if refusal.field:
            raise click.UsageError(f"FOLDER: brand.toml: {refusal.field}: {refusal.detail}") from refusal
        raise


def _print(made: BrandAnswer, *, as_json: bool) -> None:
    if as_json:
        print_json(made)
    else:
        print_line(made["brand_id"])
