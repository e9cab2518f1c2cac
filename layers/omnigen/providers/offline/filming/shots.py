"""What is seen when: camera moves over plates and the dissolves between them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from omnigen.domain.area import Area, room_around
from omnigen.domain.camera_view import view_with_room
from omnigen.domain.shot import CameraMove
from omnigen.providers.offline.filming.moving import RISE, MovingSubject
from omnigen.providers.offline.filming.plates import CameraView, Planes, dissolve, through
from omnigen.providers.offline.media import Box

STRONGEST_ZOOM = 1.16


@dataclass(frozen=True)
class CameraPath:
    """Where the camera looks over the whole clip, eased at both ends."""

    start: CameraView
    end: CameraView

    def at(self, share: float) -> CameraView:
        """Where the camera looks after `share` of the clip."""
        eased = ease(share)
        return CameraView(
            self.start.x + (self.end.x - self.start.x) * eased,
            self.start.y + (self.end.y - self.start.y) * eased,
            self.start.zoom + (self.end.zoom - self.start.zoom) * eased,
        )


@dataclass(frozen=True)
class FilmedSubject:
    """The box around a subject, and the part of the picture in which it must stay, if there is one."""

    box: Box
    room: Area | None = None

    @classmethod
    def among(cls, box: Box, texts: Sequence[Area]) -> FilmedSubject:
        """A subject, which moves by itself, among places that will be written on."""
        left, top, right, bottom = box
        taken = [text.grown(0, RISE) for text in texts]
        return cls(box, room_around(Area(left=left, top=top, right=right, bottom=bottom), taken) if texts else None)

    def kept(self, view: CameraView) -> CameraView:
        """The view moved, and widened, until the subject is seen in its room."""
        if self.room is None:
            return view
        x, y, zoom = view_with_room(self.box, self.room, (view.x, view.y, view.zoom))
        return CameraView(x, y, zoom)


STILL = CameraPath(CameraView(), CameraView())
"""The whole picture, unmoved: what is only seen while it dissolves, and costs nothing to look at."""


@dataclass(frozen=True)
class CameraShot:
    """A plate under a moving camera; it replaces the shot before it between the frames `enters` and `covers`."""

    planes: Planes
    move: CameraPath
    enters: int = 0
    covers: int = 0
    moving: MovingSubject | None = None

    def at_frame(self, index: int, rate: float) -> CameraShot:
        """The shot with its planes as they are on that frame."""
        return replace(self, planes=self.moving.at(index / rate)) if self.moving else self


_PAN_ZOOM = 1.12
_SLOW_ZOOM = 1.03
"""A locked-off camera still breathes, so that no picture looks frozen."""


def camera_path(move: CameraMove | None, subject: FilmedSubject | None, chance: random.Random) -> CameraPath:
    """The path of a move; without one the camera comes closer to the subject."""
    if move is None or move is CameraMove.PUSH_IN:
        return move_in(subject, chance)
    if move is CameraMove.PULL_OUT:
        closer = move_in(subject, chance)
        return CameraPath(closer.end, closer.start)
    if move is CameraMove.STATIC:
        return CameraPath(CameraView(), _towards(subject, _SLOW_ZOOM, chance))
    across, down = _DIRECTIONS[move]
    edge = 0.5 * (1 - 1 / _PAN_ZOOM)
    start = CameraView(0.5 - across * edge, 0.5 - down * edge, _PAN_ZOOM)
    end = CameraView(0.5 + across * edge, 0.5 + down * edge, _PAN_ZOOM)
    return _kept(CameraPath(start, end), subject)


def _kept(path: CameraPath, subject: FilmedSubject | None) -> CameraPath:
    """The path on which the subject stays in its room; where that leaves no move, the camera comes closer."""
    if subject is None:
        return path
    start, end = subject.kept(path.start), subject.kept(path.end)
    return CameraPath(CameraView(), end) if start == end else CameraPath(start, end)


_DIRECTIONS = {
    CameraMove.PAN_LEFT: (-1, 0),
    CameraMove.PAN_RIGHT: (1, 0),
    CameraMove.TILT_UP: (0, -1),
    CameraMove.TILT_DOWN: (0, 1),
    CameraMove.ORBIT: (1, 0),
}


def move_in(subject: FilmedSubject | None, chance: random.Random) -> CameraPath:
    """From the whole picture closer to the subject, which stays in view."""
    zoom = STRONGEST_ZOOM - 0.04 * chance.random()
    return CameraPath(CameraView(), _towards(subject, zoom, chance))


def move_out(subject: FilmedSubject | None, chance: random.Random) -> CameraPath:
    """From close by sideways and back; the picture is never seen whole, so it never stops at its edges."""
    near = _towards(subject, STRONGEST_ZOOM, chance)
    start = CameraView(near.x + chance.choice((-0.05, 0.05)), near.y, near.zoom)
    end = CameraView(0.5, 0.5, 1.03)
    return _kept(CameraPath(start, end), subject)


def frames(shots: Sequence[CameraShot], count: int, rate: float) -> Iterator[Planes]:
    """The picture of every frame: the topmost shot that covers all, and what is just dissolving in over it.

    Under a slow camera colours move less than a pixel of theirs: every second frame is luma alone, a sixth less work.
    """
    for index in range(count):
        base = max(place for place, shot in enumerate(shots) if index >= shot.covers or place == 0)
        layers = [shots[base], *(shot for shot in shots[base + 1 :] if index > shot.enters)]
        layers = [layer.at_frame(index, rate) for layer in layers]
        if len(layers) == 1 and index % 2 and index < count - 1:
            layers = [replace(layers[0], planes=layers[0].planes[:1])]
        yield _overlaid(layers, index, index / max(1, count - 1))


def _overlaid(layers: Sequence[CameraShot], index: int, share: float) -> Planes:
    """The lowest layer with the others dissolving in; under one common camera they are mixed before it looks."""
    together = all(layer.move == layers[0].move for layer in layers)
    seen = layers[0].planes if together else through(layers[0].planes, layers[0].move.at(share))
    for layer in layers[1:]:
        coming = layer.planes if together else through(layer.planes, layer.move.at(share))
        seen = dissolve(seen, coming, ease((index - layer.enters) / (layer.covers - layer.enters)))
    return through(seen, layers[0].move.at(share)) if together else seen


def ease(share: float) -> float:
    """From 0 to 1, slow at both ends."""
    clamped = min(max(share, 0.0), 1.0)
    return clamped * clamped * (3 - 2 * clamped)


def _towards(subject: FilmedSubject | None, zoom: float, chance: random.Random) -> CameraView:
    """The closest view around the subject's middle that keeps it whole."""
    if subject is None:
        return CameraView(0.5 + 0.04 * chance.choice((-1, 1)), 0.5 - 0.02 * chance.random(), zoom)
    left, top, right, bottom = subject.box
    zoom = max(1.04, min(zoom, 0.96 / max(right - left, bottom - top, 0.1)))
    half = 0.5 / zoom
    x = min(max((left + right) / 2, half), 1 - half)
    y = min(max((top + bottom) / 2, half), 1 - half)
    return subject.kept(CameraView(x, y, zoom))
