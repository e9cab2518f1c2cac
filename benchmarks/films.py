"""Thirty-three briefs of several kinds made into films offline, and what independent tools measure of them.

`python -m benchmarks.films make` makes those films that are not in the folder yet, one after the other; `measure`
writes docs/benchmarks/films.md with films_seen.md at its end, `sheet` a contact sheet of each of `--only`. Films are
half as wide and high as usual (`--scale`). The briefs are in films.json: options of `omnigen generate`, and the kind of
thing that is to be seen.
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

import av
from PIL import Image

from benchmarks.film_measures import Film, page

HERE = Path(__file__).parent
BRIEFS = HERE / "films.json"
ACROSS, ROW_HEIGHT = 6, 260
SEEN = HERE / "films_seen.md"
PAGE = HERE.parent / "docs" / "benchmarks" / "films.md"


def main(arguments: Sequence[str] | None = None) -> None:
    """Make films, or measure those that there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["make", "measure", "sheet"])
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
    elif chosen.action == "sheet":
        for brief in briefs:
            sheet(chosen.folder / f"{brief['id']}.mp4").save(
                PAGE.with_name(f"film-{brief['id']}.jpg"), quality=72, optimize=True
            )
    else:
        made = [brief for brief in briefs if (chosen.folder / f"{brief['id']}.json").exists()]
        films = [Film.read(brief, chosen.folder) for brief in made]
        PAGE.write_text(page(films, len(briefs), chosen.folder) + SEEN.read_text(encoding="utf-8"), encoding="utf-8")


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


def sheet(video: Path) -> Image.Image:
    """Twelve frames of a film, a twelfth of its length apart, in two rows; six in a row."""
    with av.open(str(video)) as container:
        frames = [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]
    wide = frames[0].width * ROW_HEIGHT // frames[0].height
    found = Image.new("RGB", (ACROSS * wide, 2 * ROW_HEIGHT))
    for number in range(2 * ACROSS):
        picked = frames[int((number + 0.5) * len(frames) / (2 * ACROSS))].resize((wide, ROW_HEIGHT))
        found.paste(picked, (number % ACROSS * wide, number // ACROSS * ROW_HEIGHT))
    return found


def _run(command: Sequence[str | Path], environment: dict[str, str]) -> str:
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
