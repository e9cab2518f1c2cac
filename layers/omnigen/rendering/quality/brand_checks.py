"""Measures the brand in the finished file: contrast of every text on its worst frame, logos and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnigen.media.frames import in_rgb
from omnigen.rendering.cache import SegmentCache
from omnigen.rendering.colour import difference, to_lab
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.quality.kept import kept
from omnigen.rendering.quality.logo_match import Pixels, find_logo
from omnigen.rendering.quality.stretches import PacketRange, stretches
from omnigen.rendering.text.end_card_parts import Swatch
from omnigen.rendering.text.logos import PlacedLogo

FADE_FRAMES = 8
"""Text fades in and out within these: contrast is measured between."""

MIN_MEASURED_SIDE = 240
"""In smaller pictures letters are so small that their edges are all there is of them."""

_TEXT_PERCENTILE = 90
"""Of the pixels of a text, these are nearer to the ground: soft edges, and thin strokes of small letters."""

_GROUND_PERCENTILE = 80
"""Of the pixels of a ground, these are further from the text: edges of letters lie between the two."""

_STEPS = np.arange(256) / 255
_LINEAR = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4)
_LUMINANCE = np.array([0.2126729, 0.7151522, 0.0721750])
_LIGHT_SHARES = (_LUMINANCE[:, None] * _LINEAR).astype(np.float32)
"""What each coded value of red, of green and of blue adds to the luminance."""


@dataclass(frozen=True, kw_only=True)
class BrandMeasurement:
    """By owner: the lowest contrast of each text that stands longer than it fades; the median of each logo's scores.

    `colours`: by swatch, how far it is from the palette's colour at most (CIEDE2000).
    """

    contrasts: dict[str, float]
    logos: dict[str, float]
    colours: dict[str, float]


def measure_brand(
    video: Path,
    rate: Fraction,
    boxes: Sequence[DrawnBox],
    logos: Sequence[PlacedLogo],
    swatches: Sequence[Swatch] = (),
    *,
    starts: Sequence[int] = (),
    cache: SegmentCache | None = None,
) -> BrandMeasurement:
    """Look at every frame that others refer to.

    The video is measured in stretches that begin with the key frames at `starts`. Of a stretch that was measured
    before, packet by packet the same, and with the same things to look for in it, nothing is decoded.
    """
    if not (boxes or logos or swatches):
        return BrandMeasurement(contrasts={}, logos={}, colours={})
    contrasts: dict[str, float] = {}
    scores: dict[str, list[float]] = {}
    colours: dict[str, float] = {}
    for part in stretches(video, rate, starts):
        sought = _Sought(
            boxes=[box for box in boxes if box.start < part.end and box.end > part.start],
            logos=[logo for logo in logos if logo.start < part.end and logo.end > part.start],
            swatches=[swatch for swatch in swatches if swatch.start < part.end and swatch.end > part.start],
            folder=video.parent,
        )
        seen = kept(cache, video.parent, {"picture": part.sha256, **sought.facts}, lambda: sought.measured(part))  # noqa: B023
        for owner, contrast in seen["contrasts"].items():
            contrasts[owner] = min(contrast, contrasts.get(owner, contrast))
        for owner, found in seen["scores"].items():
            scores.setdefault(owner, []).extend(found)
        for owner, away in seen["colours"].items():
            colours[owner] = max(away, colours.get(owner, 0.0))
    return BrandMeasurement(
        contrasts=contrasts, logos={owner: float(np.median(of)) for owner, of in scores.items()}, colours=colours
    )


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """What is looked for in one stretch, and the folder of its files."""

    boxes: Sequence[DrawnBox]
    logos: Sequence[PlacedLogo]
    swatches: Sequence[Swatch]
    folder: Path

    @property
    def facts(self) -> dict[str, object]:
        """All of it as data."""
        return {
            "boxes": [asdict(one) for one in self.boxes],
            "logos": [asdict(one) for one in self.logos],
            "swatches": [asdict(one) for one in self.swatches],
        }

    def measured(self, part: PacketRange) -> dict[str, Any]:
        """By owner: the lowest contrast, every score of a logo, the largest difference of a colour."""
        contrasts: dict[str, float] = {}
        scores: dict[str, list[float]] = {}
        colours: dict[str, float] = {}
        for number, frame in part.frames() if self.boxes or self.logos or self.swatches else ():
            texts = [box for box in self.boxes if _stands(box, number)]
            marks = [logo for logo in self.logos if logo.start <= number < logo.end]
            flat = [swatch for swatch in self.swatches if swatch.start <= number < swatch.end]
            if not (texts or marks or flat) or min(frame.width, frame.height) < MIN_MEASURED_SIDE:
                continue
            pixels = np.asarray(in_rgb(frame, "rgb24").to_ndarray(), np.uint8)
            for box in texts:
                seen = measured_contrast(pixels[box.top : box.bottom + 1, box.left : box.right + 1])
                contrasts[box.owner] = min(seen, contrasts.get(box.owner, seen))
            for logo in marks:
                found = find_logo(pixels, self.folder / logo.file_name, logo)
                scores.setdefault(logo.owner, []).append(found.score)
            for swatch in flat:
                colours[swatch.owner] = max(_away(pixels, swatch), colours.get(swatch.owner, 0.0))
        return {"contrasts": contrasts, "scores": scores, "colours": colours}


def _away(picture: Pixels, swatch: Swatch) -> float:
    """How far the median colour of a swatch is from its own (CIEDE2000)."""
    area = swatch.area
    part = picture[round(area.top) : round(area.bottom), round(area.left) : round(area.right)].reshape(-1, 3)
    wanted = np.array([[int(swatch.colour[place : place + 2], 16) for place in (1, 3, 5)]], np.uint8)
    return float(difference(to_lab(np.median(part, axis=0)[None]), to_lab(wanted))[0])


def _stands(box: DrawnBox, number: int) -> bool:
    """Whether a text is seen in full in a frame: all but captions fade in and out."""
    fade = 0 if box.owner.startswith("caption") else FADE_FRAMES
    return box.start + fade <= number < box.end - fade


def measured_contrast(part: Pixels) -> float:
    """Contrast (WCAG 2.2) of the text and its ground in a part of a picture: of the two, text takes less room."""
    red, green, blue = (shares[part[..., band]] for band, shares in enumerate(_LIGHT_SHARES))
    lights = np.sort((red + green + blue).ravel())
    cut = int(np.searchsorted(lights, _threshold(lights), side="right"))
    dark, light = lights[:cut], lights[cut:]
    if not (len(dark) and len(light)):
        return 1.0
    text, ground = (dark, light) if len(dark) < len(light) else (light, dark)
    toward = _GROUND_PERCENTILE if ground is dark else 100 - _GROUND_PERCENTILE
    strokes = _TEXT_PERCENTILE if text is light else 100 - _TEXT_PERCENTILE
    one, other = _at_share(text, strokes), _at_share(ground, toward)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _at_share(ordered: NDArray[np.float32], percent: int) -> float:
    """A percentile of values in ascending order."""
    return float(ordered[round((len(ordered) - 1) * percent / 100)])


def lab_distance(pixel: Sequence[int] | NDArray[np.uint8], colour: str) -> float:
    """Distance of a pixel from a colour `#rrggbb` in CIELAB (ΔE*ab, CIE 1976)."""
    wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.uint8)
    return float(np.linalg.norm(to_lab(np.asarray(pixel, np.uint8)) - to_lab(wanted)))


def _threshold(lights: NDArray[np.float32]) -> float:
    """Where two groups of brightnesses, given in ascending order, divide best (Otsu), in hundredths as perceived."""
    edges = np.linspace(np.cbrt(lights[0]), np.cbrt(lights[-1]), 101)
    middles = (edges[:-1] + edges[1:]) / 2
    places = np.searchsorted(lights, edges[1:-1] ** 3)
    counts = np.diff(np.concatenate(([0], places, [len(lights)])))
    below = np.cumsum(counts)[:-1]
    above = counts.sum() - below
    sums = np.cumsum(counts * middles)
    apart = np.zeros(len(below))
    both = (below > 0) & (above > 0)
    means = sums[:-1][both] / below[both] - (sums[-1] - sums[:-1][both]) / above[both]
    apart[both] = below[both] * above[both] * means**2
    return float(edges[int(np.argmax(apart)) + 1] ** 3)
