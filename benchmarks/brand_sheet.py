"""What two invented brands look like: title, caption and end card in three aspect ratios, on one sheet.

Run: python -m benchmarks.brand_sheet. Writes docs/images/brands.jpg. Everything is drawn and filmed here.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.captions import Cue
from omnigen.domain.timeline import Canvas, SmallPrint, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.providers.offline.drawing.pictures import draw_scene
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.render import compose
from omnigen.rendering.text.brand_look import BrandLook
from PIL import Image

from tests.brands import ember, tide

SHAPES = ((1280, 720), (720, 1280), (720, 720))
FRAMES = 108
HEIGHT = 300
GAP = 6
TEXTS = {
    "tide": (
        "Cold water, all day",
        "Aqua One",
        "Find yours today",
        SmallPrint(tagline="Made for mornings", url="tide.example/aqua", legal="Tide Ltd, Harbour Road 4, Cork."),
    ),
    "ember": (
        "Heat in ninety seconds",
        "Ember Stove Mini",
        "Order before Sunday",
        SmallPrint(
            url="ember.example",
            legal="Offer ends 30 November 2026, while stock lasts. Burns wood pellets only; keep away from children.",
        ),
    ),
}
CAPTIONS = ("It keeps water cold until the evening.", "And it weighs two hundred grams.")


def frames_of(name: str, brand: BrandLook, size: tuple[int, int], folder: Path) -> list[Image.Image]:
    """Title, caption, the end card as it comes in, and the end card."""
    folder.mkdir(parents=True)
    canvas = Canvas(width=size[0], height=size[1])
    pictures = []
    for number, words in enumerate(("A kitchen with a window", "A reusable water bottle on a table")):
        pictures.append(folder / f"still{number}.png")
        draw_scene(words, canvas.width * 3 // 2, canvas.height * 3 // 2, 7, "soft morning light")[0].save(pictures[-1])
    title, product, call, small_print = TEXTS[name]
    shots = [TimelineShot(scene_id=f"s{number}", frames=FRAMES, kind="still", seed=number) for number in range(2)]
    cut = plan_timeline(canvas, shots, title=title, product_name=product, call_to_action=call, small_print=small_print)
    cues = tuple(
        Cue(start=start, end=end, lines=(text,))
        for start, end, text in zip((80, 150), (130, 2 * FRAMES), CAPTIONS, strict=True)
    )
    cut = type(cut)(canvas=canvas, shots=cut.shots, cues=cues, overlays=cut.overlays)
    edit = EditDecision(timeline=cut, pictures=tuple(pictures), brand=brand, caption_style=CaptionStyle.PLATE)
    video = compose(edit, folder / "cut").video
    card = next(one for one in cut.overlays if one.kind == "end_card")
    wanted = (36, 125, card.start + 4, cut.frames - 1)
    with av.open(str(video)) as container:
        return [frame.to_image() for number, frame in enumerate(container.decode(video=0)) if number in wanted]


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Frames of one height, a row for each brand and ratio."""
    small = [
        [one.resize((one.width * HEIGHT // one.height, HEIGHT), Image.Resampling.LANCZOS) for one in row]
        for row in rows
    ]
    width = max(sum(one.width + GAP for one in row) for row in small)
    paper = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP)), "white")
    for number, row in enumerate(small):
        left = 0
        for one in row:
            paper.paste(one, (left, number * (HEIGHT + GAP)))
            left += one.width + GAP
    return paper


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs" / "images" / "brands.jpg")
    chosen = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        looks = {"tide": tide(folder), "ember": ember(folder)}
        wide = [frames_of(name, look, SHAPES[0], folder / f"{name}-wide") for name, look in looks.items()]
        tall_and_square = [
            frames_of(name, look, SHAPES[1], folder / f"{name}-tall")
            + frames_of(name, look, SHAPES[2], folder / f"{name}-square")
            for name, look in looks.items()
        ]
        sheet([*wide, *tall_and_square]).save(chosen.out, quality=80, optimize=True)


if __name__ == "__main__":
    main()
