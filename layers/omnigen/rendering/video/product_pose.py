"""Where a cut-out product stands in the picture, in every frame of its shot. The same for the same input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.area import Area
from omnigen.domain.timeline import Box, Canvas
from omnigen.rendering.video.free_place import free_place, shape_of
from omnigen.rendering.video.ken_burns import KenBurnsMove, plan_move, view_box

SHARES = {"wide": (0.62, 0.46), "square": (0.5, 0.6), "tall": (0.36, 0.62)}
"""By the picture's shape: most of its height and of its width that the product takes before the camera comes nearer."""

NEARNESS = {"far": 0.8, "usual": 1.0, "near": 1.2}
"""By how much larger or smaller the product is, by how near the shot is."""

GROUNDS = {"wide": 0.82, "square": 0.72, "tall": 0.53}
"""Where it stands, as a share of the height, in a picture that does not say where there is room. In a tall picture
captions, and what platforms lay over it, take all that is below."""

SMALLEST_SHARE = 0.25
"""Of its usual size; a product gets no smaller to be clear of text."""

_SUNK = 0.006
"""The foot lies so much of the product's height below the line on which it stands."""


@dataclass(frozen=True, kw_only=True)
class Rectangle:
    """A place in a picture in pixels, which need not be whole."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class ProductPose:
    """A product in a still: where it stands in that, and the camera's move over both. Sizes in pixels."""

    still_size: tuple[int, int]
    canvas: Canvas
    place: Rectangle
    move: KenBurnsMove
    frames: int

    def at(self, frame: int) -> Rectangle:
        """Where the product is in a frame of the shot."""
        left, top, right, _ = view_box(self.still_size, self.canvas, self.move.at(self.share(frame)))
        scale = self.canvas.width / (right - left)
        return Rectangle(
            left=(self.place.left - left) * scale,
            top=(self.place.top - top) * scale,
            width=self.place.width * scale,
            height=self.place.height * scale,
        )

    def share(self, frame: int) -> float:
        """The share of the move's time that has passed at a frame."""
        return frame / max(self.frames - 1, 1)

    @property
    def swept(self) -> Area:
        """What the product takes of the picture in the whole shot."""
        ends = [self.at(0), self.at(max(self.frames - 1, 0))]
        return Area(
            left=min(end.left for end in ends),
            top=min(end.top for end in ends),
            right=max(end.left + end.width for end in ends),
            bottom=max(end.top + end.height for end in ends),
        )

    @property
    def largest(self) -> tuple[float, float]:
        """The most pixels, across and down, that the product has in any frame."""
        ends = [self.at(0), self.at(max(self.frames - 1, 0))]
        return max(end.width for end in ends), max(end.height for end in ends)


@dataclass(frozen=True, kw_only=True)
class _Placing:
    """What a pose is made of: sizes in pixels, the shot's length and seed, and where the product stands by default."""

    still_size: tuple[int, int]
    canvas: Canvas
    frames: int
    seed: int
    middle: float
    ground: float
    size: tuple[float, float]

    def unmoved(self, place: Rectangle, reach: float) -> Area:
        """A place of the still in pixels of the canvas while the camera has not come nearer."""
        left = (place.left - (self.still_size[0] - self.canvas.width * reach) / 2) / reach
        top = (place.top - (self.still_size[1] - self.canvas.height * reach) / 2) / reach
        return Area(left=left, top=top, right=left + place.width / reach, bottom=top + place.height / reach)

    def pose(self, scale: float = 1, lower: float = 0, aside: float = 0, room: Area | None = None) -> ProductPose:
        """The pose with the product this many times its usual size, lower and to the right by pixels of the still.

        `room` is the part of the canvas, in shares, in which the product stays.
        """
        (width, height), (across, down) = self.still_size, (side * scale for side in self.size)
        top = self.ground + lower + _SUNK * down - down
        place = Rectangle(left=self.middle + aside - across / 2, top=top, width=across, height=down)
        box = (place.left / width, top / height, (place.left + across) / width, (top + down) / height)
        subject = tuple(Decimal(str(round(min(max(side, 0.0), 1.0), 4))) for side in box)
        sides = (subject[0], subject[1], subject[2], subject[3])
        move = plan_move(self.still_size, self.canvas, self.seed, sides, room)
        return ProductPose(still_size=self.still_size, canvas=self.canvas, place=place, move=move, frames=self.frames)


def pose_product(
    still_size: tuple[int, int],
    product_size: tuple[int, int],
    canvas: Canvas,
    *,
    frames: int,
    seed: int,
    room: Box | None,
    nearness: str = "usual",
    texts: Sequence[Area] = (),
) -> ProductPose:
    """The pose of a product on the ground of a still, clear of the places of texts in every frame of the shot.

    `room` is where the still leaves room, if that is known. Where texts leave less than `SMALLEST_SHARE` of the
    product's usual size, it has that.
    """
    width, height = still_size
    reach = min(width / canvas.width, height / canvas.height)
    kind = shape_of(canvas)
    tallest, broadest = SHARES[kind][0] * canvas.height * reach, SHARES[kind][1] * canvas.width * reach
    scale = min(tallest / product_size[1], broadest / product_size[0]) * NEARNESS[nearness]
    usual = (height - canvas.height * reach) / 2 + GROUNDS[kind] * canvas.height * reach
    placing = _Placing(
        still_size=still_size,
        canvas=canvas,
        frames=frames,
        seed=seed,
        middle=float(room[0] + room[2]) / 2 * width if room else width / 2,
        ground=float(room[3]) * height if room else usual,
        size=(product_size[0] * scale, product_size[1] * scale),
    )
    return _clear_of(texts, placing, reach)


def _clear_of(texts: Sequence[Area], placing: _Placing, reach: float) -> ProductPose:
    """The largest pose that no text covers, near its usual place; `reach` is a canvas pixel in the still."""
    pose = placing.pose()
    if not any(one.overlaps(pose.swept) for one in texts):
        return pose
    place = free_place(placing.unmoved(pose.place, reach), texts, placing.canvas)
    if place is None:
        return pose
    scale = max(place.scale, SMALLEST_SHARE)
    return placing.pose(scale, place.lower * reach, place.aside * reach, place.room)
