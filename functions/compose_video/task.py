"""`python -m functions.compose_video.task JOB_ID RUN [early]`: compose the video of one run of a job.

With `early` it is started together with the job's clips and waits for them. It exits 1 when they do not come, or when a
file is missing: the state machine then composes again in its own time.

Exits 0 when the video is there, and also when a typed error is on the record that no retry can help; CompleteJob raises
that one. Anything else exits 1 and is tried again by the state machine.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from omnigen.domain.job import CompositionState, JobFailure
from omnigen.domain.messages import JobRef
from omnigen.errors import CompositionFailed, NotFound, OmnigenError, ProductAltered
from omnigen.rendering.job import JobRenderer
from omnigen.rendering.workdir import scratch_folder
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import context_from_environment

EARLY = "early"


def compose_video(app: AppContext, job_id: str, run: int, *, early: bool = False) -> bool:
    """Compose and leave the result, or the reason why there is none, on the record; whether a retry is useless.

    `early`: a missing file is no reason, since a stage that runs beside this one may be fetching it again.
    """
    job = app.aws.jobs.enter(job_id, run)
    try:
        with scratch_folder() as folder:
            video = JobRenderer(app, job, folder).make()
    except OmnigenError as error:
        if early and isinstance(error, NotFound):
            return False
        _leave_reason(app, job_id, run, error)
        return not _may_pass(error)
    app.aws.artifacts.composition(job_id, run, CompositionState(video=video))
    return True


def main(arguments: Sequence[str]) -> int:
    """The program; its exit code."""
    known, early = arguments[:2], arguments[2:] == [EARLY]
    if len(arguments) != 2 + early or not known[1].isdigit():
        sys.stderr.write("usage: python -m functions.compose_video.task JOB_ID RUN [early]\n")
        return 2
    app, job_id, run = context_from_environment(), known[0], int(known[1])
    if early and not _inputs_arrive(app, JobRef(job_id=job_id, run=run)):
        return 1
    return 0 if compose_video(app, job_id, run, early=early) else 1


def _inputs_arrive(app: AppContext, ref: JobRef) -> bool:
    from omnigen.purchasing.render_inputs import RenderInputs  # a composition that waits for nothing need not load it

    return RenderInputs(app, ref).arrive()


def _leave_reason(app: AppContext, job_id: str, run: int, error: OmnigenError) -> None:
    """The error goes beside what is known of the progress, which would fall if that were lost."""
    known = app.aws.jobs.get(job_id).composition
    scene_id = error.scene_id if isinstance(error, ProductAltered) else None
    failure = JobFailure(code=error.code, message=str(error), stage="compose_video", scene_id=scene_id)
    app.aws.artifacts.composition(job_id, run, known.model_copy(update={"error": failure}))


def _may_pass(error: OmnigenError) -> bool:
    return error.passing if isinstance(error, CompositionFailed) else error.retryable


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
