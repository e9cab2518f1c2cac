"""`omnigen voices`: which voices can be chosen, and how they sound."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import click

from local.cli.answers.offers import VoiceSampleAnswer, VoicesAnswer
from local.cli.download import RemoteFile, download
from local.cli.options import json_option
from local.cli.tables import print_voices
from local.cli.target import Target
from local.cli.terminal import print_json, print_line


@click.command()
@click.option("--listen", metavar="VOICE", help="Save a sample of this voice; a live voice charges for a new one.")
@click.option("--language", default="en", show_default=True, help="Language of the sample (BCP 47).")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to save it; by default VOICE-LANGUAGE."
)
@json_option
@click.pass_obj
def voices(place: Target, /, *, listen: str | None, language: str, out: Path | None, as_json: bool) -> None:
    """List the voices and their languages, or with --listen save a sample to hear before a video is paid for."""
    if listen is None:
        with place.reading() as host:
            known: VoicesAnswer = host.ask("GET", "/voices")
        print_voices(known, as_json=as_json)
        return
    with place.host() as host:
        sample: VoiceSampleAnswer = host.ask("POST", "/voices/samples", {"voice": listen, "language": language})
        suffix = PurePosixPath(urlsplit(sample["url"]).path).suffix
        saved = download(RemoteFile(sample["url"]), out or Path(f"{listen}-{language}{suffix}"))
    if as_json:
        print_json(dict(sample) | {"file": str(saved)})
        return
    print_line(f"It says: {sample['text']}", err=True)
    print_line(f"It cost ${sample['usd']}", err=True)
    print_line(str(saved))
