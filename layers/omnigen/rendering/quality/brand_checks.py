"""Measures the brand in the finished file: contrast of every text on its worst frame, the logo as it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnigen.media.frames import in_rgb
from omnigen.media.open import open_media
from omnigen.rendering.quality.checks import QualityFinding
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.text.contrast import MIN_CONTRAST
from omnigen.rendering.text.logos import PlacedLogo

Pixels = NDArray[np.uint8]
"""Rows, columns, red, green and blue."""

MIN_LOGO_SCORE = 0.98
FADE_FRAMES = 8
"""Text fades in and out within these: contrast is measured between."""

MIN_MEASURED_SIDE = 240
"""In smaller pictures letters are so small that their edges are all there is of them."""

SEARCHED_PIXELS = 2
"""How far from its place the logo is looked for."""

_GROUND_PERCENTILE = 80
"""Of the pixels of a ground, these are further from the text: edges of letters lie between the two."""

_STEPS = np.arange(256) / 255
_LINEAR = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4)
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_LIGHT_SHARES = (_TO_XYZ[1][:, None] * _LINEAR).astype(np.float32)
"""What each coded value of red, of green and of blue adds to the luminance."""

_WHITE = np.array([0.95047, 1.0, 1.08883])


@dataclass(frozen=True, kw_only=True)
class FoundLogo:
    """Where a logo is most like itself: normalised correlation from -1 to 1, and its place in pixels."""

    score: float
    left: int
    top: int


@dataclass(frozen=True, kw_only=True)
class BrandMeasurement:
    """By owner: the lowest contrast of each text that stands longer than it fades, and each logo's best score."""

    contrasts: dict[str, float]
    logos: dict[str, float]


def measure_brand(
    video: Path, rate: Fraction, boxes: Sequence[DrawnBox], logos: Sequence[PlacedLogo]
) -> BrandMeasurement:
    """Look at every frame that others refer to, about eight a second."""
    contrasts: dict[str, float] = {}
    scores: dict[str, float] = {}
    solid = [logo for logo in logos if logo.opacity == 1]
    if not (boxes or solid):
        return BrandMeasurement(contrasts={}, logos={})
    for number, frame in _frames(video, rate):
        texts = [box for box in boxes if _stands(box, number)]
        marks = [logo for logo in solid if logo.start <= number < logo.end]
        if not (texts or marks) or min(frame.width, frame.height) < MIN_MEASURED_SIDE:
            continue
        pixels = np.asarray(in_rgb(frame, "rgb24").to_ndarray(), np.uint8)
        for box in texts:
            seen = measured_contrast(pixels[box.top : box.bottom + 1, box.left : box.right + 1])
            contrasts[box.owner] = min(seen, contrasts.get(box.owner, seen))
        for logo in marks:
            found = find_logo(pixels, video.parent / logo.file_name, logo)
            scores[logo.owner] = max(found.score, scores.get(logo.owner, -1))
    return BrandMeasurement(contrasts=contrasts, logos=scores)


def _stands(box: DrawnBox, number: int) -> bool:
    """Whether a text is seen in full in a frame: all but captions fade in and out."""
    fade = 0 if box.owner.startswith("caption") else FADE_FRAMES
    return box.start + fade <= number < box.end - fade


def check_brand(measured: BrandMeasurement) -> list[QualityFinding]:
    """Text that can hardly be read on its ground, and a logo that does not look as it should."""
    unread = [
        QualityFinding(
            name="contrast",
            sentence=f"The {owner} has a contrast of {contrast:.1f} on its worst frame; {MIN_CONTRAST} is asked for",
            blocking=False,
        )
        for owner, contrast in measured.contrasts.items()
        if contrast < MIN_CONTRAST
    ]
    unlike = [
        QualityFinding(
            name="logo",
            sentence=f"The {owner} is not as it should be: its likeness is {score:.3f}; {MIN_LOGO_SCORE} is asked for",
            blocking=False,
        )
        for owner, score in measured.logos.items()
        if score < MIN_LOGO_SCORE
    ]
    return unread + unlike


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
    one, other = _at_share(text, 50), _at_share(ground, toward)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _at_share(ordered: NDArray[np.float32], percent: int) -> float:
    """A percentile of values in ascending order."""
    return float(ordered[round((len(ordered) - 1) * percent / 100)])


def find_logo(picture: Pixels, file: Path, logo: PlacedLogo) -> FoundLogo:
    """The place near its own where the logo, laid on its ground, is most like the picture."""
    with Image.open(file) as opened:
        wanted = Image.new("RGBA", opened.size, logo.ground)
        wanted.alpha_composite(opened.convert("RGBA"))
    template = np.asarray(wanted.convert("RGB"), np.float64)
    places = [
        FoundLogo(score=_correlation(seen, template), left=left, top=top)
        for top in range(logo.top - SEARCHED_PIXELS, logo.top + SEARCHED_PIXELS + 1)
        for left in range(logo.left - SEARCHED_PIXELS, logo.left + SEARCHED_PIXELS + 1)
        if top >= 0 and left >= 0
        for seen in [picture[top : top + logo.height, left : left + logo.width]]
        if seen.shape == template.shape
    ]
    return max(places, key=lambda place: place.score)


def lab_distance(pixel: Sequence[int] | NDArray[np.uint8], colour: str) -> float:
    """Distance of a pixel from a colour `#rrggbb` in CIELAB (ΔE*ab, CIE 1976)."""
    wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.uint8)
    return float(np.linalg.norm(_lab(np.asarray(pixel, np.uint8)) - _lab(wanted)))


def _lab(pixel: NDArray[np.uint8]) -> NDArray[np.float64]:
    x, y, z = (_cube_root(share) for share in _TO_XYZ @ _LINEAR[pixel] / _WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _cube_root(share: float) -> float:
    return float(np.cbrt(share)) if share > (6 / 29) ** 3 else share * (29 / 6) ** 2 / 3 + 4 / 29


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


def _correlation(seen: Pixels, template: NDArray[np.float64]) -> float:
    one, other = seen.astype(np.float64) - seen.mean(), template - template.mean()
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size else 0.0


def _frames(video: Path, rate: Fraction) -> Iterator[tuple[int, av.VideoFrame]]:
    with open_media(video) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONREF"
        for frame in container.decode(stream):
            if frame.pts is not None and frame.time_base:
                yield round(frame.pts * frame.time_base * rate), frame
