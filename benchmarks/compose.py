"""What composing costs: our two strategies beside plain decode-and-encode and beside MoviePy, on the same footage.

    python benchmarks/compose.py                     # everything; about 15 minutes on two quiet cores
    python benchmarks/compose.py --heights 720 --growth

Writes docs/benchmarks/compose.md, .json and .svg. Costs are CPU seconds of the whole process tree, Python's start
included, as ratios to the floor: the same frames decoded and encoded by one ffmpeg at the same preset and CRF.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from footage import clip_path, make
from measuring import Cost, cost_of
from omnigen.media.ffmpeg import binary
from omnigen.media.fonts import BOLD
from omnigen.media.music import compose_bed
from plotting import draw

HERE = Path(__file__).parent
HEAD = ("| | CPU s | ratio | wall s | peak MB | PSNR-Y | SSIM | |", "|---|--:|--:|--:|--:|--:|--:|---|")
RIVAL = ("--isolated", "--no-project", "--with", "moviepy==2.2.1", "python")


@dataclass(frozen=True)
class Row:
    """One line of the table. `psnr` (dB) and `ssim` compare the first scene with its source, where no text stands."""

    height: int
    seconds: float
    name: str
    cost: Cost
    floor: Cost
    note: str = ""
    psnr: float | None = None
    ssim: float | None = None

    @property
    def ratio(self) -> float:
        """CPU time relative to the floor."""
        return self.cost.cpu / self.floor.cpu


class Bench:
    """One run of the benchmark in one folder."""

    def __init__(self, folder: Path, repeats: int) -> None:
        self.folder, self.repeats = folder, repeats
        self.footage = folder / "footage"
        self.rows: list[Row] = []

    def standard(self, height: int) -> None:
        """Every way to make the 30-second video of four scenes."""
        make(self.footage, height)
        floor, floor_file = self._floor(height, 4)
        self._add(height, 30, "plain decode + encode (the floor)", floor, floor, floor_file)
        cost, _ = self._best(self._ours(height, 4, "one-process"))
        self._add(height, 30, "ours, one process, nothing cached", cost, floor, self._video(height, 4, "one-process"))
        cost, _ = cost_of(self._ours(height, 4, "segments"))
        self._add(height, 30, "ours, segments, nothing cached", cost, floor, self._video(height, 4, "segments"))
        self._recuts(height, floor)
        for writes, name in ((1, "MoviePy, one write"), (3, "MoviePy, three writes, as popular generators do")):
            out = self.folder / f"moviepy-{height}-{writes}" / "video.mp4"
            cost, _ = cost_of([*self._rival(), str(self.footage), str(out), self._font(), *_numbers(height, writes)])
            self._add(height, 30, name, cost, floor, out)

    def growth(self, height: int, lengths: list[int]) -> None:
        """Longer videos of more scenes, each by the way the program chooses for it."""
        for scenes in lengths:
            seconds = scenes * 7.5
            floor, _ = self._floor(height, scenes)
            strategy = "one-process" if scenes <= 12 else "segments"
            cost, _ = cost_of(self._ours(height, scenes, strategy))
            self._add(height, seconds, f"{scenes} scenes: plain decode + encode", floor, floor)
            self._add(height, seconds, f"{scenes} scenes: ours, {strategy}", cost, floor)

    def _recuts(self, height: int, floor: Cost) -> None:
        (self.footage / "other.mp3").write_bytes(compose_bed("calm", 60, 2))
        names = {
            "nothing": "nothing changed",
            "caption": "one caption changed",
            "scene": "one scene changed",
            "music": "music changed",
        }
        before = _digest(self._video(height, 4, "segments"))
        for change, name in names.items():
            cost, said = cost_of(self._ours(height, 4, "segments", change))
            facts = json.loads(said.splitlines()[-1])
            note = f"{facts['segments'] - facts['segments_reused']} of {facts['segments']} segments encoded"
            if change == "nothing":
                note += ", same bytes" if facts["sha256"] == before else ", OTHER BYTES"
            self._add(height, 30, f"ours, segments, {name}", cost, floor, note=note)

    def _add(
        self, height: int, seconds: float, name: str, cost: Cost, floor: Cost, video: Path | None = None, note: str = ""
    ) -> None:
        likeness = _likeness(clip_path(self.footage, height, 0), video) if video else (None, None)
        row = Row(height, seconds, name, cost, floor, note, *likeness)
        self.rows.append(row)
        print(f"{height}p {name}: {cost.cpu:.1f} CPU-s, {row.ratio:.2f}, {cost.memory:.0f} MB {note}", flush=True)

    def _floor(self, height: int, scenes: int) -> tuple[Cost, Path]:
        listing, out = self.folder / f"floor{scenes}.txt", self.folder / f"floor-{height}-{scenes}.mp4"
        clips = [clip_path(self.footage, height, number).resolve() for number in range(scenes)]
        listing.write_text("ffconcat version 1.0\n" + "".join(f"file '{one}'\noutpoint 7.5\n" for one in clips))
        coding = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "4")
        command = [
            *(binary(), "-y", "-v", "error", "-nostdin", "-f", "concat", "-safe", "0", "-i", str(listing)),
            *("-map", "0:v", *coding, "-g", "48", "-fps_mode", "passthrough", "-frames:v", str(180 * scenes)),
            *("-movflags", "+faststart", str(out)),
        ]
        return self._best(command)[0], out

    def _best(self, command: list[str]) -> tuple[Cost, str]:
        """The cheapest of several runs: what others do on the machine only ever adds."""
        return min((cost_of(command) for _ in range(self.repeats)), key=lambda one: one[0].cpu)

    def _ours(self, height: int, scenes: int, strategy: str, change: str = "nothing") -> list[str]:
        program = [sys.executable, str(HERE / "compose_ours.py"), str(self.footage)]
        options = ["--height", str(height), "--scenes", str(scenes), "--strategy", strategy, "--change", change]
        return [*program, str(self._video(height, scenes, strategy).parent), *options]

    def _video(self, height: int, scenes: int, strategy: str) -> Path:
        return self.folder / f"{strategy}-{height}-{scenes}" / "video.mp4"

    def _rival(self) -> list[str]:
        python = os.environ.get("MOVIEPY_PYTHON")
        start = [python] if python else ["uv", "run", *RIVAL]
        return [*start, str(HERE / "compose_moviepy.py")]

    def _font(self) -> str:
        path = self.folder / BOLD.file_name
        path.write_bytes(BOLD.load())
        return str(path)


def _numbers(height: int, writes: int) -> list[str]:
    return ["--height", str(height), "--writes", str(writes)]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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


def table(rows: list[Row]) -> str:
    """The rows as Markdown, one table for each height, growth apart."""
    lines = []
    for title, chosen in (
        *(
            (f"30 s, four scenes, {h}p", [r for r in rows if r.height == h and "scenes:" not in r.name])
            for h in (720, 1080)
        ),
        ("Growth, 720p", [row for row in rows if "scenes:" in row.name]),
    ):
        if chosen:
            lines += [f"### {title}\n", *HEAD]
            lines += [_line(row) for row in chosen]
            lines.append("")
    return "\n".join(lines)


def _line(row: Row) -> str:
    likeness = f"{row.psnr} | {row.ssim}" if row.psnr else " | "
    cost = row.cost
    figures = f"{cost.cpu:.1f} | **{row.ratio:.2f}** | {cost.wall:.1f} | {cost.memory:.0f}"
    return f"| {row.name} | {figures} | {likeness} | {row.note} |"


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(".omnigen/benchmark"), help="where files are made")
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs" / "benchmarks")
    parser.add_argument("--heights", type=int, nargs="*", default=[720, 1080])
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--growth", type=int, nargs="*", default=[2, 4, 8, 32], help="numbers of scenes")
    chosen = parser.parse_args()
    bench = Bench(chosen.folder.resolve(), chosen.repeats)
    for height in chosen.heights:
        bench.standard(height)
        publish(bench.rows, chosen.out)
    if chosen.growth:
        bench.growth(720, chosen.growth)
        publish(bench.rows, chosen.out)


def publish(rows: list[Row], out: Path) -> None:
    """Write what was measured so far; rows of earlier runs stay until they are measured again."""
    out.mkdir(parents=True, exist_ok=True)
    kept = _earlier(out / "compose.json")
    known = {(row.height, row.seconds, row.name): row for row in [*kept, *rows]}
    everything = list(known.values())
    facts = [asdict(row) | {"ratio": round(row.ratio, 3)} for row in everything]
    (out / "compose.json").write_text(json.dumps(facts, indent=1) + "\n")
    (out / "compose-table.md").write_text(table(everything))
    bars = [(f"{row.height}p", row.name, row.ratio) for row in everything if "scenes:" not in row.name]
    (out / "compose.svg").write_text(draw(bars))


def _earlier(path: Path) -> list[Row]:
    if not path.exists():
        return []
    rows = json.loads(path.read_text())
    for row in rows:
        row.pop("ratio")
        row["cost"], row["floor"] = Cost(**row["cost"]), Cost(**row["floor"])
    return [Row(**row) for row in rows]


if __name__ == "__main__":
    main()
