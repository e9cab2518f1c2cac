"""Frames of a finished video with what its placement covers drawn over them.

Run: python -m benchmarks.placement_sheet VIDEO --placement tiktok --out sheet.png. The aspect ratio is the video's own.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import av
from omnigen.domain.placement import CoveredZone, Placement, known_placements
from PIL import Image, ImageDraw

RATIOS = {"16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0}
ZONE_COLOUR = (220, 20, 60)
ACROSS = 6
SIDE = 480
"""Pixels of the longer side of a frame on the sheet."""


def evenly(path: Path, count: int) -> list[Image.Image]:
    """So many frames of a video, the first and the last of them included."""
    with av.open(str(path)) as container:
        total = container.streams.video[0].frames
        wanted = {round(number * (total - 1) / (count - 1)) for number in range(count)}
        return [frame.to_image() for number, frame in enumerate(container.decode(video=0)) if number in wanted]


def with_zones(frame: Image.Image, covered: Sequence[CoveredZone]) -> Image.Image:
    """The frame with the covered zones tinted and framed."""
    layer = Image.new("RGBA", frame.size)
    draw = ImageDraw.Draw(layer)
    for zone in covered:
        left, right = (int(share * frame.width) for share in (zone.left, zone.right))
        top, bottom = (int(share * frame.height) for share in (zone.top, zone.bottom))
        draw.rectangle(
            (left, top, right - 1, bottom - 1), fill=(*ZONE_COLOUR, 60), outline=(*ZONE_COLOUR, 255), width=2
        )
    return Image.alpha_composite(frame.convert("RGBA"), layer).convert("RGB")


def sheet(frames: Sequence[Image.Image]) -> Image.Image:
    """Frames side by side, six in a row."""
    scale = SIDE / max(frames[0].size)
    width, height = (round(side * scale) for side in frames[0].size)
    rows = -(-len(frames) // ACROSS)
    paper = Image.new("RGB", (ACROSS * (width + 4), rows * (height + 4)), "white")
    for number, frame in enumerate(frames):
        place = (number % ACROSS * (width + 4), number // ACROSS * (height + 4))
        paper.paste(frame.resize((width, height), Image.Resampling.LANCZOS), place)
    return paper


def main() -> None:
    """Write the sheet of one video."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path)
    parser.add_argument("--placement", type=Placement, choices=list(Placement), default=Placement.NONE)
    parser.add_argument("--frames", type=int, default=12)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    frames = evenly(chosen.video, chosen.frames)
    ratio = min(RATIOS, key=lambda name: abs(RATIOS[name] - frames[0].width / frames[0].height))
    covered = known_placements()[chosen.placement].formats[ratio].covered
    sheet([with_zones(frame, covered) for frame in frames]).save(chosen.out)


if __name__ == "__main__":
    main()
