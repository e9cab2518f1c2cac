"""Takes are recorded within the function's time, once; and scenes and speech come to suit each other."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.job import Job, Take
from omnigen.domain.messages import JobRef
from omnigen.domain.take_grouping import MAX_TAKES
from omnigen.errors import InvalidRequest, PolicyBlocked, ProviderThrottled, ProviderUnavailable
from omnigen.providers.offline.order_log import OrderLog
from omnigen.providers.openai import speech as openai_speech
from omnigen.providers.replicate import ReplicateSpeechProvider
from omnigen.runtime.context import AppContext

from functions.narrate import BEGIN_SECONDS, MAX_CONCURRENT_TAKES, narrate, speak_all
from functions.write_script import write_script
from tests.builders import a_brief, a_clip, a_job, a_planned_job, a_script, a_take

MayBegin = Callable[[], bool]
ALL = range(MAX_TAKES)


def test_no_take_outlives_the_function() -> None:
    (function,) = [known for known in FUNCTIONS if known.name == "Narrate"]
    longest = max(openai_speech.TIMEOUT_SECONDS, ReplicateSpeechProvider.timeout_seconds)
    assert BEGIN_SECONDS + longest < function.timeout_seconds


def test_takes_are_recorded_at_the_same_time_and_stay_in_order() -> None:
    together = threading.Barrier(MAX_CONCURRENT_TAKES)

    def speak(number: int, may_begin: MayBegin) -> Take | None:
        together.wait(30)
        return a_take(f"Take {number}.") if may_begin() else None

    assert [take.text for take in speak_all(ALL, speak, begin_seconds=60)] == [f"Take {number}." for number in ALL]


def test_three_attempts_are_enough_for_the_slowest_voice() -> None:
    """Each take lasts longer than the time in which takes are begun."""
    recorded: set[int] = set()
    lock = threading.Lock()

    def attempt() -> None:
        now = [0.0]
        together = threading.Barrier(MAX_CONCURRENT_TAKES)

        def speak(number: int, may_begin: MayBegin) -> Take | None:
            if number in recorded:
                return a_take()
            if not may_begin():
                return None
            together.wait(30)
            now[0] = 40.0
            with lock:
                recorded.add(number)
            return a_take()

        speak_all(ALL, speak, clock=lambda: now[0])

    with pytest.raises(ProviderUnavailable, match="8 of 24 takes are recorded"):
        attempt()
    with pytest.raises(ProviderUnavailable, match="16 of 24 takes are recorded"):
        attempt()
    attempt()


def test_after_an_error_nothing_is_begun_and_the_hopeless_one_is_told() -> None:
    begun: Counter[int] = Counter()
    together = threading.Barrier(2)

    def speak(number: int, may_begin: MayBegin) -> Take | None:
        if not may_begin():
            return None
        begun[number] += 1
        if number in {1, 2}:
            together.wait(30)
            raise ProviderThrottled("busy") if number == 1 else PolicyBlocked("never")
        while may_begin():
            time.sleep(0.01)
        return a_take()

    with pytest.raises(PolicyBlocked):
        speak_all(ALL, speak, begin_seconds=60)
    assert len(begun) <= MAX_CONCURRENT_TAKES


def written(app: AppContext, *paragraphs: str, by_model: bool = False, name: str = "Bottle", **brief: Any) -> Job:
    """A job with a script of these paragraphs, of the user's own or by a model, whose scenes are not planned yet."""
    text = "\n\n".join(paragraphs)
    subject = {} if by_model else {"script_text": text}
    script = a_script(paragraphs).model_copy(update={"product_name": name})
    job = a_job(brief=a_brief(**{**subject, **brief}), script=script, script_hash="0" * 64)
    if by_model:
        metadata = job.script_metadata.model_copy(update={"script_order": "0" * 64})
        job = job.model_copy(update={"script_metadata": metadata})
    app.aws.jobs.create(job)
    return job


def narrated(app: AppContext, job: Job) -> Job:
    narrate(JobRef(job_id=job.job_id, run=1), app)
    return app.aws.jobs.get(job.job_id)


def speech_orders(folder: Path) -> list[str]:
    return [entry.order_id for entry in OrderLog(folder).all() if entry.kind == "speech"]


def test_scenes_are_cut_where_the_speech_was_measured_to_end(app: AppContext) -> None:
    job = narrated(app, written(app, "Open a bank account in four minutes, from your sofa.", duration=15))
    [take] = job.narration.takes
    segments = job.written_script.segments
    assert [segment.text for segment in segments if segment.text] == [take.text]
    assert sum(segment.duration for segment in segments) == 15
    assert take.start + take.audible_seconds <= segments[0].duration
    assert job.narration.tempo == 1


def test_every_take_is_bought_once_however_often_it_is_asked_for(app: AppContext, order_log_folder: Path) -> None:
    job = written(app, *(f"Line number {number} is here." for number in range(6)), duration=20)
    first = narrated(app, job)
    assert narrated(app, job).narration == first.narration
    assert len(speech_orders(order_log_folder)) == len(set(speech_orders(order_log_folder))) == 6


def test_a_text_that_does_not_fit_is_refused_naming_the_length_that_would_do(app: AppContext) -> None:
    text = "Save $1,234,567.89 and $9,876,543.21, or call 1-800-555-0199 today."
    with pytest.raises(InvalidRequest, match=r"takes \d+\.\d s to say, .* at least \d+ s long") as refused:
        narrated(app, written(app, text, duration=6))
    least = int(str(refused.value).split("at least ")[1].split()[0])
    assert narrated(app, written(app, text, duration=least)).narration.tempo > 1
    with pytest.raises(InvalidRequest):
        narrated(app, written(app, text, duration=least - 1))


@pytest.mark.parametrize("mode", ["pharma", "creative_ad"])
def test_what_is_a_little_long_is_spoken_faster_at_one_tempo(app: AppContext, mode: str) -> None:
    """Which sentences are about risks is not marked: at one tempo for all of them none is faster than the rest."""
    lines = ("Ask your doctor whether this is right for you and for your whole family.", "Read the leaflet. Take care.")
    job = narrated(app, written(app, *lines, duration=6, mode=mode))
    assert 1 < job.narration.tempo <= Decimal("1.15")


def test_a_model_is_asked_again_with_what_was_measured(app: AppContext) -> None:
    short = written(app, "Meet it.", by_model=True, duration=30)
    assert narrate(JobRef(job_id=short.job_id, run=1), app).rewrite
    measured = app.aws.jobs.get(short.job_id).narration
    assert (measured.misfit, measured.rewrites) == (short.script_hash, 0)
    assert 0 < measured.measured_seconds < 2
    assert measured.pace


def test_a_version_that_misfits_is_told_again_when_the_answer_was_lost_and_not_once_it_was_written_anew(
    app: AppContext,
) -> None:
    first = written(app, "Meet it.", by_model=True, duration=30)
    rewritten = first.narration.model_copy(update={"rewrites": 1, "measured_seconds": Decimal(9)})
    app.aws.artifacts.narration(first, rewritten)
    ref = JobRef(job_id=first.job_id, run=1)
    assert [narrate(ref, app).rewrite for _ in range(2)] == [True, True]
    write_script(ref, app)
    job = app.aws.jobs.get(first.job_id)
    assert not job.speech_misfits
    write_script(ref, app)
    assert app.aws.jobs.get(first.job_id).narration.rewrites == job.narration.rewrites == 2


def test_when_it_was_asked_often_enough_the_speech_is_shortened_but_never_the_name_or_the_end(app: AppContext) -> None:
    lines = [
        "Some mornings ask for more of you.",
        "Then take this wonderful and really rather beautiful thing along with you, wherever you may go today.",
        "The Corsa brews in thirty seconds.",
        "It is small, quiet and easy to clean.",
        "Find yours today.",
    ]
    job = written(app, *lines, by_model=True, name="Corsa", duration=10)
    app.aws.artifacts.narration(job, job.narration.model_copy(update={"rewrites": 2}))
    job = narrated(app, job)
    for kept in (lines[0], "Corsa", lines[-1]):
        assert kept in job.spoken_text
    assert lines[1] not in job.spoken_text
    [note] = job.narration.notes
    assert lines[1] in note
    assert job.written_script.text == "".join(
        t.text if not n else f"\n\n{t.text}" for n, t in enumerate(job.narration.takes)
    )


def test_own_words_are_never_shortened(app: AppContext) -> None:
    lines = ["This line says something of some length." for _ in range(12)]
    with pytest.raises(InvalidRequest):
        narrated(app, written(app, *lines, duration=10))


def test_an_edit_of_one_scene_buys_its_take_only_and_leaves_filmed_scenes_as_long_as_they_are(
    app: AppContext, order_log_folder: Path
) -> None:
    job = a_planned_job(3, brief=a_brief(duration=9, script_text="Own words."))
    app.aws.jobs.create(
        job.model_copy(update={"scenes": tuple(s.model_copy(update={"clip": a_clip()}) for s in job.scenes)})
    )
    job = narrated(app, job)
    edited = job.scenes[1].model_copy(update={"narration": "Line number nine."})
    app.aws.artifacts.scene(job.job_id, edited, narration=edited.narration)
    after = narrated(app, job)
    assert [scene.duration for scene in after.scenes] == [3, 3, 3]
    assert len(speech_orders(order_log_folder)) == 4
    starts = [take.start for take in after.narration.takes]
    assert all(abs(start - 3 * number) < Decimal("0.5") for number, start in enumerate(starts))


def test_words_too_long_for_the_clip_of_their_scene_are_refused_by_scene(app: AppContext) -> None:
    job = a_planned_job(3, brief=a_brief(duration=9, script_text="Own words."))
    scenes = [scene.model_copy(update={"clip": a_clip()}) for scene in job.scenes]
    long = "These are far too many words, and far too long, for the three short seconds of one little clip."
    scenes[0] = scenes[0].model_copy(update={"narration": long})
    job = job.model_copy(update={"scenes": tuple(scenes)})
    app.aws.jobs.create(job)
    with pytest.raises(InvalidRequest, match=r"words of scene 1 take \d\.\d s, and its clip shows 3 s"):
        narrated(app, job)


def test_scenes_that_are_not_filmed_follow_their_edited_words(app: AppContext) -> None:
    job = a_planned_job(3, brief=a_brief(duration=12, script_text="Own words."))
    scenes = [scene.model_copy(update={"duration": Decimal(4)}) for scene in job.scenes]
    scenes[0] = scenes[0].model_copy(update={"narration": "These are far too many words for the length of the scene."})
    job = job.model_copy(update={"scenes": tuple(scenes)})
    app.aws.jobs.create(job)
    after = narrated(app, job)
    assert sum(scene.duration for scene in after.scenes) == 12
    first, second, _ = after.narration.takes
    assert first.start + first.audible_seconds <= after.scenes[0].duration <= second.start


@pytest.mark.parametrize(
    ("language", "prompt", "duration"),
    [
        ("en", "Ad for Corsa, an espresso machine for small kitchens", 30),
        ("en", "bakery", 15),
        ("de", "Spot für Kilo, ein E-Bike für Pendler", 15),
    ],
)
def test_a_narration_that_says_what_a_short_brief_gives_is_written_once(
    app: AppContext, language: str, prompt: str, duration: int
) -> None:
    job = a_job(brief=a_brief(prompt=prompt, duration=duration, seed=7, narration={"language": language}), seed=7)
    app.aws.jobs.create(job)
    ref = JobRef(job_id=job.job_id, run=1)
    write_script(ref, app)
    assert not narrate(ref, app).rewrite
    done = app.aws.jobs.get(job.job_id)
    assert Decimal("0.3") <= done.narration.spoken_seconds / duration <= Decimal("0.95")
    assert duration - done.narration.takes[-1].start < 7
    assert done.script_metadata.script_complaints == ()
    assert done.narration.notes == ()


def test_a_voice_that_no_model_has_is_refused_before_anything_is_paid(app: AppContext, order_log_folder: Path) -> None:
    """As after a change of the settings, since the edge knows the voices of its day."""
    job = written(app, "Open a bank account in four minutes.", duration=15, narration={"voice": "onyx"})
    before = len(speech_orders(order_log_folder))
    with pytest.raises(InvalidRequest, match="None of offline/narrator has a voice 'onyx'"):
        narrate(JobRef(job_id=job.job_id, run=1), app)
    assert len(speech_orders(order_log_folder)) == before
