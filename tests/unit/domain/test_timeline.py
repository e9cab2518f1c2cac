"""The cut adds up, whatever is put into it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.cue_cutting import MIN_CUE_FRAMES
from omnigen.domain.cut_segments import cut_segments
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot, Voice, WordTiming
from omnigen.domain.timeline_planning import plan_timeline

WIDE = Canvas(width=1280, height=720)


def shot(number: int, frames: int, overlap: int = 0) -> TimelineShot:
    transition = Transition.DISSOLVE if overlap else Transition.CUT
    return TimelineShot(scene_id=f"s{number:02}", frames=frames, transition=transition, transition_frames=overlap)


@st.composite
def shot_lists(draw: st.DrawFn) -> list[TimelineShot]:
    lengths = draw(st.lists(st.integers(2, 240), min_size=1, max_size=24))
    shots = [shot(0, lengths[0])]
    for number in range(1, len(lengths)):
        longest = min(lengths[number - 1], lengths[number]) // 2
        shots.append(shot(number, lengths[number], draw(st.integers(0, min(longest, 24)))))
    return shots


@given(shot_lists())
def test_total_is_the_sum_of_the_shots_whatever_the_transitions(shots: list[TimelineShot]) -> None:
    cut = plan_timeline(WIDE, shots)
    assert cut.frames == sum(one.frames for one in shots)
    assert cut.samples == cut.frames * 2000
    assert cut.seconds == Fraction(cut.frames, 24)


@given(shot_lists())
def test_pieces_cover_every_frame_of_the_cut_once_and_use_only_what_the_sources_have(shots: list[TimelineShot]) -> None:
    cut = plan_timeline(WIDE, shots)
    position = 0
    for part in cut_segments(cut):
        assert part.start == position
        position = part.end
        for span in part.spans:
            assert 0 <= span.start < span.end <= cut.source_frames(span.shot)
            assert span.end - span.start == part.frames
    assert position == cut.frames


def test_a_shot_runs_on_under_the_transition_that_follows_it() -> None:
    cut = plan_timeline(WIDE, [shot(0, 100), shot(1, 80, 12), shot(2, 60)])
    assert [cut.source_frames(number) for number in range(3)] == [112, 80, 60]
    assert cut.starts == (0, 100, 180)
    kinds = [(part.start, part.frames, part.under is not None) for part in cut_segments(cut)]
    assert kinds == [(0, 100, False), (100, 12, True), (112, 68, False), (180, 60, False)]


@pytest.mark.parametrize(
    "shots",
    [
        [],
        [shot(0, 0)],
        [shot(0, 48, 12)],
        [shot(0, 48), shot(1, 20, 12)],
        [shot(0, 48), TimelineShot(scene_id="s01", frames=48, transition=Transition.WIPE, transition_frames=0)],
        [shot(0, 48), TimelineShot(scene_id="s01", frames=48, transition=Transition.CUT, transition_frames=4)],
    ],
    ids=["no shot", "empty shot", "transition before the first", "transition too long", "wipe of nothing", "long cut"],
)
def test_cuts_that_cannot_be_shown_are_refused(shots: list[TimelineShot]) -> None:
    with pytest.raises(ValueError, match=r"(?i)shot|transition"):
        Timeline(canvas=WIDE, shots=tuple(shots))


@pytest.mark.parametrize("size", [(1281, 720), (1280, 719), (8, 8)])
def test_a_canvas_has_even_sides_of_a_sane_size(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even sides"):
        Canvas(width=size[0], height=size[1])


def test_a_voice_that_would_be_heard_after_the_end_is_refused() -> None:
    voice = Voice(scene_id="s00", start_sample=90_000, samples=20_000)
    with pytest.raises(ValueError, match="outside the cut"):
        plan_timeline(WIDE, [shot(0, 48)], [voice])


def spoken(text: str, *times: tuple[str, str, str], start_sample: int = 12_000, skip: int = 0) -> Voice:
    words = tuple(WordTiming(text=word, start_seconds=Decimal(a), end_seconds=Decimal(b)) for word, a, b in times)
    return Voice(scene_id="s00", start_sample=start_sample, samples=96_000, skip_samples=skip, text=text, words=words)


def test_captions_start_and_end_with_the_words_they_show() -> None:
    voice = spoken("Breathe easier.", ("Breathe", "0.5", "0.9"), ("easier.", "1.0", "1.75"))
    (cue,) = plan_timeline(WIDE, [shot(0, 240)], [voice]).cues
    assert cue.lines == ("Breathe easier.",)
    assert cue.start == round((0.25 + 0.5) * 24)
    assert cue.end == round((0.25 + 1.75) * 24)


def test_silence_that_is_left_out_of_a_recording_moves_its_words_forward() -> None:
    late = spoken("Now.", ("Now.", "1.0", "1.9"))
    trimmed = spoken("Now.", ("Now.", "1.0", "1.9"), skip=24_000)
    starts = [plan_timeline(WIDE, [shot(0, 240)], [voice]).cues[0].start for voice in (late, trimmed)]
    assert starts == [30, 18]


def test_captions_are_written_as_the_script_is_even_if_the_voice_reports_bare_words() -> None:
    voice = spoken(
        "Dr. Lee's tip: breathe!",
        ("doctor", "0.0", "0.3"),
        ("lees", "0.3", "0.6"),
        ("tip", "0.6", "0.9"),
        ("breathe", "1.2", "1.9"),
    )
    cues = plan_timeline(WIDE, [shot(0, 240)], [voice]).cues
    assert " ".join(cue.text for cue in cues) == "Dr. Lee's tip: breathe!"


def test_no_caption_stands_while_the_next_voice_speaks() -> None:
    first = Voice(scene_id="s00", start_sample=0, samples=95_000, text="The first one ends just here.")
    second = Voice(scene_id="s01", start_sample=96_000, samples=48_000, text="And the second begins.")
    cues = plan_timeline(WIDE, [shot(0, 48), shot(1, 48)], [second, first]).cues
    assert [cue.lines for cue in cues] == [("The first one ends just here.",), ("And the second begins.",)]
    assert cues[0].end <= cues[1].start == 48


def test_overlays_come_one_after_the_other_and_the_end_card_closes_the_cut() -> None:
    cut = plan_timeline(
        WIDE, [shot(n, 180) for n in range(4)], title="Title", product_name="Respira", call_to_action="Ask now"
    )
    assert [overlay.kind for overlay in cut.overlays] == ["title", "product_name", "end_card"]
    assert all(before.end <= after.start for before, after in pairwise(cut.overlays))
    assert cut.overlays[-1].end == cut.frames
    assert (cut.overlays[-1].text, cut.overlays[-1].detail) == ("Respira", "Ask now")


def test_text_that_could_not_be_read_in_time_is_left_out() -> None:
    cut = plan_timeline(WIDE, [shot(0, 24), shot(1, 24)], title="Title", product_name="Name", call_to_action="Go")
    assert cut.overlays == ()


def test_the_name_stands_over_a_shot_that_shows_the_product_and_facts_over_their_own() -> None:
    shots = [shot(n, 120) for n in range(4)]
    shots[1] = replace(shots[1], may_be_named=False)
    shots[2] = replace(shots[2], on_screen_text="49 €")
    cut = plan_timeline(WIDE, shots, product_name="Respira")
    plates = [one for one in cut.overlays if one.kind in ("product_name", "on_screen_text")]
    assert [(one.kind, one.text) for one in plates] == [("on_screen_text", "49 €"), ("product_name", "Respira")]
    assert [240 <= plates[0].start < plates[0].end <= 360, plates[1].start >= 360] == [True, True]


def test_no_name_stands_where_no_later_shot_shows_the_product() -> None:
    shots = [replace(shot(n, 120), may_be_named=n == 0) for n in range(3)]
    assert [one.kind for one in plan_timeline(WIDE, shots, product_name="Respira").overlays] == ["end_card"]


def test_a_last_sentence_that_is_soon_said_has_a_caption_of_its_own_into_the_next_picture() -> None:
    text = "This is Lumen, a night serum in a blue bottle. Choose Lumen today."
    spoken, seconds = [], Decimal(0)
    for word in text.split():
        spoken.append(WordTiming(text=word.strip(",."), start_seconds=seconds, end_seconds=seconds + Decimal("0.2")))
        seconds += Decimal("0.38") if word.endswith(".") else Decimal("0.23")
    voice = Voice(
        scene_id="s0",
        start_sample=0,
        samples=int((seconds - Decimal("0.15")) * SAMPLE_RATE),
        skip_samples=0,
        text=text,
        words=tuple(spoken),
    )
    shots = [TimelineShot(scene_id="s0", frames=48), TimelineShot(scene_id="s1", frames=96)]
    cut = plan_timeline(Canvas(width=1280, height=720), shots, [voice])
    said = [" ".join(cue.lines) for cue in cut.cues]
    assert said == ["This is Lumen, a night serum in a blue bottle.", "Choose Lumen today."]
    assert cut.cues[-1].end - cut.cues[-1].start >= MIN_CUE_FRAMES
