"""Buys the narration, take by take, and cuts the scenes from what was measured of it.

A script by a model that takes too long or too short a time to say is written again, at most twice; then what is too
long is shortened. The user's own words are refused while nothing but speech was paid for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from omnigen.domain.job import Job, Take
from omnigen.domain.messages import JobRef, SpeechOutcome
from omnigen.domain.narration_layout import SpokenTake, takes_hash
from omnigen.errors import OmnigenError, ProviderThrottled, ProviderUnavailable
from omnigen.purchasing.coordinator import seconds_to_wait
from omnigen.purchasing.orders.speech import SpeechPurchase, own_recording, speech_purchases
from omnigen.purchasing.orders.speech_fit import fit_speech
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler

MAX_CONCURRENT_TAKES = 8
"""Three attempts are enough for 24 takes even if a voice takes all the time it may (40 s) for each of them."""

BEGIN_SECONDS = 8.0
"""No take is begun later than this (seconds): it may last 40 s, and the function is stopped after 50."""

WantedT = TypeVar("WantedT")


def narrate(event: JobRef, app: AppContext) -> SpeechOutcome:
    """Buy a recording for every take that has none of its current text, and fit scenes and speech to each other.

    A busy vendor is asked again after the seconds that the outcome says.

    ProviderUnavailable when there was no time for all of them: recordings are kept, and the next attempt buys the rest.
    InvalidRequest, naming the shortest length that would do, when words that may not be changed do not fit.
    """
    job = app.aws.jobs.enter(event.job_id, event.run)
    if job.speech_misfits:  # an earlier call of this stage found it, and its answer was lost
        return SpeechOutcome(rewrite=True)
    purchases = _purchases(app, job)
    until = time.monotonic() + BEGIN_SECONDS
    settled = False
    while not settled:
        try:
            spoken = _spoken(app, event, job, purchases, until)
        except ProviderThrottled as error:
            return SpeechOutcome(ready=False, wait_seconds=seconds_to_wait(error))
        if job.narration.cut_from == takes_hash([one.take for one in spoken]):
            return SpeechOutcome(rewrite=job.speech_misfits)
        fitted = fit_speech(app, job, spoken)
        job = app.aws.artifacts.narration(job, fitted.narration, **fitted.changes)
        settled = fitted.settled
        purchases = purchases if settled else _purchases(app, job)
    return SpeechOutcome(rewrite=job.speech_misfits)


def _purchases(app: AppContext, job: Job) -> list[SpeechPurchase]:
    return speech_purchases(app, job) if job.spoken_text and not job.brief.narration.upload else []


def _spoken(
    app: AppContext, event: JobRef, job: Job, purchases: Sequence[SpeechPurchase], until: float
) -> list[SpokenTake]:
    """What is said, recorded."""
    if job.spoken_text and job.brief.narration.upload:
        return [own_recording(app, job, job.file_key(job.brief.narration.upload))]
    takes = speak_all(
        purchases,
        lambda purchase, may_begin: _take(app, event, purchase, may_begin),
        begin_seconds=until - time.monotonic(),
    )
    return [SpokenTake(take=take, phrases=one.phrases) for take, one in zip(takes, purchases, strict=True)]


def _take(app: AppContext, event: JobRef, purchase: SpeechPurchase, may_begin: Callable[[], bool]) -> Take | None:
    if not purchase.is_bought and not may_begin():
        return None
    return Take.model_validate(buy(app, event, purchase.spec))


def speak_all(
    wanted: Sequence[WantedT],
    speak: Callable[[WantedT, Callable[[], bool]], Take | None],
    *,
    begin_seconds: float = BEGIN_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> list[Take]:
    """The takes, several recorded at once; nothing is begun after `begin_seconds` or an error.

    `speak` records one of them, asking before whether it may be begun, and returns None where it may not.
    """
    until, failed = clock() + begin_seconds, Event()

    def may_begin() -> bool:
        return clock() < until and not failed.is_set()

    def guarded(one: WantedT) -> Take | None:
        try:
            return speak(one, may_begin)
        except BaseException:
            failed.set()
            raise

    with ThreadPoolExecutor(MAX_CONCURRENT_TAKES, thread_name_prefix="voice") as pool:
        futures = [pool.submit(guarded, one) for one in wanted]
    _raise_worst(futures)
    takes = [take for future in futures if (take := future.result())]
    if len(takes) < len(wanted):
        raise ProviderUnavailable(
            f"The voice is slow: {len(takes)} of {len(wanted)} takes are recorded. Try again for the rest"
        )
    return takes


def _raise_worst(futures: Sequence[Future[Take | None]]) -> None:
    """The error to end with: one that a retry cannot help, if there is one."""
    errors = [error for future in futures if (error := future.exception())]
    if errors:
        raise min(errors, key=lambda error: isinstance(error, OmnigenError) and error.retryable)


handler = lambda_handler(narrate)
