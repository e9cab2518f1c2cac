"""What a brand looks like: title, caption and end card in three aspect ratios, composed as a video is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import av
import click
from omnigen.domain.asset import AssetKind
from omnigen.domain.brand import BrandKit
from omnigen.domain.captions import Cue
from omnigen.domain.timeline import Canvas, SmallPrint, Timeline, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.render import compose
from omnigen.rendering.text.brand_look import BrandLook, look_of
from PIL import Image

from local.cli.brand_folder import BrandFolder
from local.cli.uploading import UploadFile

_CANVASES = (Canvas(width=640, height=360), Canvas(width=360, height=640), Canvas(width=480, height=480))
_GROUNDS = ("#E9E4DA", "#B7C9C4")
_FRAMES = 72
_HEIGHT = 360
_GAP = 6


def preview_sheet(brand: BrandFolder, out: Path) -> None:
    """Write the sheet; a usage error for files that are not taken and for assets, which only a host has."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        kit, look = _look(brand, folder)
        frames = []
        for number, canvas in enumerate(_CANVASES):
            frames += _frames(kit, look, canvas, folder / f"{number}")
    small = [one.resize((one.width * _HEIGHT // one.height, _HEIGHT), Image.Resampling.LANCZOS) for one in frames]
    rows = (small[:3], small[3:])
    sheet = Image.new("RGB", (max(sum(one.width + _GAP for one in row) for row in rows), 2 * (_HEIGHT + _GAP)), "white")
    for number, row in enumerate(rows):
        left = 0
        for one in row:
            sheet.paste(one, (left, number * (_HEIGHT + _GAP)))
            left += one.width + _GAP
    sheet.save(out, "PNG")


def _look(brand: BrandFolder, folder: Path) -> tuple[BrandKit, BrandLook]:
    """The brand with its files made ready, as if they had been added as assets."""
    ids, paths = {}, {}
    for number, (place, file) in enumerate(brand.files.items()):
        if not isinstance(file.asset, UploadFile):
            raise click.UsageError(f"FOLDER: {'.'.join(place)} is an asset; a preview needs the file itself")
        ids[place] = f"ast_{number:026}"
        paths[ids[place]] = folder / f"file{number}"
        try:
            paths[ids[place]].write_bytes(admit(AssetKind(file.kind), file.asset.data).data)
        except MediaRefused as error:
            raise click.UsageError(f"FOLDER: {'.'.join(place)}: {error}") from error
    kit = BrandKit.model_validate(brand.kit(ids))
    return kit, look_of(kit, paths, folder)


def _frames(kit: BrandKit, look: BrandLook, canvas: Canvas, folder: Path) -> list[Image.Image]:
    """Title, caption and end card, composed over plain pictures."""
    folder.mkdir()
    pictures = []
    for number, colour in enumerate(_GROUNDS):
        pictures.append(folder / f"ground{number}.png")
        Image.new("RGB", (canvas.width * 2, canvas.height * 2), colour).save(pictures[-1])
    cut = _cut(kit, canvas)
    composed = compose(EditDecision(timeline=cut, pictures=tuple(pictures), brand=look), folder / "cut")
    wanted = {_FRAMES // 2, _FRAMES + 12, cut.frames - 1}
    with av.open(str(composed.video)) as container:
        found = [frame for number, frame in enumerate(container.decode(video=0)) if number in wanted]
        return [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in found]


def _cut(kit: BrandKit, canvas: Canvas) -> Timeline:
    shots = [TimelineShot(scene_id=f"s{number}", frames=_FRAMES, kind="still", seed=number) for number in range(2)]
    small = SmallPrint(tagline=kit.tagline or "", url=kit.display_url or "", legal=kit.legal_line or "")
    cut = plan_timeline(
        canvas,
        shots,
        title="A title of your video",
        product_name=kit.name,
        call_to_action=kit.call_to_action or "Call to action",
        small_print=small,
    )
    cue = Cue(start=_FRAMES + 2, end=_FRAMES + 22, lines=("What is said, in captions.",))
    return Timeline(canvas=canvas, shots=cut.shots, cues=(cue,), overlays=cut.overlays)
