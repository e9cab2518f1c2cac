"""Many scenes are spoken within the function's time, and what was paid for is never paid for again."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.job import Scene
from omnigen.domain.messages import JobRef
from omnigen.errors import PolicyBlocked, ProviderThrottled, ProviderUnavailable
from omnigen.providers.offline.order_log import OrderLog
from omnigen.providers.openai import speech as openai_speech
from omnigen.providers.replicate import ReplicateSpeechProvider
from omnigen.runtime.context import AppContext

from functions.narrate import BEGIN_SECONDS, MAX_CONCURRENT_TAKES, narrate, speak_all
from tests.builders import a_brief, a_planned_job

MayBegin = Callable[[], bool]


def test_no_take_outlives_the_function() -> None:
    (function,) = [known for known in FUNCTIONS if known.name == "Narrate"]
    longest = max(openai_speech.TIMEOUT_SECONDS, ReplicateSpeechProvider.timeout_seconds)
    assert BEGIN_SECONDS + longest < function.timeout_seconds


def test_scenes_are_spoken_at_the_same_time() -> None:
    together = threading.Barrier(MAX_CONCURRENT_TAKES)

    def speak(scene: Scene, may_begin: MayBegin) -> bool:
        together.wait(30)
        return may_begin()

    speak_all(a_planned_job(MAX_SCENES), speak, begin_seconds=60)


def test_three_attempts_are_enough_for_the_slowest_voice() -> None:
    """Each take lasts longer than the time in which takes are begun."""
    spoken: set[str] = set()
    lock = threading.Lock()

    def attempt() -> None:
        now = [0.0]
        together = threading.Barrier(MAX_CONCURRENT_TAKES)

        def speak(scene: Scene, may_begin: MayBegin) -> bool:
            if scene.id in spoken:
                return True
            if not may_begin():
                return False
            together.wait(30)
            now[0] = 40.0
            with lock:
                spoken.add(scene.id)
            return True

        speak_all(a_planned_job(MAX_SCENES, job_id="job_01M7YQNG5N91ZWTV4P7J6JG8BY"), speak, clock=lambda: now[0])

    with pytest.raises(ProviderUnavailable, match="8 of 24 scenes are spoken"):
        attempt()
    with pytest.raises(ProviderUnavailable, match="16 of 24 scenes are spoken"):
        attempt()
    attempt()


def test_after_an_error_nothing_is_begun_and_the_hopeless_one_is_told() -> None:
    begun: Counter[str] = Counter()
    together = threading.Barrier(2)

    def speak(scene: Scene, may_begin: MayBegin) -> bool:
        if not may_begin():
            return False
        begun[scene.id] += 1
        if scene.number in {1, 2}:
            together.wait(30)
            raise ProviderThrottled("busy") if scene.number == 1 else PolicyBlocked("never")
        while may_begin():
            time.sleep(0.01)
        return True

    with pytest.raises(PolicyBlocked):
        speak_all(a_planned_job(MAX_SCENES), speak, begin_seconds=60)
    assert len(begun) <= MAX_CONCURRENT_TAKES


@pytest.mark.parametrize(("mode", "different"), [("pharma", 1), ("creative_ad", 2)])
def test_regulated_text_is_spoken_at_one_tempo(app: AppContext, mode: str, different: int) -> None:
    """Which sentences are about risks is not marked: at one tempo for all of them none is faster than the rest."""
    job = a_planned_job(2, brief=a_brief(mode=mode, review=["script"]))
    tight = "Ask your doctor whether this is right for you and your family."
    scenes = (job.scenes[0].model_copy(update={"narration": tight}), job.scenes[1])
    job = job.model_copy(update={"scenes": scenes})
    app.aws.jobs.create(job)
    narrate(JobRef(job_id=job.job_id, run=1), app)
    tempos = [scene.speech.tempo for scene in app.aws.jobs.get(job.job_id).scenes if scene.speech]
    assert len(set(tempos)) == different
    assert max(tempos) > 1


def test_every_scene_is_bought_once_however_often_it_is_asked_for(app: AppContext, order_log_folder: Path) -> None:
    job = a_planned_job(6)
    app.aws.jobs.create(job)
    for _ in range(2):
        narrate(JobRef(job_id=job.job_id, run=1), app)
    orders = Counter(entry.order_id for entry in OrderLog(order_log_folder).all())
    assert set(orders.values()) == {1}
    assert len(orders) == 6
    assert all(scene.speech for scene in app.aws.jobs.get(job.job_id).scenes)
