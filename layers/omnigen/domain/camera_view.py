"""What a camera sees of a picture: a view of the picture's own shape, by its centre and how near it is."""

from __future__ import annotations

from omnigen.domain.area import Area

Sides = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture."""

View = tuple[float, float, float]
"""The centre as shares of the picture, and how many times nearer than the whole picture it is."""


def view_with_room(subject: Sides, room: Area, view: View) -> View:
    """The view moved, and widened, until a subject that lies in `room` in the whole picture is seen within that."""
    left, top, right, bottom = subject
    x, y, zoom = view
    widest = min(room.width / max(right - left, 1e-6), room.height / max(bottom - top, 1e-6))
    zoom = max(min(zoom, widest), 1.0)
    return (
        _centre(x, zoom, (left, right), (room.left, room.right)),
        _centre(y, zoom, (top, bottom), (room.top, room.bottom)),
        zoom,
    )


def seen_at(subject: Sides, view: View) -> Sides:
    """Where a subject is seen in a view, in shares of what is seen."""
    left, top, right, bottom = subject
    x, y, zoom = view
    return (
        (left - x) * zoom + 0.5,
        (top - y) * zoom + 0.5,
        (right - x) * zoom + 0.5,
        (bottom - y) * zoom + 0.5,
    )


def _centre(centre: float, zoom: float, subject: tuple[float, float], room: tuple[float, float]) -> float:
    """The centre nearest to the one asked for with the subject in the room, and the view within the picture."""
    lowest = max(subject[1] - (room[1] - 0.5) / zoom, 0.5 / zoom)
    highest = min(subject[0] - (room[0] - 0.5) / zoom, 1 - 0.5 / zoom)
    return min(max(centre, lowest), max(highest, lowest))
