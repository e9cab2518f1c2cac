"""Thirty-three briefs of several kinds made into films offline, and what independent tools measure of them.

`python -m benchmarks.films make` makes those films that are not in the folder yet, one after the other; `measure`
writes docs/benchmarks/films.md. Films are half as wide and high as usual (`--scale`), so that a film takes half a
minute. The briefs are in films.json: options of `omnigen generate`, and the kind of thing that is to be seen.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.film_measures import Film, page

HERE = Path(__file__).parent
BRIEFS = HERE / "films.json"
PAGE = HERE.parent / "docs" / "benchmarks" / "films.md"


def main(arguments: Sequence[str] | None = None) -> None:
    """Make films, or measure those that there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["make", "measure"])
    parser.add_argument("--folder", type=Path, required=True, help="where the films are kept")
    parser.add_argument("--scale", default="0.5", help="size of the pictures, as a share of the usual one")
    parser.add_argument("--only", nargs="*", help="ids of briefs")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    known = json.loads(BRIEFS.read_text(encoding="utf-8"))
    briefs = [one for one in known if not chosen.only or one["id"] in chosen.only]
    if chosen.action == "make":
        for brief in briefs:
            make(brief, chosen.folder, chosen.scale)
    else:
        made = [brief for brief in briefs if (chosen.folder / f"{brief['id']}.json").exists()]
        films = [Film.read(brief, chosen.folder) for brief in made]
        PAGE.write_text(page(films, chosen.folder), encoding="utf-8")


def make(brief: dict[str, Any], folder: Path, scale: str) -> None:
    """Make the film of a brief, with its record beside it; nothing where both are there."""
    video, record = folder / f"{brief['id']}.mp4", folder / f"{brief['id']}.json"
    if video.exists() and record.exists():
        return
    command = Path(sys.executable).with_name("omnigen")
    environment = os.environ | {"OMNIGEN_PICTURE_SCALE": scale}
    began = time.monotonic()
    said = _run([command, "generate", *brief["args"], "--out", video, "--force", "--json"], environment)
    shown = _run([command, "jobs", "show", json.loads(said)["job_id"], "--json"], environment)
    record.write_text(shown, encoding="utf-8")
    print(f"{brief['id']}: {time.monotonic() - began:.0f} s", flush=True)


def _run(command: Sequence[str | Path], environment: dict[str, str]) -> str:
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
