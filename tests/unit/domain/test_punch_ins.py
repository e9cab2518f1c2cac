"""One clip gives several shots: closer views of it, planned in frames, at pauses of the voice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.cut_segments import cut_segments
from omnigen.domain.punch_in import PunchIn, punch_in_at
from omnigen.domain.punch_in_planning import MAX_SHOT_FRAMES, MIN_SHOT_FRAMES, with_punch_ins
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline

WIDE = Canvas(width=128, height=72)


def shot(number: int, frames: int, **changes: object) -> TimelineShot:
    facts: dict[str, object] = {"scene_id": f"s{number:02}", "frames": frames, "may_punch_in": True} | changes
    return TimelineShot(**facts)  # type: ignore[arg-type]


def a_cut(*shots: TimelineShot, call_to_action: str = "") -> Timeline:
    return with_punch_ins(plan_timeline(WIDE, shots, call_to_action=call_to_action))


@st.composite
def cuts(draw: st.DrawFn) -> list[TimelineShot]:
    found: list[TimelineShot] = []
    for number in range(draw(st.integers(1, 8))):
        frames, before = draw(st.integers(4, 60)) * 6, found[-1].frames if found else 0
        overlap = min(12, frames // 4, before // 4) if draw(st.booleans()) else 0
        found.append(
            shot(
                number,
                frames,
                transition=Transition.WIPE if overlap else Transition.CUT,
                transition_frames=overlap,
                continues=number > 0 and not overlap and draw(st.booleans()),
                may_punch_in=draw(st.booleans()),
                nearness=draw(st.sampled_from(["far", "usual", "near"])),
            )
        )
    return found


@given(cuts(), st.booleans())
def test_closer_views_change_neither_length_nor_shots_and_each_view_lasts_two_seconds(
    shots: list[TimelineShot], has_card: bool
) -> None:
    bare = plan_timeline(WIDE, shots, call_to_action="Go" if has_card else "")
    cut = with_punch_ins(bare)
    assert [replace(one, punch_ins=()) for one in cut.shots] == list(bare.shots)
    assert sum(part.frames for part in cut_segments(cut)) == cut.frames
    assert [part.end for part in cut_segments(cut)[:-1]] == [part.start for part in cut_segments(cut)[1:]]
    borders = sorted({*cut.picture_starts, cut.frames} - {
        start for start, one in zip(cut.starts, cut.shots, strict=True) if one.continues and not _changes(cut, start)
    })  # fmt: skip
    views = [later - earlier for earlier, later in pairwise(borders)]
    short = {one.frames for one in shots}
    assert all(length >= MIN_SHOT_FRAMES or length in short for length in views)


def _changes(cut: Timeline, start: int) -> bool:
    """Whether the view is another one from this first frame of a shot on."""
    number = cut.starts.index(start)
    before, after = cut.shots[number - 1], cut.shots[number]
    ended = punch_in_at(before.punch_ins, before.frames - 1)
    return (ended is None) != (punch_in_at(after.punch_ins, 0) is None)


@given(cuts())
def test_shots_that_may_not_be_cut_to_a_closer_view_are_seen_whole(shots: list[TimelineShot]) -> None:
    cut = with_punch_ins(plan_timeline(WIDE, shots))
    assert not any(one.punch_ins for one in cut.shots if not one.may_punch_in)


def test_a_clip_of_seven_seconds_is_two_shots() -> None:
    cut = a_cut(shot(0, 168), shot(1, 72))
    assert cut.shots[0].punch_ins == (PunchIn(start=84, end=168, zoom=Decimal("1.5")),)
    assert cut.shots[1].punch_ins == ()
    assert cut.picture_starts == (0, 84, 168)


def test_a_clip_of_four_seconds_stays_one_shot() -> None:
    assert a_cut(shot(0, MAX_SHOT_FRAMES), shot(1, 72)).shots[0].punch_ins == ()


def test_the_picture_before_the_end_card_is_seen_whole() -> None:
    cut = a_cut(shot(0, 96), shot(1, 216), call_to_action="Go")
    [near] = cut.shots[1].punch_ins
    card = cut.overlays[-1].start - cut.starts[1]
    assert (near.start, near.end) == (0, card // 2)


def test_a_closer_view_runs_on_under_the_transition_into_the_next_shot() -> None:
    cut = a_cut(shot(0, 168), shot(1, 96, transition=Transition.DISSOLVE, transition_frames=12))
    assert cut.shots[0].punch_ins[0].end == 180
    dissolve = next(part for part in cut_segments(cut) if part.under)
    assert dissolve.under is not None
    assert dissolve.under.punch_in == cut.shots[0].punch_ins[0]


def test_clips_that_go_on_from_one_another_change_their_view_where_one_goes_over_into_the_next() -> None:
    cut = a_cut(shot(0, 80), shot(1, 80, continues=True), shot(2, 72))
    assert [len(one.punch_ins) for one in cut.shots] == [0, 1, 0]
    assert (cut.shots[1].punch_ins[0].start, cut.shots[1].punch_ins[0].end) == (0, 80)


def test_a_view_changes_between_two_sentences_rather_than_inside_a_word() -> None:
    voices = [
        Voice(scene_id="s00", start_sample=0, samples=int(3.2 * SAMPLE_RATE), text="Slowlyandquietly."),
        Voice(scene_id="s00", start_sample=int(3.7 * SAMPLE_RATE), samples=3 * SAMPLE_RATE, text="Everywhereyougo."),
    ]
    cut = with_punch_ins(plan_timeline(WIDE, [shot(0, 168), shot(1, 72)], voices))
    assert 77 <= cut.shots[0].punch_ins[0].start <= 90


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"start": 50, "end": 120}, "within the shot"),
        ({"start": 6, "end": 90}, "in the middle of a transition"),
        ({"x": Decimal("0.2")}, "within the picture"),
        ({"zoom": Decimal(1)}, "within the picture"),
    ],
)
def test_a_closer_view_that_cannot_be_shown_is_refused(wrong: dict[str, object], complaint: str) -> None:
    view = PunchIn(**{"start": 48, "end": 96, "zoom": Decimal("1.5"), **wrong})  # type: ignore[arg-type]
    coming_in = shot(1, 96, transition=Transition.WIPE, transition_frames=12, punch_ins=(view,))
    with pytest.raises(ValueError, match=complaint):
        Timeline(canvas=WIDE, shots=(shot(0, 96), coming_in))


def test_a_still_has_no_closer_view() -> None:
    with pytest.raises(ValueError, match="only a clip"):
        Timeline(
            canvas=WIDE, shots=(shot(0, 96, kind="still", punch_ins=(PunchIn(start=0, end=96, zoom=Decimal(2)),)),)
        )
