"""What composing should cost, and whether it does: each goal beside the figure that was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

from benchmarks.compose_rows import AT_ONCE, GROWTH, IN_SEGMENTS, MOVIEPY, RECUTS, Row

BEGIN, END = "<!-- goals: written by the benchmark -->", "<!-- end of goals -->"

_FIXED = "Python's start, opening clips, sound and the check of the finished file cost the same at any size"
_START = "the composition's own process: Python's start, opening and hashing the clips, joining, checking the result"
REASONS = {
    "one process, cold, 1080p: at most 1.15 floors": _FIXED,
    "one process, cold, 720p: at most 1.2 floors": _FIXED,
    "segments, cold, 720p: at most 1.3 floors": f"an ffmpeg for each segment, on top of that: {_FIXED}",
    "one scene changed: its pieces and at most 0.05 floors": _START,
    "one caption changed: its pieces and at most 0.05 floors": _START,
    "nothing changed: at most 0.05 floors, and the same bytes": (
        f"{_START}. A job does not come this far: it finds the cut by its hash and composes nothing"
    ),
}
"""Why a goal is missed, by its sentence; a missed goal without a reason cannot be published."""


@dataclass(frozen=True)
class Goal:
    """A sentence, the limit, and where its figure comes from; a goal without its rows is left out."""

    sentence: str
    limit: float
    figure: Callable[[Sequence[Row]], float]
    unit: str = ""

    def line(self, rows: Sequence[Row]) -> str:
        """The goal as a line of the table."""
        measured = self.figure(rows)
        met = round(measured, 3) <= self.limit
        verdict = "met" if met else f"**missed**: {REASONS[self.sentence]}"
        digits = 0 if self.unit == " MB" else 2
        return f"| {self.sentence} | {measured:.{digits}f}{self.unit} | {verdict} |"


def goals_table(rows: Sequence[Row]) -> str:
    """All goals as Markdown."""
    return "\n".join(["| goal | measured | |", "|---|--:|---|", *(goal.line(rows) for goal in GOALS)])


def write_goals(rows: Sequence[Row], page: Path) -> None:
    """Put the table into the page, between its marks."""
    before, _, rest = page.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{goals_table(rows)}\n\n{END}{after}")


def _row(rows: Sequence[Row], height: int, name: str) -> Row:
    return next(row for row in rows if (row.height, row.name) == (height, name))


def _ratio(height: int, name: str) -> Callable[[Sequence[Row]], float]:
    return lambda rows: _row(rows, height, name).ratio


def _memory(height: int, name: str) -> Callable[[Sequence[Row]], float]:
    return lambda rows: _row(rows, height, name).cost.memory


def _share_of_rival(rows: Sequence[Row]) -> float:
    """The larger of the two sizes' shares, each way relative to the floor that was measured with it."""
    return max(100 * _row(rows, height, AT_ONCE).ratio / _row(rows, height, MOVIEPY[3]).ratio for height in (720, 1080))


def _beyond_its_share(name: str) -> Callable[[Sequence[Row]], float]:
    """What a re-cut costs beyond the pieces that it encodes, in floors."""

    def figure(rows: Sequence[Row]) -> float:
        row = _row(rows, 720, name)
        return row.ratio - (row.fair_share or 0) / row.floor.cpu

    return figure


def _growing(rows: Sequence[Row], words: str) -> list[Row]:
    return sorted((row for row in rows if GROWTH in row.name and words in row.name), key=lambda row: row.seconds)


def _segments_memory(rows: Sequence[Row]) -> list[float]:
    return [row.cost.memory for row in [_row(rows, 720, IN_SEGMENTS), *_growing(rows, "ours, segments")]]


def _bend(rows: Sequence[Row]) -> float:
    """How far the costs lie from a straight line over the video's length at most, in per cent of the line."""
    costs = {row.seconds: row.cost.cpu for row in [_row(rows, 720, AT_ONCE), *_growing(rows, "ours, one")]}
    slope, start = linear_regression(list(costs), list(costs.values()))
    return max(abs(100 * cost / (start + slope * seconds) - 100) for seconds, cost in costs.items())


def _dearer_when_long(rows: Sequence[Row]) -> float:
    """What a second of the longest video in segments costs, relative to a second of the standard one."""
    longest, usual = _growing(rows, "ours, segments")[-1], _row(rows, 720, IN_SEGMENTS)
    return longest.cost.cpu / longest.seconds / (usual.cost.cpu / usual.seconds)


GOALS = (
    Goal("one process, cold, 1080p: at most 1.15 floors", 1.15, _ratio(1080, AT_ONCE)),
    Goal("one process, cold, 720p: at most 1.2 floors", 1.2, _ratio(720, AT_ONCE)),
    Goal("one process: at most 27 % of what popular generators take", 27, _share_of_rival, " %"),
    Goal(
        "one process, 1080p, four scenes: at most 700 MB",
        700,
        _memory(1080, AT_ONCE),
        " MB",
    ),
    Goal("segments, cold, 720p: at most 1.3 floors", 1.3, _ratio(720, IN_SEGMENTS)),
    Goal("segments, 4 to 32 scenes: at most 500 MB", 500, lambda rows: max(_segments_memory(rows)), " MB"),
    Goal(
        "segments: 32 scenes take at most 1.1 times the memory of 4",
        1.1,
        lambda rows: _segments_memory(rows)[-1] / _segments_memory(rows)[0],
    ),
    Goal("one scene changed: its pieces and at most 0.05 floors", 0.05, _beyond_its_share(RECUTS["scene"])),
    Goal("one caption changed: its pieces and at most 0.05 floors", 0.05, _beyond_its_share(RECUTS["caption"])),
    Goal("nothing changed: at most 0.05 floors, and the same bytes", 0.05, _ratio(720, RECUTS["nothing"])),
    Goal("one process, 15 to 60 s: costs on a straight line within 10 %", 10, _bend, " %"),
    Goal("segments, 30 to 240 s: a second costs at most 1.1 times as much in the long video", 1.1, _dearer_when_long),
)
