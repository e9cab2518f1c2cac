"""Two versions of the composer in turn, on the same footage: what a change to the program saves on a busy machine.

    git worktree add --detach /tmp/before HEAD~3
    python -m benchmarks.compose_paired /tmp/before --rounds 2 --changes nothing music

Each round runs the floor (one ffmpeg that decodes and encodes the same frames), then for each change the other version
and this one, each from the segments that it keeps itself. Printed are the medians of CPU seconds of the process tree,
their ratios to the floor of the same round, and whether both versions gave the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from statistics import median

from omnigen.providers.offline.music import compose_bed

from benchmarks.compose import Bench
from benchmarks.footage import make
from benchmarks.measuring import cost_of

HERE = Path(__file__).parents[1]
CHANGES = ("nothing", "music", "caption", "scene")


class Pair:
    """The version of this checkout and another one, and where they keep what they made."""

    def __init__(self, folder: Path, other: Path, height: int) -> None:
        self.folder, self.height = folder, height
        self.versions = {"before": other.resolve(), "now": HERE}
        self.bench = Bench(folder, 1, lambda _: None, rivals=False)

    def prepare(self) -> None:
        """Footage, and a first cut in segments by each version; kept from an earlier call."""
        make(self.bench.footage, self.height)
        (self.bench.footage / "other.mp3").write_bytes(compose_bed("calm", 60, 2))
        for name in self.versions:
            if not (self._kept(name) / "video.mp4").exists():
                self._run(name, self._kept(name), "nothing")

    def floor(self) -> float:
        """CPU seconds of plain decode and encode."""
        return cost_of(self.bench.floor_arguments(self.height, 4))[0].cpu

    def cost(self, name: str, change: str) -> tuple[float, str]:
        """CPU seconds of a re-cut, and the hash of its bytes."""
        work = self.folder / f"paired-{name}"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self._kept(name), work)
        return self._run(name, work, change)

    def _kept(self, name: str) -> Path:
        return self.folder / f"paired-{name}-{self.height}"

    def _run(self, name: str, work: Path, change: str) -> tuple[float, str]:
        root = self.versions[name]
        environment = {**os.environ, "PYTHONPATH": f"{root / 'layers'}:{root}"}
        command = [sys.executable, "-m", "benchmarks.compose_ours", str(self.bench.footage.resolve())]
        options = ["--height", str(self.height), "--strategy", "segments", "--change", change]
        cost, said = cost_of([*command, str(work), *options], env=environment, cwd=str(root))  # type: ignore[arg-type]
        return cost.cpu, str(json.loads(said.splitlines()[-1])["sha256"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="a checkout of the other version")
    parser.add_argument("--folder", type=Path, default=Path(".omnigen/benchmark"))
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--changes", nargs="*", choices=CHANGES, default=CHANGES)
    chosen = parser.parse_args()
    pair = Pair(chosen.folder.resolve(), chosen.other, chosen.height)
    pair.prepare()
    costs: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for number in range(chosen.rounds):
        floor = pair.floor()
        print(f"round {number + 1}: floor {floor:.1f} CPU-s", flush=True)
        for change in chosen.changes:
            made = {name: pair.cost(name, change) for name in pair.versions}
            for name, (cpu, _) in made.items():
                costs.setdefault((change, name), []).append((cpu, cpu / floor))
            same = len({sha256 for _, sha256 in made.values()}) == 1
            told = ", ".join(f"{name} {cpu:.1f}" for name, (cpu, _) in made.items())
            print(f"  {change}: {told}; {'the same bytes' if same else 'OTHER BYTES'}", flush=True)
    print("\n| | CPU s | ratio to the floor |\n|---|--:|--:|")
    for (change, name), measured in costs.items():
        cpu, ratio = (median(part) for part in zip(*measured, strict=True))
        print(f"| {change} changed, {name} | {cpu:.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
