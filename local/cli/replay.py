"""`omnigen replay`: a cut made again from its manifest, and compared."""

from __future__ import annotations

from pathlib import Path

import click

from local.cli.exits import Exit
from local.cli.target import only_here
from local.cli.terminal import print_line


@click.command()
@click.argument("manifest", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_context
def replay(context: click.Context, /, manifest: Path) -> int:
    """Make the cut of a MANIFEST again from the files in the data folder, and compare it byte by byte.

    The manifest of a video is at its `manifest_url`. Nothing is bought and nothing is kept. Exit code 1 when the bytes
    differ; what else differs is said.
    """
    from omnigen.rendering.replay import read_manifest
    from omnigen.rendering.replay import replay as make_again
    from omnigen.rendering.workdir import scratch_folder

    from local.cli.session import session

    wanted = read_manifest(manifest.read_bytes())
    with session(only_here(context)) as opened, scratch_folder() as folder:
        found = make_again(opened.app, wanted, folder)
    print_line(f"The unsigned cut is {'the same' if found.same else 'another one'}: sha256 {found.unsigned_sha256}")
    for sentence in found.differences:
        print_line(f"  {sentence}")
    return Exit.DONE if found.same else Exit.FAILED
