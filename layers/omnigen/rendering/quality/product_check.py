"""Looks for altered products in the finished file: in shots that show the product itself, and on the end card."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

from omnigen.domain.timeline import Timeline
from omnigen.media.cutout import read_cutout
from omnigen.media.open import open_media
from omnigen.rendering.quality.checks import QualityFinding
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.quality.product import PixelBox, ProductMatch, match_product
from omnigen.rendering.text.overlays import card_start
from omnigen.rendering.text.pack_shot import PackShot
from omnigen.rendering.video.hero import ProductShot

FRAMES_COMPARED = 3
"""The first, the middle and the last frame of a shot in which nothing lies over the product; the middle one is read."""

END_CARD = "end card"
"""Stands for the scene of what is measured on the end card."""

_SHADOW_PIXELS = 0.012
"""The shadow of a text goes beyond its letters by so much of the picture's width."""


def match_products(
    video: Path, cut: Timeline, heroes: Mapping[int, ProductShot], boxes: Sequence[DrawnBox]
) -> list[ProductMatch]:
    """Compare every shot of the product with its photo, in the finished file."""
    wanted = {frame: shot for shot in heroes for frame in frames_to_compare(cut, shot, boxes)}
    read = {shot: _middle([frame for frame, of in wanted.items() if of == shot]) for shot in set(wanted.values())}
    found = []
    for number, picture in _decoded(video, wanted, cut):
        shot = wanted[number]
        match = match_product(
            picture,
            heroes[shot].cutout,
            heroes[shot].pose.at(number - cut.starts[shot]),
            scene_id=cut.shots[shot].scene_id,
            number=number,
            drawn=_drawn_at(number, boxes, cut),
            read=number == read[shot],
        )
        found += [match] if match else []
    return found


def frames_to_compare(cut: Timeline, shot: int, boxes: Sequence[DrawnBox]) -> list[int]:
    """Frames of a shot after its transition and before the end card dims it; those without text, if there are any."""
    start = cut.starts[shot] + cut.shots[shot].transition_frames
    end = min(cut.starts[shot] + cut.shots[shot].frames, card_start(cut) or cut.frames)
    frames = list(range(start, end))
    bare = [frame for frame in frames if not any(box.start <= frame < box.end for box in boxes)]
    chosen = bare or frames
    return (
        sorted({chosen[place * (len(chosen) - 1) // (FRAMES_COMPARED - 1)] for place in range(FRAMES_COMPARED)})
        if chosen
        else []
    )


def match_pack_shot(video: Path, cut: Timeline, shown: PackShot | None) -> list[ProductMatch]:
    """Compare the product on the end card with its photo, in the card's last frame in the finished file.

    Its label is not read there: in small pictures a recogniser errs, and no new picture could mend that.
    """
    if shown is None:
        return []
    number, cutout = cut.story_end - 1, read_cutout(shown.cutout.read_bytes())
    return [
        match
        for _, picture in _decoded(video, [number], cut)
        if (match := match_product(picture, cutout, shown.product, scene_id=END_CARD, number=number))
    ]


def check_pack_shot(matches: Sequence[ProductMatch], shown: PackShot | None) -> list[QualityFinding]:
    """A product on the end card that differs from its photo. No new picture of a scene can mend it."""
    faults = [fault for match in matches for fault in match.faults]
    if shown is None or (matches and not faults):
        return []
    sentence = f"The product on the end card is not the one of its photo: {'; '.join(faults) or 'it is not seen'}"
    return [QualityFinding(name="product", sentence=sentence)]


def check_products(matches: Sequence[ProductMatch], shots: Collection[int], cut: Timeline) -> list[QualityFinding]:
    """Products that differ from their photos, and shots in which none could be compared."""
    findings = []
    for shot in shots:
        scene_id = cut.shots[shot].scene_id
        own = [match for match in matches if match.scene_id == scene_id]
        faults = list(dict.fromkeys(fault for match in own for fault in match.faults))
        if faults:
            sentence = f"The product in scene {shot + 1} is not the one of its photo: {'; '.join(faults)}"
            findings.append(QualityFinding(name="product", sentence=sentence, scene_id=scene_id))
        elif not own:
            sentence = f"The product in scene {shot + 1} could not be compared with its photo: text lies over all of it"
            findings.append(QualityFinding(name="product", sentence=sentence, blocking=False))
    return findings


def _middle(frames: list[int]) -> int:
    return sorted(frames)[len(frames) // 2]


def _drawn_at(frame: int, boxes: Sequence[DrawnBox], cut: Timeline) -> list[PixelBox]:
    more = round(cut.canvas.width * _SHADOW_PIXELS)
    return [
        (box.left - more, box.top - more, box.right + 1 + more, box.bottom + 1 + more)
        for box in boxes
        if box.start <= frame < box.end
    ]


def _decoded(video: Path, wanted: Collection[int], cut: Timeline) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """The frames with these numbers, as RGB."""
    left = sorted(wanted)
    with open_media(video) as container:
        stream = container.streams.video[0]
        assert stream.time_base
        while left:
            container.seek(int(left[0] / cut.canvas.rate / stream.time_base), stream=stream, backward=True)
            for frame in container.decode(stream):
                number = round((frame.pts or 0) * stream.time_base * cut.canvas.rate)
                if number == left[0]:
                    picture = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()
                    yield left.pop(0), np.asarray(picture, np.uint8)
                    if not left or left[0] > number + cut.canvas.rate * 2:
                        break
                elif number > left[0]:
                    left.pop(0)
                    break
            else:
                return
