"""`python -m benchmarks.cuts VIDEO JOB.json`: cuts that a scene detector finds, beside those that were planned.

The job is what `omnigen jobs show JOB --json` prints.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from imageio_ffmpeg import get_ffmpeg_exe

THRESHOLD = 4
"""Of ffmpeg's scdet, 0 to 100; its usual 10 misses cuts between drawings in one palette."""

NEAR_SECONDS = 0.3
"""A cut is found where the detector names a frame so near to it."""


def found_cuts(video: Path) -> list[float]:
    """Seconds at which the detector sees another scene begin."""
    command = [get_ffmpeg_exe(), "-i", str(video), "-vf", f"scdet=threshold={THRESHOLD}", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    times = sorted(float(text) for text in re.findall(r"scd\.time: ([\d.]+)", said))
    return [later for earlier, later in pairwise([-1.0, *times]) if later - earlier > NEAR_SECONDS]


def planned_changes(scenes: Sequence[Mapping[str, Any]]) -> dict[float, str]:
    """The seconds at which scenes begin after the first, and how: "continue", or the transition of a new shot."""
    starts = accumulate(scene["duration"] for scene in scenes)
    return {
        start: "continue" if scene["join"] == "continue" else scene["transition"]
        for start, scene in zip(starts, scenes[1:], strict=False)
    }


def main(video: str, job: str) -> None:
    """Print a line for each change that was planned, then what was found besides."""
    found = found_cuts(Path(video))
    planned = planned_changes(json.loads(Path(job).read_text(encoding="utf-8"))["scenes"])
    for start, how in planned.items():
        hit = any(abs(cut - start) <= NEAR_SECONDS + (0.5 if how not in ("cut", "continue") else 0) for cut in found)
        print(f"{start:6.2f} s  {how:9}  {'found' if hit else 'not found'}")
    besides = [cut for cut in found if all(abs(cut - start) > NEAR_SECONDS + 0.5 for start in planned)]
    print(f"besides: {', '.join(f'{cut:.2f} s' for cut in besides) or 'none'}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
