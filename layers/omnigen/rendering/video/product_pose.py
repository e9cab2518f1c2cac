"""Where a cut-out product stands in the picture, in every frame of its shot. The same for the same input."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.timeline import Box, Canvas
from omnigen.rendering.video.ken_burns import KenBurnsMove, plan_move, view_box

SHARES = {"wide": (0.62, 0.46), "square": (0.5, 0.6), "tall": (0.36, 0.62)}
"""By the picture's shape: most of its height and of its width that the product takes before the camera comes nearer."""

NEARNESS = {"far": 0.8, "usual": 1.0, "near": 1.2}
"""By how much larger or smaller the product is, by how near the shot is."""

GROUNDS = {"wide": 0.82, "square": 0.72, "tall": 0.53}
"""Where it stands, as a share of the height, in a picture that does not say where there is room. In a tall picture
captions, and what platforms lay over it, take all that is below."""

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
    def largest(self) -> tuple[float, float]:
        """The most pixels, across and down, that the product has in any frame."""
        ends = [self.at(0), self.at(max(self.frames - 1, 0))]
        return max(end.width for end in ends), max(end.height for end in ends)


def pose_product(
    still_size: tuple[int, int],
    product_size: tuple[int, int],
    canvas: Canvas,
    *,
    frames: int,
    seed: int,
    room: Box | None,
    nearness: str = "usual",
) -> ProductPose:
    """The pose of a product on the ground of a still; `room` is where the still leaves room, if that is known."""
    width, height = still_size
    reach = min(width / canvas.width, height / canvas.height)
    kind = shape_of(canvas)
    tallest, broadest = SHARES[kind][0] * canvas.height * reach, SHARES[kind][1] * canvas.width * reach
    scale = min(tallest / product_size[1], broadest / product_size[0]) * NEARNESS[nearness]
    across, down = product_size[0] * scale, product_size[1] * scale
    middle = float(room[0] + room[2]) / 2 * width if room else width / 2
    usual = (height - canvas.height * reach) / 2 + GROUNDS[kind] * canvas.height * reach
    ground = float(room[3]) * height if room else usual
    top = ground + _SUNK * down - down
    place = Rectangle(left=middle - across / 2, top=top, width=across, height=down)
    box = (place.left / width, top / height, (place.left + across) / width, (top + down) / height)
    subject = tuple(Decimal(str(round(min(max(side, 0.0), 1.0), 4))) for side in box)
    move = plan_move(still_size, canvas, seed, (subject[0], subject[1], subject[2], subject[3]))
    return ProductPose(still_size=still_size, canvas=canvas, place=place, move=move, frames=frames)


def shape_of(canvas: Canvas) -> str:
    """`wide`, `square` or `tall`."""
    ratio = canvas.width / canvas.height
    return "wide" if ratio > 1.2 else "tall" if ratio < 0.8 else "square"
