"""`omnigen provenance`: what the signed credentials of a file say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from local.cli.options import json_option
from local.cli.terminal import print_json, print_line


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@json_option
def provenance(file: Path, *, as_json: bool) -> None:
    """Read the content credentials (C2PA) of a video or thumbnail: who signed it, and what it was made of.

    Exit code 1 when the file is not what was signed, or carries no credentials.
    """
    from omnigen.provenance.credentials import read_credentials

    found = read_credentials(file)
    if as_json:
        print_json({"issuer": found.issuer, "trusted": found.trusted, "store": found.store})
        return
    known = "which this reader trusts" if found.trusted else "which no reader trusts: anybody can make such a signature"
    print_line(f"{file} is as it was signed by {found.issuer}, {known}.")
    for line in _made_of(found.store["manifests"][found.store["active_manifest"]]):
        print_line(f"  {line}")


def _made_of(manifest: Mapping[str, Any]) -> Iterator[str]:
    """A line for each action of the manifest."""
    said = (one["data"]["actions"] for one in manifest["assertions"] if one["label"].startswith("c2pa.actions"))
    for action in next(said, ()):
        source_type = action.get("digitalSourceType", "").rpartition("/")[2]
        if action["action"] == "c2pa.created":
            yield f"The whole: {source_type}"
        elif action["action"] == "c2pa.placed":
            model = action.get("softwareAgent", {}).get("name", "brought by the user")
            yield f"{action['description']}: {model}" + (f", {source_type}" if source_type else "")
        else:
            yield action.get("description", action["action"])
