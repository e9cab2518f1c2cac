"""Commands for the rules for ads for medicines, for waivers and approvals by name, and for review packets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from omnigen.domain.ids import parent_job
from omnigen.errors import MediaRefused, OmnigenError
from omnigen.media.packet_file import verify_packet

from local.cli.download import RemoteFile, download
from local.cli.exits import Exit
from local.cli.options import json_option
from local.cli.tables import print_rules
from local.cli.target import Target
from local.cli.terminal import print_json, print_line


class VideoId(click.ParamType[str]):
    """A video's id, by its form."""

    name = "video"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id; a usage error for what cannot be one."""
        try:
            is_video = parent_job(value) != value
        except OmnigenError:
            is_video = False
        if not is_video:
            self.fail(f"{value!r} is no video's id; `omnigen jobs show JOB --json` lists a job's videos", param, ctx)
        return value


_video_argument = click.argument("video_id", metavar="VIDEO", type=VideoId())


@click.command()
@_video_argument
@json_option
@click.pass_obj
def compliance(place: Target, /, *, video_id: str, as_json: bool) -> None:
    """Show what the rules for ads for medicines find in VIDEO; exit code 1 while it is kept back."""
    with place.host() as host:
        found = host.ask("GET", f"/videos/{video_id}/compliance")
    print_rules(found, as_json=as_json)
    sys.exit(Exit.DONE if found["delivered"] else Exit.FAILED)


@click.command()
@_video_argument
@click.argument("rule_id", metavar="RULE")
@click.option("--person", required=True, help="Who accepts what the rule found: a name.")
@click.option("--reason", required=True, help="Why; it stays in the report.")
@click.pass_obj
def waive(place: Target, /, *, video_id: str, rule_id: str, person: str, reason: str) -> None:
    """Accept what RULE found in VIDEO, in a person's name. `omnigen jobs resume` then delivers it."""
    with place.host() as host:
        body = {"rule_id": rule_id, "person": person, "reason": reason}
        found = host.ask("POST", f"/videos/{video_id}/waivers", body)
    print_line(f"{rule_id} is waived by {person}; the rules now say: {found['status'].replace('_', ' ')}")


@click.command()
@_video_argument
@click.option("--person", required=True, help="Who approves: a name.")
@click.option("--role", required=True, help="In what role: medical, legal, regulatory, brand ...")
@click.pass_obj
def signoff(place: Target, /, *, video_id: str, person: str, role: str) -> None:
    """Approve the file of VIDEO in a person's name; the approval joins the job's chain."""
    with place.host() as host:
        chain = host.ask("POST", f"/videos/{video_id}/approvals", {"role": role, "person": person})["approvals"]
    last = chain[-1]
    print_line(
        f"Approval {len(chain)}, of the file {last['artifact_sha256'][:12]}, by {last['person']}, {last['role']}"
    )


@click.command()
@_video_argument
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="By default VIDEO-packet.zip here.")
@click.pass_obj
def packet(place: Target, /, *, video_id: str, out: Path | None) -> None:
    """Make the review packet of VIDEO and save it: video, storyboard, transcript, rules, models, approvals."""
    with place.host() as host:
        made: dict[str, Any] = host.ask("POST", f"/videos/{video_id}/packet")
        file = RemoteFile(made["packet_url"], made["bytes"], made["sha256"])
        print_line(download(file, out or Path(f"{video_id}-packet.zip")))
    print_line(f"SHA-256 {made['sha256']}", err=True)


@click.command()
@click.argument("file", metavar="PACKET", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(file: Path, *, as_json: bool) -> None:
    """Check a review PACKET: every byte is as it was written, and its chain of approvals holds. Needs no host."""
    try:
        flaws = verify_packet(file)
    except MediaRefused as error:
        flaws = [str(error)]
    if as_json:
        print_json({"packet": str(file), "flaws": flaws})
    else:
        for line in flaws or ["Every part is as it was written, and the chain of approvals holds"]:
            print_line(line)
    sys.exit(Exit.FAILED if flaws else Exit.DONE)
