"""Takes are heard where the narration was laid out, without the silence before them and at their tempo."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.job import RecordedWord
from omnigen.domain.shot import Element, ElementKind
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline_builder import place_voices, shots

from tests.builders import a_narration, a_planned_job, a_take


def test_each_take_is_heard_where_it_was_laid_without_the_silence_before_it() -> None:
    takes = (a_take(seconds=2), a_take(seconds=1.5, start=Decimal(4)))
    first, second = place_voices(a_planned_job(scenes=2, narration=a_narration(*takes)))
    assert (first.start_sample, second.start_sample) == (SAMPLE_RATE // 4, 4 * SAMPLE_RATE)
    assert (first.samples, second.samples) == (2 * SAMPLE_RATE, 3 * SAMPLE_RATE // 2)
    assert first.skip_samples == second.skip_samples == SAMPLE_RATE // 5
    assert [voice.scene_id[-3:] for voice in (first, second)] == ["s01", "s02"]


def test_a_faster_tempo_shortens_what_is_heard_and_brings_words_forward() -> None:
    word = RecordedWord(text="Meet", start=Decimal("0.5"), end=Decimal(1))
    narration = a_narration(a_take(seconds=2, words=(word,)), tempo=Decimal("1.25"))
    [voice] = place_voices(a_planned_job(scenes=2, narration=narration))
    assert voice.samples == 2 * SAMPLE_RATE * 4 // 5
    assert (voice.words[0].start_seconds, voice.words[0].end_seconds) == (Decimal("0.4"), Decimal("0.8"))


def test_a_take_is_heard_no_longer_than_the_video_is() -> None:
    [voice] = place_voices(a_planned_job(scenes=2, narration=a_narration(a_take(seconds=8))))
    assert voice.end_sample == 6 * SAMPLE_RATE


def test_shots_are_as_long_as_their_scenes_whatever_the_transitions() -> None:
    job = a_planned_job(scenes=2)
    faded = job.scenes[1].model_copy(update={"transition": Transition.WIPE, "duration": Decimal("2.25")})
    made = shots(job.model_copy(update={"scenes": (job.scenes[0], faded)}))
    assert [shot.frames for shot in made] == [72, 54]
    assert made[0].transition_frames == 0
    assert made[1].transition_frames > 0


def test_only_scenes_that_hold_the_product_are_said_to_show_it() -> None:
    job = a_planned_job(scenes=2)
    assert [shot.may_be_named for shot in shots(job)] == [True, True]
    bottle = Element(id="product", kind=ElementKind.PRODUCT, description="a bottle")
    held = job.scenes[0].model_copy(update={"elements": (bottle,)})
    fact = job.scenes[1].model_copy(update={"on_screen_text": "49 €"})
    made = shots(job.model_copy(update={"scenes": (held, fact)}))
    assert [(shot.may_be_named, shot.on_screen_text) for shot in made] == [(True, ""), (False, "49 €")]
