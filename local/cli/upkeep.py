"""`omnigen doctor`, `omnigen backup` and `omnigen restore`: keeping the data folder."""

from __future__ import annotations

import os
from pathlib import Path

import click

from local.cli.exits import Exit
from local.cli.target import only_here
from local.cli.terminal import print_line


@click.command()
@click.option("--network", is_flag=True, help="Also ask whether the vendors' addresses answer.")
@click.pass_context
def doctor(context: click.Context, /, *, network: bool) -> int:
    """Check the data folder, its database, records and files, the disk, ffmpeg and the keys. Changes nothing.

    Exit code 1 when something has to be done; each such line says what.
    """
    from local.upkeep.checks import findings

    well = True
    for finding in findings(only_here(context), os.environ, network=network):
        well = well and finding.well
        print_line(f"{'ok' if finding.well else 'TROUBLE':8}{finding.check:10}{finding.words}")
        if finding.action:
            print_line(f"{'':18}{finding.action}")
    return Exit.DONE if well else Exit.FAILED


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def backup(context: click.Context, /, file: Path) -> None:
    """Write the data folder into the archive FILE, while a host may be at work on it.

    It holds the jobs, their files and the keys of the folder: keep it as you keep these.
    """
    from local.upkeep.backup import back_up

    count = back_up(only_here(context), file)
    print_line(f"{file}: {count} files")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_context
def restore(context: click.Context, /, file: Path) -> None:
    """Make the data folder anew from the archive FILE. The folder must not exist, or be empty.

    What was bought after the backup was written is not in it.
    """
    from local.upkeep.backup import restore as restore_folder

    data_dir = only_here(context)
    count = restore_folder(file, data_dir)
    print_line(f"{data_dir}: {count} files; check them with: omnigen doctor")
