"""What went on when, as a picture and as text: a lane for each purchase, time to the right."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmarks.timeline_stages import Span

ROW, LEFT, WIDTH = 22, 110, 960
COLOURS = {"vendor": "#2f7de1", "late": "#d6453d", "ours": "#e0a82e", "container": "#9aa4b2"}
SIGNS = {"vendor": "#", "late": "!", "ours": "o", "container": "."}
MEANINGS = {
    "vendor": "vendor at work",
    "late": "vendor done, not yet seen",
    "ours": "our work",
    "container": "container starts",
}
COLUMNS = 100


def picture(spans: Sequence[Span], wall: float, path: float) -> str:
    """An SVG, readable on light and dark pages."""
    lanes = _lanes(spans)
    scale = (WIDTH - LEFT - 10) / wall
    parts = [
        f'<text x="{LEFT - 8}" y="{number * ROW + 17}" text-anchor="end">{escape(lane)}</text>'
        for number, lane in enumerate(lanes)
    ]
    parts += [
        f'<rect x="{LEFT + one.start * scale:.1f}" y="{lanes.index(one.lane) * ROW + 4}" height="{ROW - 6}" '
        f'width="{max((one.end - one.start) * scale, 0.5):.1f}" fill="{COLOURS[one.kind]}"/>'
        for one in spans
    ]
    height = len(lanes) * ROW
    line = LEFT + path * scale
    parts.append(f'<path d="M{line:.1f} 0V{height + 4}" stroke="#2e9e5b" stroke-dasharray="4 3"/>')
    parts.append(f'<text x="{line - 4:.0f}" y="{height + 18}" text-anchor="end">critical path {path:.0f} s</text>')
    parts.append(f'<text x="{WIDTH - 10}" y="{height + 34}" text-anchor="end">wall {wall:.0f} s</text>')
    for number, (kind, meaning) in enumerate(MEANINGS.items()):
        x = LEFT + number * 190
        parts.append(f'<rect x="{x}" y="{height + 40}" width="12" height="12" fill="{COLOURS[kind]}"/>')
        parts.append(f'<text x="{x + 18}" y="{height + 51}">{meaning}</text>')
    style = "text{font:13px system-ui,sans-serif;fill:#7a8494}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 60}" role="img">'
        f"<style>{style}</style>{''.join(parts)}</svg>\n"
    )


def text(spans: Sequence[Span], wall: float, path: float) -> str:
    """The same in characters."""
    lanes = {lane: [" "] * COLUMNS for lane in _lanes(spans)}
    for one in spans:
        first, end = (int(seconds / wall * COLUMNS) for seconds in (one.start, one.end))
        for column in range(first, min(max(end, first + 1), COLUMNS)):
            lanes[one.lane][column] = SIGNS[one.kind]
    rows = [f"{lane:>11} |{''.join(signs).rstrip()}" for lane, signs in lanes.items()]
    legend = ", ".join(f"{SIGNS[kind]} {meaning}" for kind, meaning in MEANINGS.items())
    return "\n".join([*rows, f"wall {wall:.0f} s, critical path {path:.0f} s; {legend}", ""])


def _lanes(spans: Sequence[Span]) -> list[str]:
    """In the order in which they began, the cut last."""
    began: dict[str, float] = {}
    for one in sorted(spans, key=lambda span: span.start):
        began.setdefault(one.lane, one.start)
    return sorted(began, key=lambda lane: (lane == "cut", began[lane]))
