"""The check of products in finished videos: 20 synthetic products x 3 aspect ratios, true and with planted faults.

`python -m benchmarks.products` writes docs/benchmarks/products.md. Every frame goes through H.264, as in a video.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Colorspace
from numpy.typing import NDArray
from omnigen.domain.timeline import Canvas, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.media.cutout import Cutout, cut_out
from omnigen.providers.offline.drawing.pictures import draw_place
from omnigen.rendering.ffmpeg.encoder_settings import EncoderSettings
from omnigen.rendering.quality.product import ProductMatch, match_product
from omnigen.rendering.video.hero import ProductShot

from tests.products import LABELS, SyntheticProduct, photo, product

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks" / "products.md"
CANVASES = {
    "16:9": Canvas(width=640, height=360),
    "9:16": Canvas(width=360, height=640),
    "1:1": Canvas(width=480, height=480),
}
PLACES = ("a plain studio", "a wooden tabletop", "a tiled bathroom", "a sunlit kitchen", "a quiet beach")
_HEAD = """# Products in finished videos

Written by `python -m benchmarks.products`. Twenty synthetic products, cut out of synthetic photos, stand in drawn
places; one frame of each goes through the encoder of finished videos and is compared with the photo
(`layers/omnigen/rendering/quality/product.py`): structural similarity of at least 0.95, a median colour difference
(CIEDE2000) of at most 3, and the same letters on the label. Faults are planted: another product of the same form, a
colour that is a few shades off, two letters of the name in each other's place.

| planted | frames | reported | similarity | colour difference |
|---|---|---|---|---|
{summary}

{seconds:.0f} CPU-seconds in all. Labels are read where nothing is planted and where they are misspelt.

| product | ratio | planted | similarity | colour difference | label read | reported |
|---|---|---|---|---|---|---|
"""

FAULTS = ("none", "swapped", "recoloured", "misspelt")
GREY = (120, 140, 150)
FRAME = 20


@dataclass(frozen=True)
class Row:
    """One product in one aspect ratio with one fault, and what was measured of it."""

    number: int
    ratio: str
    fault: str
    match: ProductMatch


def main() -> None:
    """Measure everything and write the page."""
    began = time.process_time()
    rows = [row for ratio, canvas in CANVASES.items() for row in _measured(ratio, canvas)]
    PAGE.write_text(_page(rows, time.process_time() - began), encoding="utf-8")


def _measured(ratio: str, canvas: Canvas) -> Iterator[Row]:
    cuts = [cut_out(photo(product(number), background=GREY)) for number in range(len(LABELS))]
    planned = [(number, fault) for number in range(len(LABELS)) for fault in FAULTS]
    with tempfile.TemporaryDirectory() as folder:
        shots = [_shot(Path(folder), canvas, number, _cut(cuts, number, fault)) for number, fault in planned]
        frames = _coded([next(shot.frames(FRAME, FRAME + 1)) for shot in shots], canvas)
        for (number, fault), frame in zip(planned, frames, strict=True):
            true = _shot(Path(folder), canvas, number, cuts[number])
            match = match_product(frame, true.cutout, true.pose.at(FRAME), read=fault in {"none", "misspelt"})
            assert match is not None
            yield Row(number, ratio, fault, match)


def _cut(cuts: Sequence[Cutout], number: int, fault: str) -> Cutout:
    if fault == "none":
        return cuts[number]
    if fault == "swapped":
        return cuts[(number + 5) % len(cuts)]  # of the same form
    changed: SyntheticProduct = product(number).recoloured() if fault == "recoloured" else product(number).misspelt()
    return cut_out(photo(changed, background=GREY))


def _shot(folder: Path, canvas: Canvas, number: int, cut: Cutout) -> ProductShot:
    still, cutout = folder / f"{number}.png", folder / "cutout.png"
    still.write_bytes(draw_place(PLACES[number % len(PLACES)], canvas.width, canvas.height, seed=number).png)
    cutout.write_bytes(cut.png())
    shot = TimelineShot(scene_id="s01", frames=48, kind="still", seed=number)
    return ProductShot.open(plan_timeline(canvas, [shot]), 0, still, cutout)


def _coded(frames: Sequence[bytes], canvas: Canvas) -> list[NDArray[np.uint8]]:
    """Raw frames as they come out of a finished video."""
    settings, file = EncoderSettings(), io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        options = {"preset": settings.preset, "crf": str(settings.crf)}
        stream = container.add_stream("libx264", rate=24, options=options)
        stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "yuv420p"
        for raw in frames:
            planes = np.frombuffer(raw, np.uint8).reshape(canvas.height * 3 // 2, canvas.width)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode())
    file.seek(0)
    with av.open(file) as container:
        seen = [frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709) for frame in container.decode(video=0)]
        return [np.asarray(frame.to_ndarray(), np.uint8) for frame in seen]


def _page(rows: Sequence[Row], seconds: float) -> str:
    found = {fault: [row for row in rows if row.fault == fault] for fault in FAULTS}
    summary = [
        f"| {fault} | {len(found[fault])} | {sum(bool(row.match.faults) for row in found[fault])} "
        f"| {min(row.match.similarity for row in found[fault]):.3f} to "
        f"{max(row.match.similarity for row in found[fault]):.3f} "
        f"| {min(row.match.colour_difference for row in found[fault]):.1f} to "
        f"{max(row.match.colour_difference for row in found[fault]):.1f} |"
        for fault in FAULTS
    ]
    head = _HEAD.format(seconds=seconds, summary="\n".join(summary))
    return head + "".join(f"{_line(row)}\n" for row in rows)


def _line(row: Row) -> str:
    match = row.match
    read = " / ".join(match.read) if match.read is not None else ""
    return (
        f"| {LABELS[row.number][0]} | {row.ratio} | {row.fault} | {match.similarity:.3f} "
        f"| {match.colour_difference:.1f} | {read} | {'yes' if match.faults else 'no'} |"
    )


if __name__ == "__main__":
    main()
