"""The rows of the composition benchmark: kept as JSON, shown as Markdown tables and as a plot."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measuring import Cost
from benchmarks.plotting import draw

HEAD = ("| | CPU s | ratio | wall s | peak MB | PSNR-Y | SSIM | |", "|---|--:|--:|--:|--:|--:|--:|---|")
FLOOR = "plain decode + encode (the floor)"
AT_ONCE = "ours, one process, nothing cached"
IN_SEGMENTS = "ours, segments, nothing cached"
RECUTS = {
    "nothing": "ours, segments, nothing changed",
    "music": "ours, segments, music changed",
    "caption": "ours, segments, one caption changed",
    "scene": "ours, segments, one scene changed",
}
MOVIEPY = {1: "MoviePy, one write", 3: "MoviePy, three writes, as popular generators do"}
GROWTH = "scenes:"


@dataclass(frozen=True)
class Row:
    """One line of the table. `psnr` (luma, dB) and `ssim` compare the first scene with its source, beside all text.

    `fair_share` is what a re-cut would cost if the pieces it encodes cost what they did when all were encoded: CPU
    seconds.
    """

    height: int
    seconds: float
    name: str
    cost: Cost
    floor: Cost
    note: str = ""
    psnr: float | None = None
    ssim: float | None = None
    fair_share: float | None = None

    @property
    def ratio(self) -> float:
        """CPU time relative to the floor."""
        return self.cost.cpu / self.floor.cpu


def publish(rows: Iterable[Row], out: Path) -> list[Row]:
    """Write what was measured so far; rows of earlier runs stay until they are measured again. All rows."""
    known = {(row.height, row.seconds, row.name): row for row in [*read(out), *rows]}
    everything = list(known.values())
    facts = [asdict(row) | {"ratio": round(row.ratio, 3)} for row in everything]
    (out / "compose.json").write_text(json.dumps(facts, indent=1) + "\n")
    (out / "compose-table.md").write_text(table(everything))
    bars = [(f"{row.height}p", row.name, row.ratio) for row in everything if GROWTH not in row.name]
    (out / "compose.svg").write_text(draw(bars))
    return everything


def read(out: Path) -> list[Row]:
    """The rows as they were published."""
    path = out / "compose.json"
    rows = json.loads(path.read_text()) if path.exists() else []
    for row in rows:
        row.pop("ratio")
        row["cost"], row["floor"] = Cost(**row["cost"]), Cost(**row["floor"])
    return [Row(**row) for row in rows]


def table(rows: list[Row]) -> str:
    """The rows as Markdown, one table for each height, growth apart."""
    growth = [row for row in rows if GROWTH in row.name]
    standard = [row for row in rows if row not in growth]
    heights = sorted({row.height for row in standard})
    groups = [
        (f"30 s, four scenes, {height}p", [row for row in standard if row.height == height]) for height in heights
    ]
    groups.append(("Growth, 720p", growth))
    parts = [["# What composing costs: the figures", "", "Written by `make bench`; see [compose.md](compose.md)."]]
    parts += [[f"## {title}", "", *HEAD, *map(_line, chosen)] for title, chosen in groups if chosen]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _line(row: Row) -> str:
    likeness = f"{row.psnr} | {row.ssim}" if row.psnr else " | "
    cost = row.cost
    figures = f"{cost.cpu:.1f} | **{row.ratio:.2f}** | {cost.wall:.1f} | {cost.memory:.0f}"
    return f"| {row.name} | {figures} | {likeness} | {row.note} |"
