"""`python -m tests.chaos [--minutes N] [--seed N] [DRILL ...]`: drills that take longer than tests may.

Each drill has its share of the time, and chance that is the same for the same seed. It counts what it did, and what was
wrong at its end; the folder of a drill that found something is kept.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos import drills, full_disk, neighbours, soak
from tests.chaos.tally import Drill

DRILLS: dict[str, Callable[[Drill], None]] = {
    "kills": soak.kills,
    "kills-unsearchable": soak.kills_unsearchable,
    "storms": drills.storms,
    "power-cuts": drills.power_cuts,
    "clock-jumps": drills.clock_jumps,
    "damage": drills.damage,
    "full-disk": full_disk.full_disk,
    "two-hosts": neighbours.two_hosts,
    "slow-receivers": neighbours.slow_receivers,
}


def main(names: list[str], minutes: float, seed: int) -> int:
    """Run the drills; 0 if nothing was wrong."""
    share = minutes * 60 / len(names)
    failed = 0
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix=f"omnigen-{name}-"))
        drill = Drill(name, folder, random.Random(f"{seed} {name}"), time.monotonic() + share)
        try:
            DRILLS[name](drill)
        except AssertionError as error:
            drill.troubles.append(str(error))
        _say(f"{drill.report()}{f' (look at {folder})' if drill.troubles else ''}")
        if drill.troubles:
            failed += 1
        else:
            shutil.rmtree(folder)
    _say(f"seed {seed}: {len(names) - failed} of {len(names)} drills found nothing")
    return 1 if failed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["host"]:
        soak.host(Path(sys.argv[2]), int(sys.argv[3]))
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("drills", nargs="*", choices=[*DRILLS, []], metavar="DRILL", help=", ".join(DRILLS))
    given = parser.parse_args()
    sys.exit(main(given.drills or list(DRILLS), given.minutes, given.seed))
