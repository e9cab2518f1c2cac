"""Making clips alike: one size, one rate, square pixels, 4:2:0, BT.709; no filter where nothing is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from omnigen.domain.punch_in import PunchIn
from omnigen.domain.timeline import Canvas
from omnigen.errors import MediaRefused
from omnigen.media.probe import UNSPECIFIED, MediaFacts

Fill = Literal["blur", "bars", "crop"]
"""What happens around a picture of another shape: its own blurred copy, black, or nothing because it is cut to fit."""

CENTRE = (0.5, 0.5)
"""The middle of a picture, as shares of its sides."""

BT709 = 1
HELD_FRAMES = 12
"""Up to half a second is made up by holding the last frame: it lies under a transition or before a cut."""

LONGEST_STRETCH = Fraction(4, 3)
"""A clip is slowed to at most three quarters of its speed; beyond that, people and water look wrong."""

TAG_BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range={range}"
_SAME_SHAPE = Fraction(2, 100)
_TO_SDR = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv"


@dataclass(frozen=True, kw_only=True)
class NormalisedClip:
    """A clip in the cut: how it must be changed to fill its shot."""

    facts: MediaFacts
    frames: int
    """Frames the shot needs."""

    slowed: Fraction = Fraction(1)
    held: int = 0
    centre: tuple[float, float] = CENTRE
    """Around which it is cut to fit, as shares of its sides, where it has another shape than the cut."""

    def is_even(self, rate: Fraction) -> bool:
        """Whether its frames are those of the cut, one by one."""
        return self.slowed == 1 and self.facts.rate == rate and not self.facts.variable_rate


def fit_clip(facts: MediaFacts, frames: int, rate: Fraction, scene_id: str) -> NormalisedClip:
    """How a clip is made to last `frames`; MediaRefused, naming the scene, when it is far too short."""
    available = max(round(facts.seconds * rate), 1)
    short = frames - available
    if short <= 0:
        return NormalisedClip(facts=facts, frames=frames)
    if short <= min(HELD_FRAMES, frames // 2):
        return NormalisedClip(facts=facts, frames=frames, held=short)
    if frames <= available * LONGEST_STRETCH:
        return NormalisedClip(facts=facts, frames=frames, slowed=Fraction(frames, available))
    raise MediaRefused(
        f"Scene {scene_id!r}: the clip has {float(facts.seconds):.2f} s of picture and needs "
        f"{float(frames / rate):.2f} s; film it again, longer"
    )


def has_shape_of(canvas: Canvas, facts: MediaFacts) -> bool:
    """Whether a clip fills the canvas without anything cut away or laid around it."""
    width, height = facts.shown_size
    return abs(Fraction(width * canvas.height, height * canvas.width) - 1) <= _SAME_SHAPE


def clip_filters(clip: NormalisedClip, canvas: Canvas, fill: Fill, label: str) -> str:
    """The filter chain that turns a decoded clip into exactly `clip.frames` frames of the canvas.

    `label` makes the names of inner links unique in the graph.
    """
    steps = [
        *_colour(clip.facts),
        *_timing(clip, canvas.rate),
        *_geometry(clip.facts, canvas, fill, label, clip.centre),
    ]
    return ",".join([*steps, *exactly(clip.frames)])


def frame_filters(clip: NormalisedClip, rate: Fraction) -> str:
    """The filter chain that turns a decoded clip into exactly `clip.frames` frames of its own size."""
    return ",".join([*_colour(clip.facts), *_timing(clip, rate), *exactly(clip.frames)])


def view_filters(facts: MediaFacts, canvas: Canvas, fill: Fill, label: str, punch_in: PunchIn | None) -> str:
    """The filter chain that shows frames of a clip on the canvas, whole or closer.

    For a closer view the clip is brought to that many times the canvas, of which the canvas is cut out: a clip with
    more pixels than the canvas loses none of them.
    """
    if punch_in is None:
        return ",".join(_geometry(facts, canvas, fill, label)) or "null"
    width, height = (round(side * punch_in.zoom / 2) * 2 for side in (canvas.width, canvas.height))
    left = _even_between(punch_in.x * width - Decimal(canvas.width) / 2, width - canvas.width)
    top = _even_between(punch_in.y * height - Decimal(canvas.height) / 2, height - canvas.height)
    larger = Canvas(width=width, height=height, rate=canvas.rate)
    return ",".join([*_geometry(facts, larger, fill, label), f"crop={canvas.width}:{canvas.height}:{left}:{top}"])


def _even_between(wanted: Decimal, highest: int) -> int:
    return min(max(round(wanted / 2) * 2, 0), highest)


def exactly(frames: int) -> list[str]:
    """Filters after which there are this many frames, numbered from 0 in units of one frame."""
    return [f"tpad=stop_mode=clone:stop={frames}", f"trim=end_frame={frames}", "settb=1/24", "setpts=N"]


def _colour(facts: MediaFacts) -> list[str]:
    if facts.is_hdr:
        return [_TO_SDR]
    if UNSPECIFIED in {facts.matrix, facts.primaries, facts.transfer} and facts.matrix in {BT709, UNSPECIFIED}:
        # untagged frames next to tagged ones would be off by 22 of 255: say first what they are
        return [TAG_BT709.format(range="pc" if facts.full_range else "tv")]
    return []


def _timing(clip: NormalisedClip, rate: Fraction) -> list[str]:
    if clip.slowed != 1:
        slow = f"setpts=(PTS-STARTPTS)*{clip.slowed.numerator}/{clip.slowed.denominator}"
        return [slow, f"minterpolate=fps={rate}:mi_mode=blend"]
    if clip.is_even(rate):
        return []
    return [f"fps={rate}:start_time=0:round=near"]


def _geometry(
    facts: MediaFacts, canvas: Canvas, fill: Fill, label: str, centre: tuple[float, float] = CENTRE
) -> list[str]:
    width, height = canvas.width, canvas.height
    if _is_ready(facts, canvas):
        return []
    convert = "flags=bicubic:out_color_matrix=bt709:out_range=tv:reset_sar=1"
    ending = ["setsar=1", "format=yuv420p"]
    if facts.shown_size == (width, height):
        return [f"scale={width}:{height}:{convert}", *ending]
    if has_shape_of(canvas, facts) or fill == "crop":
        return [
            f"scale={width}:{height}:force_original_aspect_ratio=increase:{convert}",
            f"crop={width}:{height}:{_around(centre[0], 'iw', 'ow')}:{_around(centre[1], 'ih', 'oh')}",
            *ending,
        ]
    inside = f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:{convert}"
    if fill == "bars":
        return [inside, f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2:black", *ending]
    return [_blurred_fill(canvas, inside, convert, label), *ending]


def _around(centre: float, whole: str, part: str) -> str:
    """Where a part begins whose middle is this share of the whole, moved until it lies within, in ffmpeg's words."""
    return f"'clip({whole}*{centre}-{part}/2\\,0\\,{whole}-{part})'"


def _is_ready(facts: MediaFacts, canvas: Canvas) -> bool:
    return (
        (facts.width, facts.height) == (canvas.width, canvas.height)
        and facts.sample_aspect == 1
        and not facts.rotation
        and facts.pixel_format == "yuv420p"
        and not facts.full_range
        and not facts.is_hdr
        and facts.matrix in {BT709, UNSPECIFIED}
    )


def _blurred_fill(canvas: Canvas, inside: str, convert: str, label: str) -> str:
    """The whole picture over a blurred, darkened copy that covers the canvas; blurred small, since blur hides size."""
    width, height = canvas.width, canvas.height
    small_width, small_height = max(width // 16 * 2, 16), max(height // 16 * 2, 16)
    return (
        f"split[{label}f][{label}b];"
        f"[{label}b]scale={small_width}:{small_height}:force_original_aspect_ratio=increase:{convert},"
        f"crop={small_width}:{small_height},format=yuv420p,gblur=sigma={small_height / 24:.2f},"
        f"eq=brightness=-0.12:saturation=0.85,scale={width}:{height}:flags=bilinear,setsar=1[{label}c];"
        f"[{label}f]{inside},format=yuv420p[{label}g];"
        f"[{label}c][{label}g]overlay=(W-w)/2:(H-h)/2:format=yuv420"
    )
