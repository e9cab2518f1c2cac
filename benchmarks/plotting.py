"""Bars as SVG, readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

BAR, GAP, LEFT, WIDTH = 22, 8, 330, 960
OURS, OTHERS, FLOOR = "#2f7de1", "#9aa4b2", "#e0a82e"


def draw(bars: Sequence[tuple[str, str, float]], unit: str = "times the CPU time of plain decode + encode") -> str:
    """Horizontal bars, one group for each first entry."""
    longest = max(value for _, _, value in bars)
    parts, y, group = [], 16, ""
    for name, label, value in bars:
        if name != group:
            group = name
            y += 22
            parts.append(f'<text x="8" y="{y}" font-weight="700">{escape(name)}</text>')
            y += 10
        width = (WIDTH - LEFT - 70) * value / longest
        fill = FLOOR if "floor" in label else OURS if label.startswith("ours") else OTHERS
        middle = y + BAR * 0.7
        parts.append(f'<text x="{LEFT - 10}" y="{middle:.0f}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{max(width, 1):.1f}" height="{BAR}" rx="3" fill="{fill}"/>')
        parts.append(f'<text x="{LEFT + width + 8:.1f}" y="{middle:.0f}">{value:.2f}</text>')
        y += BAR + GAP
    parts.append(f'<text x="{LEFT}" y="{y + 16}" fill="#7a8494">{escape(unit)}</text>')
    style = "text{font:13px system-ui,sans-serif;fill:#7a8494}text[font-weight]{fill:#4a90e2}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 28}" role="img">'
        f"<style>{style}</style>{''.join(parts)}</svg>\n"
    )
