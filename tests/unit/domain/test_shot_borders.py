"""Borders between shots move by frames: onto beats within a pause, and so that the last picture is seen."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from omnigen.domain.shot_borders import MIN_SEEN_FRAMES, on_beats, with_room_for_end_card
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline

WIDE = Canvas(width=128, height=72)


def shot(number: int, frames: int, **changes: object) -> TimelineShot:
    return TimelineShot(scene_id=f"s{number:02}", frames=frames, **changes)  # type: ignore[arg-type]


@st.composite
def cuts(draw: st.DrawFn) -> list[TimelineShot]:
    """Shots of a second and more, whose pictures are as long as clips are sold, or without end."""
    lengths = draw(st.lists(st.integers(4, 24), min_size=1, max_size=10))
    found: list[TimelineShot] = []
    for number, quarters in enumerate(lengths):
        frames, before = quarters * 6, found[-1].frames if found else 0
        longest = min(12, frames // 4, before // 4)
        moves = number > 0 and longest > 0 and draw(st.booleans())
        found.append(
            shot(
                number,
                frames,
                transition=Transition.DISSOLVE if moves else Transition.CUT,
                transition_frames=longest if moves else 0,
                continues=number > 0 and not moves and draw(st.booleans()),
                available_frames=draw(st.sampled_from([None, frames + 12, max(96, frames + 12)])),
            )
        )
    assume(sum(one.frames for one in found) >= 6 * 24)
    return found


def last_picture_starts(shots: list[TimelineShot]) -> int:
    """The frame from which on the picture that is seen at the end is seen alone."""
    number = len(shots) - 1
    while number and shots[number].continues:
        number -= 1
    return sum(one.frames for one in shots[:number]) + shots[number].transition_frames


@given(cuts())
def test_the_last_picture_is_seen_for_a_second_before_the_end_card(shots: list[TimelineShot]) -> None:
    moved = with_room_for_end_card(shots)
    cut = plan_timeline(WIDE, moved, call_to_action="Find yours today")
    assert cut.frames == sum(one.frames for one in shots)
    for card in cut.overlays:
        assert card.start - last_picture_starts(moved) >= MIN_SEEN_FRAMES


@given(cuts(), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 60)), max_size=30), st.integers(8, 24))
def test_a_border_moves_to_a_beat_in_its_own_pause_or_stays(
    shots: list[TimelineShot], words: list[tuple[int, int]], beat: int
) -> None:
    spoken = [(start, start + length) for start, length in words]
    total = sum(one.frames for one in shots)
    beats = range(0, total, beat)
    moved = on_beats(shots, spoken, beats)
    assert sum(one.frames for one in moved) == total
    plan_timeline(WIDE, moved)  # raises if a transition takes more than half of a shot
    before, after = (plan_timeline(WIDE, one).starts for one in (shots, moved))
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        assert not shots[number].continues
        assert (new + shots[number].transition_frames // 2) % beat == 0
        passed = range(min(old, new), max(old, new) + 1)
        assert not any(start < frame < end for start, end in spoken for frame in passed)
        limit = moved[number].available_frames
        assert limit is None or moved[number].frames <= max(limit, shots[number].frames)


def test_a_border_in_a_pause_goes_to_the_beat_and_the_length_stays() -> None:
    moved = on_beats([shot(0, 84), shot(1, 84)], [(10, 78), (92, 150)], [24, 48, 72, 90])
    assert [one.frames for one in moved] == [90, 78]


def test_a_border_that_a_word_is_said_over_stays() -> None:
    assert on_beats([shot(0, 84), shot(1, 84)], [(10, 120)], [84, 90])[0].frames == 84


def test_a_clip_without_frames_to_spare_is_not_made_longer() -> None:
    shots = [shot(0, 84, available_frames=86), shot(1, 84)]
    assert on_beats(shots, [(10, 78), (92, 150)], [90])[0].frames == 84


@pytest.mark.parametrize(("last", "seen"), [(84, 84), (60, 72), (36, 72)])
def test_a_short_last_shot_begins_earlier(last: int, seen: int) -> None:
    moved = with_room_for_end_card([shot(0, 120), shot(1, 120), shot(2, last)])
    assert moved[-1].frames == seen
    assert sum(one.frames for one in moved) == 240 + last


def test_where_the_shot_before_is_short_too_that_one_begins_earlier_as_well() -> None:
    moved = with_room_for_end_card([shot(0, 96), shot(1, 24), shot(2, 24)])
    assert [one.frames for one in moved] == [48, 24, 72]
