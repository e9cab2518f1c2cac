"""How far a composition is, on the job's record: frames done of frames due, at most once a second."""

from __future__ import annotations

import time
from threading import Lock

from omnigen.domain.job import Job
from omnigen.runtime.context import AppContext

REPORT_EVERY_SECONDS = 1.0


class RenderProgress:
    """Tells the record of a run how many frames are done, and never fewer than it has been told before.

    A composition that is tried again says nothing until it has come as far as the attempt before it.
    """

    def __init__(self, app: AppContext, job: Job) -> None:
        self._studio = app
        self._job = job
        self._most = int(job.composition.get("frames_done", 0))
        self._told_at = -REPORT_EVERY_SECONDS
        self._lock = Lock()

    def tell(self, done: int, due: int) -> None:
        """Called as often as anybody likes, from any thread."""
        with self._lock:
            now = time.monotonic()
            if done <= self._most or now - self._told_at < REPORT_EVERY_SECONDS:
                return
            self._most, self._told_at = done, now
            facts = {"frames_done": done, "frames_due": due}
            self._studio.aws.artifacts.composition(self._job.job_id, self._job.run, facts)
