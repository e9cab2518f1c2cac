"""Rendering progress on the job record: encoded frames of all frames, written at most once a second."""

from __future__ import annotations

import time
from threading import Lock

from omnigen.domain.job import CompositionState, Job
from omnigen.runtime.context import AppContext

REPORT_EVERY_SECONDS = 1.0


class RenderProgress:
    """Writes the number of encoded frames onto the record, never a smaller one than before.

    A composition that is tried again writes nothing until it is as far as the attempt before it.
    """

    def __init__(self, app: AppContext, job: Job) -> None:
        self._app = app
        self._job = job
        self._reported = job.composition.frames_done
        self._reported_at = -REPORT_EVERY_SECONDS
        self._lock = Lock()

    def report(self, done: int, due: int) -> None:
        """May be called for every frame, from any thread; writes at most once a second."""
        with self._lock:
            now = time.monotonic()
            if done <= self._reported or now - self._reported_at < REPORT_EVERY_SECONDS:
                return
            self._reported, self._reported_at = done, now
            state = CompositionState(frames_done=done, frames_due=due)
            self._app.aws.artifacts.composition(self._job.job_id, self._job.run, state)
