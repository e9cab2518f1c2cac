"""What composing costs: our two strategies beside plain decode-and-encode and beside MoviePy, on the same footage.

    python -m benchmarks.compose                     # everything; about 15 CPU minutes
    python -m benchmarks.compose --heights 720 --growth

Writes docs/benchmarks/compose.json, compose-table.md, compose.svg and the goals in compose.md. Costs are CPU seconds of
the whole process tree, Python's start included, as ratios to the floor: the same frames decoded and encoded by one
ffmpeg at the same preset and CRF.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from omnigen.providers.offline.music import compose_bed
from omnigen.rendering.ffmpeg.process import binary
from omnigen.rendering.text.fonts import BOLD

from benchmarks.compose_goals import write_goals
from benchmarks.compose_rows import AT_ONCE, FLOOR, IN_SEGMENTS, MOVIEPY, RECUTS, Row, publish
from benchmarks.footage import make
from benchmarks.measuring import Cost, cost_of
from benchmarks.rival import rival_python
from benchmarks.script import clip_path

HERE = Path(__file__).parent
FRAMES = 720
SCENES_AT_ONCE = 12


class Bench:
    """One run of the benchmark in one folder; `tell` hears of each row."""

    def __init__(self, folder: Path, repeats: int, tell: Callable[[Row], None], *, rivals: bool = True) -> None:
        self.folder, self.repeats, self.rivals, self._tell = folder, repeats, rivals, tell
        self.footage = folder / "footage"

    def standard(self, height: int) -> None:
        """Every way to make the 30-second video of four scenes."""
        make(self.footage, height)
        floor, cost = self._pair(self.floor_arguments(height, 4), self._ours(height, 4, "one-process"))
        self._add(height, 30, FLOOR, floor, floor, self._floor_file(height, 4))
        self._add(height, 30, AT_ONCE, cost, floor, self._video(height, 4, "one-process"))
        cold = self._cold(height, 4, "segments")
        self._add(height, 30, IN_SEGMENTS, cold, floor, self._video(height, 4, "segments"))
        self._recuts(height, cold, floor)
        for writes, name in MOVIEPY.items() if self.rivals else ():
            out = self.folder / f"moviepy-{height}-{writes}" / "video.mp4"
            program = [str(rival_python(self.folder)), str(HERE / "compose_moviepy.py")]
            sizes = ["--height", str(height), "--writes", str(writes)]
            rival, _ = cost_of([*program, str(self.footage), str(out), self._font(), *sizes])
            self._add(height, 30, name, rival, floor, out)

    def growth(self, height: int, lengths: list[int]) -> None:
        """Longer videos of more scenes, each by the way the program chooses for it."""
        make(self.footage, height)
        for scenes in lengths:
            seconds = scenes * 7.5
            strategy = "one-process" if scenes <= SCENES_AT_ONCE else "segments"
            floor, _ = cost_of(self.floor_arguments(height, scenes))
            cost = self._cold(height, scenes, strategy)
            self._add(height, seconds, f"{scenes} scenes: plain decode + encode", floor, floor)
            self._add(height, seconds, f"{scenes} scenes: ours, {strategy}", cost, floor)

    def _recuts(self, height: int, cold: Cost, floor: Cost) -> None:
        (self.footage / "other.mp3").write_bytes(compose_bed("calm", 60, 2))
        before = _digest(self._video(height, 4, "segments"))
        encoding = 0.0
        for change, name in RECUTS.items():
            cost, said = cost_of(self._ours(height, 4, "segments", change))
            facts = json.loads(said.splitlines()[-1])
            if change == "music":  # everything but the pictures was made again
                encoding = cold.cpu - cost.cpu
            share = encoding * facts["frames_encoded"] / FRAMES
            self._add(height, 30, name, cost, floor, note=_note(facts, change, before), fair_share=round(share, 2))

    def _add(
        self, height: int, seconds: float, name: str, cost: Cost, floor: Cost, video: Path | None = None, **more: Any
    ) -> None:
        psnr, ssim = _likeness(clip_path(self.footage, height, 0), video) if video else (None, None)
        self._tell(Row(height, seconds, name, cost, floor, psnr=psnr, ssim=ssim, **more))

    def _cold(self, height: int, scenes: int, strategy: str) -> Cost:
        shutil.rmtree(self._video(height, scenes, strategy).parent, ignore_errors=True)
        return cost_of(self._ours(height, scenes, strategy))[0]

    def _pair(self, floor: list[str], ours: list[str]) -> tuple[Cost, Cost]:
        """The cheapest of several runs of each, in turn: what others do on the machine only ever adds."""
        runs = [(cost_of(floor)[0], cost_of(ours)[0]) for _ in range(self.repeats)]
        return min((one for one, _ in runs), key=_cpu), min((one for _, one in runs), key=_cpu)

    def floor_arguments(self, height: int, scenes: int) -> list[str]:
        """The command that decodes and encodes the same frames and does nothing else."""
        listing = self.folder / f"floor-{height}-{scenes}.txt"
        clips = [clip_path(self.footage, height, number).resolve() for number in range(scenes)]
        listing.write_text("ffconcat version 1.0\n" + "".join(f"file '{one}'\noutpoint 7.5\n" for one in clips))
        coding = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "4")
        return [
            *(binary(), "-y", "-v", "error", "-nostdin", "-f", "concat", "-safe", "0", "-i", str(listing)),
            *("-map", "0:v", *coding, "-g", "48", "-fps_mode", "passthrough", "-frames:v", str(180 * scenes)),
            *("-movflags", "+faststart", str(self._floor_file(height, scenes))),
        ]

    def _floor_file(self, height: int, scenes: int) -> Path:
        return self.folder / f"floor-{height}-{scenes}.mp4"

    def _ours(self, height: int, scenes: int, strategy: str, change: str = "nothing") -> list[str]:
        program = [sys.executable, "-m", "benchmarks.compose_ours", str(self.footage)]
        options = ["--height", str(height), "--scenes", str(scenes), "--strategy", strategy, "--change", change]
        return [*program, str(self._video(height, scenes, strategy).parent), *options]

    def _video(self, height: int, scenes: int, strategy: str) -> Path:
        return self.folder / f"{strategy}-{height}-{scenes}" / "video.mp4"

    def _font(self) -> str:
        path = self.folder / BOLD.file_name
        path.write_bytes(BOLD.load())
        return str(path)


def _cpu(cost: Cost) -> float:
    return cost.cpu


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _note(facts: dict[str, Any], change: str, before: str) -> str:
    note = f"{facts['segments'] - facts['segments_reused']} of {facts['segments']} segments encoded"
    if change != "nothing":
        return f"{note}: {facts['frames_encoded']} of {FRAMES} frames"
    return note + (", same bytes" if facts["sha256"] == before else ", OTHER BYTES")


def _likeness(source: Path, video: Path) -> tuple[float, float]:
    """PSNR (luma, dB) and SSIM of frames 80 to 160 against their source, in the band where no text stands."""
    part = "trim=start_frame=80:end_frame=160,setpts=N/24/TB,crop=iw:ih*0.5:0:ih*0.25,format=yuv420p"
    graph = f"[0:v]{part},split[a][b];[1:v]{part},split[c][d];[a][c]psnr[p];[b][d]ssim[s]"
    command = [binary(), "-nostdin", "-i", str(video), "-i", str(source), "-filter_complex", graph]
    sinks = ["-map", "[p]", "-f", "null", "-", "-map", "[s]", "-f", "null", "-"]
    said = subprocess.run([*command, *sinks], capture_output=True, text=True, check=True).stderr
    psnr, ssim = re.search(r"PSNR y:([\d.]+)", said), re.search(r"SSIM.*All:([\d.]+)", said)
    if not (psnr and ssim):
        raise RuntimeError(f"No PSNR or SSIM in: {said[-500:]}")
    return round(float(psnr.group(1)), 1), round(float(ssim.group(1)), 4)


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(".omnigen/benchmark"), help="where files are made")
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs" / "benchmarks")
    parser.add_argument("--heights", type=int, nargs="*", default=[720, 1080])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="*", default=[2, 4, 8, 16, 32], help="numbers of scenes")
    parser.add_argument("--no-rivals", action="store_true", help="leave MoviePy's rows as they are")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)

    def tell(row: Row) -> None:
        print(f"{row.height}p {row.name}: {row.cost.cpu:.1f} CPU-s, {row.ratio:.2f} {row.note}", flush=True)
        publish([row], chosen.out)

    bench = Bench(folder, chosen.repeats, tell, rivals=not chosen.no_rivals)
    for height in chosen.heights:
        bench.standard(height)
    bench.growth(720, chosen.growth)
    write_goals(publish([], chosen.out), chosen.out / "compose.md")


if __name__ == "__main__":
    main()
