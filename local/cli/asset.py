"""`omnigen asset …`: add, list, show and delete files of your own."""

from __future__ import annotations

from urllib.parse import urlencode

import click
from omnigen.domain.asset import AssetKind

from local.cli.answers.brands import AssetAnswer
from local.cli.client import RequestRefused
from local.cli.options import json_option
from local.cli.own_media import OwnFile, add, read_file, upload_of
from local.cli.tables import print_asset, print_assets
from local.cli.target import Target
from local.cli.terminal import print_json, print_line

_KIND = click.Choice([str(kind) for kind in AssetKind])
_PAGE = 100


@click.group()
def asset() -> None:
    """Keep files of your own for any number of videos: pictures, clips, music, recordings, logos, fonts."""


@asset.command("add")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option("--kind", type=_KIND, required=True, help="What it is for.")
@click.option("--licence", default="", help="Under which licence you have it; goes into the report of every video.")
@json_option
@click.pass_obj
def add_files(place: Target, /, files: tuple[str, ...], *, kind: str, licence: str, as_json: bool) -> None:
    """Add files; prints their ids. What is of no use is refused, with the reason."""
    wanted = AssetKind(kind)
    ready = [OwnFile(upload_of(name, read_file(name, "FILE"), wanted, "FILE"), wanted, name) for name in files]
    with place.host() as host:
        for file in ready:
            try:
                made = add(host, file, licence)
            except RequestRefused as refusal:
                if refusal.field:
                    raise click.UsageError(f"FILE: {refusal.detail}") from refusal
                raise
            for warning in made["warnings"]:
                print_line(f"{made['file_name']}: {warning}", err=True)
            if as_json:
                print_json(made)
            else:
                print_line(made["asset_id"])


@asset.command("list")
@click.option("--kind", type=_KIND, help="Only of this kind.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most.")
@json_option
@click.pass_obj
def list_assets(place: Target, /, *, kind: str | None, limit: int, as_json: bool) -> None:
    """List your files, newest first."""
    found: list[AssetAnswer] = []
    query: dict[str, str] = {"kind": kind} if kind else {}
    with place.reading() as host:
        while len(found) < limit:
            page = host.ask("GET", f"/assets?{urlencode(query | {'limit': str(min(_PAGE, limit - len(found)))})}")
            found += page["items"]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
    print_assets(found, as_json=as_json)


@asset.command()
@click.argument("asset_id", metavar="ASSET")
@json_option
@click.pass_obj
def show(place: Target, /, asset_id: str, *, as_json: bool) -> None:
    """Show what was measured of one."""
    with place.reading() as host:
        print_asset(host.ask("GET", f"/assets/{asset_id}"), as_json=as_json)


@asset.command()
@click.argument("asset_id", metavar="ASSET")
@click.pass_obj
def delete(place: Target, /, asset_id: str) -> None:
    """Delete one. Videos that use it keep their copy; what else names it is said, and nothing is deleted."""
    with place.host() as host:
        host.ask("DELETE", f"/assets/{asset_id}")
    print_line(f"{asset_id} is deleted", err=True)
