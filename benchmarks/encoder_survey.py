"""What x264's presets cost at the quality that we deliver, judged by VMAF: docs/benchmarks/encoder.md.

    python -m benchmarks.encoder_survey

Two of the benchmarks' clips are encoded with each preset at two CRFs. Size and CPU seconds are read off, between the
two, where VMAF is that of today's setting. VMAF is libvmaf's default model, as it comes with the pinned ffmpeg.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
from dataclasses import dataclass
from pathlib import Path

from omnigen.rendering.ffmpeg.encoder_settings import EncoderSettings
from omnigen.rendering.ffmpeg.process import binary

from benchmarks.footage import make
from benchmarks.measuring import cost_of
from benchmarks.script import clip_path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks" / "encoder.md"
PRESETS = ("superfast", "veryfast", "faster", "fast", "medium")
CRFS = (18, 23)
THREADS = (1, 2, 4)
CLIPS = (0, 2)
TODAY = EncoderSettings()


@dataclass(frozen=True)
class Encoded:
    """CPU seconds, kilobytes and VMAF of all clips together."""

    cpu: float
    kilobytes: float
    vmaf: float


def encoded(folder: Path, height: int, frames: int, settings: EncoderSettings, *, judged: bool = True) -> Encoded:
    """Encode the beginning of each clip, and compare it with the clip."""
    cpu, kilobytes, scores = 0.0, 0.0, []
    for number in CLIPS:
        source, out = clip_path(folder, height, number), folder / "survey.mp4"
        coding = ("-c:v", "libx264", "-preset", settings.preset, "-crf", str(settings.crf), "-pix_fmt", "yuv420p")
        length = ("-frames:v", str(frames), "-an", "-g", "48", "-threads", str(settings.threads), str(out))
        cost, _ = cost_of([binary(), "-y", "-v", "error", "-nostdin", "-i", str(source), *coding, *length])
        cpu, kilobytes = cpu + cost.cpu, kilobytes + out.stat().st_size / 1000
        if judged:
            scores.append(vmaf(source, out, frames, folder))
    return Encoded(cpu, kilobytes, sum(scores) / len(scores) if scores else math.nan)


def vmaf(source: Path, out: Path, frames: int, folder: Path) -> float:
    """The mean VMAF of every second frame."""
    log = folder / "vmaf.json"
    part = f"trim=end_frame={frames},setpts=N/24/TB"
    graph = f"[0:v]{part}[d];[1:v]{part}[r];[d][r]libvmaf=log_fmt=json:log_path={log}:n_threads=1:n_subsample=2"
    inputs = ["-i", str(out), "-i", str(source)]
    command = [binary(), "-v", "error", "-nostdin", *inputs, "-filter_complex", graph, "-f", "null", "-"]
    subprocess.run(command, check=True)
    return float(json.loads(log.read_text())["pooled_metrics"]["vmaf"]["mean"])


def at_quality(low: Encoded, high: Encoded, wanted: float) -> Encoded:
    """Between two measurements (logarithms of size and CPU time over VMAF), what `wanted` would take."""
    share = (wanted - low.vmaf) / (high.vmaf - low.vmaf)

    def between(one: float, other: float) -> float:
        return math.exp(math.log(one) * (1 - share) + math.log(other) * share)

    return Encoded(between(low.cpu, high.cpu), between(low.kilobytes, high.kilobytes), wanted)


def survey(folder: Path, height: int, frames: int) -> str:
    """Both tables as Markdown."""
    today = encoded(folder, height, frames, TODAY)
    lines = [
        f"Today's setting: {TODAY.preset}, CRF {TODAY.crf}: VMAF {today.vmaf:.1f}, {today.kilobytes:.0f} kB.",
        "",
        "| preset | VMAF at CRF 18 and 23 | CPU time at today's VMAF | size at today's VMAF |",
        "|---|--:|--:|--:|",
    ]
    for preset in PRESETS:
        high, low = (encoded(folder, height, frames, EncoderSettings(preset=preset, crf=crf)) for crf in CRFS)
        same = at_quality(low, high, today.vmaf)
        again = encoded(folder, height, frames, TODAY, judged=False)  # in the same minute, on the same busy machine
        cost, size = same.cpu / again.cpu, same.kilobytes / today.kilobytes
        lines.append(f"| {preset} | {high.vmaf:.1f}, {low.vmaf:.1f} | {cost:.2f} | {size:.2f} |")
        print(lines[-1], flush=True)
    lines += ["", "| threads | CPU time | size |", "|---|--:|--:|"]
    for threads in THREADS:
        one = encoded(folder, height, frames, EncoderSettings(threads=threads), judged=False)
        again = encoded(folder, height, frames, TODAY, judged=False)
        lines.append(f"| {threads} | {one.cpu / again.cpu:.2f} | {one.kilobytes / today.kilobytes:.3f} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    """Write the tables into the page, between its marks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(".omnigen/benchmark"))
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--frames", type=int, default=96, help="of each clip")
    chosen = parser.parse_args()
    footage = chosen.folder.resolve() / "footage"
    make(footage, chosen.height)
    tables = survey(footage, chosen.height, chosen.frames)
    before, mark, rest = PAGE.read_text().partition("<!-- written by the survey -->")
    after = rest.partition("<!-- end of the survey -->")[2]
    PAGE.write_text(f"{before}{mark}\n\n{tables}\n\n<!-- end of the survey -->{after}")


if __name__ == "__main__":
    main()
