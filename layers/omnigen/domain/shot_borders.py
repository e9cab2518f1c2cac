"""Moves the borders between shots by a few frames: onto beats of the music, and away from a crowded end.

The length of the video stays. A border into a shot that goes on from the one before stays too: nobody sees it, and
the clip behind it starts exactly there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from omnigen.domain.timeline import TimelineShot

MIN_SEEN_FRAMES = 24
"""A second: how long a picture is seen at least before the end card, and a shot after its borders were moved."""

MIN_CARD_FRAMES = 48
"""Two seconds in which the end card can be read."""

MAX_MOVE_FRAMES = 12
"""Half a second, which reaches the nearest beat of any music from 60 beats a minute on."""


def on_beats(
    shots: Sequence[TimelineShot], spoken: Collection[tuple[int, int]], beats: Sequence[int]
) -> list[TimelineShot]:
    """The shots with each border moved to the nearest beat, where one lies in the same pause of the voice.

    `spoken` are the frames `[start, end)` of the cut in which words are heard, `beats` the frames of beats, ascending.
    The middle of a transition is what falls on the beat.
    """
    voiced = {frame for start, end in spoken for frame in range(start + 1, end)}
    moved = list(shots)
    for number in range(1, len(moved)):
        if moved[number].continues:
            continue
        start = sum(shot.frames for shot in moved[:number])
        middle = moved[number].transition_frames // 2
        reachable = _reachable(moved, number, start, voiced)
        near = [beat - middle for beat in beats if beat - middle in reachable]
        if near:
            moved = _moved(moved, number, min(near, key=lambda frame: (abs(frame - start), frame)) - start)
    return moved


def with_room_for_end_card(shots: Sequence[TimelineShot]) -> list[TimelineShot]:
    """The shots, the last of them begun earlier where it is too short to be seen and then to lie under the end card.

    It begins as early as it must, as far as its own picture and the shots before allow.
    """
    last = len(shots) - 1
    wanted = shots[last].transition_frames + MIN_SEEN_FRAMES + MIN_CARD_FRAMES
    return _begun_earlier(list(shots), last, wanted - shots[last].frames)


def _begun_earlier(shots: list[TimelineShot], number: int, frames: int) -> list[TimelineShot]:
    """The shots with one begun earlier by so many frames, or as near to that as it can be.

    Where the shot before would be seen too short, that one begins earlier as well.
    """
    if frames <= 0 or number == 0 or shots[number].continues:
        return shots
    frames = min(frames, _spare(shots, number))
    shots = _begun_earlier(shots, number - 1, frames - _yields(shots, number - 1))
    return _moved(shots, number, -min(frames, max(_yields(shots, number - 1), 0)))


def card_frames(shots: Sequence[TimelineShot], usual: int) -> int:
    """How long the end card may stand: at most a third of the video, and the last picture is seen before it."""
    first = len(shots) - 1
    while first and shots[first].continues:
        first -= 1
    seen = sum(shot.frames for shot in shots[first:]) - shots[first].transition_frames
    return max(min(usual, sum(shot.frames for shot in shots) // 3, seen - MIN_SEEN_FRAMES), 0)


def _reachable(shots: Sequence[TimelineShot], number: int, start: int, voiced: Collection[int]) -> set[int]:
    """The frames to which a border may go without passing a word."""
    if start in voiced:
        return set()
    found = {start}
    for way in (-1, 1):
        for step in range(1, min(_room(shots, number, way), MAX_MOVE_FRAMES) + 1):
            if start + way * step in voiced:
                break
            found.add(start + way * step)
    return found


def _room(shots: Sequence[TimelineShot], number: int, way: int) -> int:
    """By how many frames the border before a shot may move earlier (-1) or later (1)."""
    shrinking, growing = (number - 1, number) if way < 0 else (number, number - 1)
    return max(min(_spare(shots, growing), _yields(shots, shrinking)), 0)


def _spare(shots: Sequence[TimelineShot], number: int) -> int:
    """Frames by which a shot may become longer."""
    shot = shots[number]
    if shot.available_frames is None:
        return sum(one.frames for one in shots)
    return shot.available_frames - shot.frames - _incoming(shots, number + 1)


def _yields(shots: Sequence[TimelineShot], number: int) -> int:
    """Frames by which a shot may become shorter: it is seen for a second, and no transition takes half of it."""
    incoming, outgoing = shots[number].transition_frames, _incoming(shots, number + 1)
    return shots[number].frames - max(MIN_SEEN_FRAMES + incoming, 2 * incoming, 2 * outgoing)


def _incoming(shots: Sequence[TimelineShot], number: int) -> int:
    return shots[number].transition_frames if number < len(shots) else 0


def _moved(shots: Sequence[TimelineShot], number: int, frames: int) -> list[TimelineShot]:
    """The shots with the border before one of them later by so many frames."""
    moved = list(shots)
    moved[number - 1] = replace(shots[number - 1], frames=shots[number - 1].frames + frames)
    moved[number] = replace(shots[number], frames=shots[number].frames - frames)
    return moved
