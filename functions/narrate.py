"""Buys the narration: one recording for each scene, so that captions can be timed; several at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from omnigen.domain.brief import Mode
from omnigen.domain.job import Job, Scene, Speech
from omnigen.domain.messages import Empty, JobRef
from omnigen.errors import OmnigenError, ProviderUnavailable
from omnigen.purchasing.orders.speech import (
    SpeechPurchase,
    even_tempo,
    fits,
    may_be_shortened,
    retimed,
    shortened,
    use_own_recording,
)
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler

MAX_TAKES = 4
"""Takes per scene: a text is shortened and spoken again at most this often less one."""

MAX_CONCURRENT_TAKES = 8
"""Three attempts are enough for 24 scenes even if a voice takes all the time it may (40 s) for each of them."""

BEGIN_SECONDS = 8.0
"""No take is begun later than this (seconds): it may last 40 s, and the function is stopped after 50."""


def narrate(event: JobRef, app: AppContext) -> Empty:
    """Buy a recording for every scene that has none of its current text.

    ProviderUnavailable when there was no time for all of them: recordings are kept, and the next attempt buys the rest.
    """
    job = app.aws.jobs.enter(event.job_id, event.run)
    if job.brief.narration.upload:
        use_own_recording(app, job, job.brief.narration.upload)
        return Empty()
    for scene in job.scenes:
        if scene.speech and not scene.narration:
            app.aws.artifacts.scene(job.job_id, scene, speech=None)
    speak_all(job, lambda scene, may_begin: _speak(app, event, scene, may_begin))
    if job.brief.mode is Mode.PHARMA:
        even_tempo(app, app.aws.jobs.get(job.job_id))
    return Empty()


def speak_all(
    job: Job,
    speak: Callable[[Scene, Callable[[], bool]], bool],
    *,
    begin_seconds: float = BEGIN_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Have the scenes spoken, several at once; nothing is begun after `begin_seconds` or an error.

    `speak` has one scene spoken, asking before each take whether it may be begun, and says whether the scene is done.
    """
    until, failed = clock() + begin_seconds, Event()

    def may_begin() -> bool:
        return clock() < until and not failed.is_set()

    def guarded(scene: Scene) -> bool:
        try:
            return speak(scene, may_begin)
        except BaseException:
            failed.set()
            raise

    spoken = [scene for scene in job.scenes if scene.narration]
    with ThreadPoolExecutor(MAX_CONCURRENT_TAKES, thread_name_prefix="voice") as pool:
        takes = [pool.submit(guarded, scene) for scene in spoken]
    _raise_worst(takes)
    done = sum(take.result() for take in takes)
    if done < len(spoken):
        raise ProviderUnavailable(
            f"The voice is slow: {done} of {len(spoken)} scenes are spoken. Try again for the rest"
        )


def _raise_worst(takes: list[Future[bool]]) -> None:
    """The error to end with: one that a retry cannot help, if there is one."""
    errors = [error for take in takes if (error := take.exception())]
    if errors:
        raise min(errors, key=lambda error: isinstance(error, OmnigenError) and error.retryable)


def _speak(app: AppContext, event: JobRef, scene: Scene, may_begin: Callable[[], bool]) -> bool:
    """Buy one scene's recording. A text too long at the fastest tempo is shortened and spoken again."""
    for _ in range(MAX_TAKES):
        job = app.aws.jobs.get(event.job_id)
        scene = job.scene(scene.id)
        speech = _known(app, job, scene)
        if speech is None and not may_begin():
            return False
        speech = speech or _record(app, event, job, scene)
        if fits(scene, speech) or not may_be_shortened(job):
            return True
        app.aws.artifacts.scene(job.job_id, scene, narration=shortened(scene, speech))
    return True


def _known(app: AppContext, job: Job, scene: Scene) -> Speech | None:
    """The recording of the current text, at the tempo that its scene needs now. None if its file is gone or damaged."""
    speech = scene.speech
    if speech is None or speech.input_hash != SpeechPurchase(app, job, scene).key.input_hash:
        return None
    return retimed(app, job, scene, speech) if app.aws.objects.is_intact(speech.key, speech.sha256) else None


def _record(app: AppContext, event: JobRef, job: Job, scene: Scene) -> Speech:
    speech = Speech.model_validate(buy(app, event, SpeechPurchase(app, job, scene).spec))
    app.aws.artifacts.speech(job.job_id, scene, speech)
    return speech


handler = lambda_handler(narrate)
