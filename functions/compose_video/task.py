"""`python -m functions.compose_video.task JOB_ID RUN`: compose the video of one run of a job.

Exits 0 when the video is there, and also when a typed error is on the record that no retry can help; CompleteJob raises
that one. Anything else exits 1 and is tried again by the state machine.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from omnigen.composition import Bench
from omnigen.errors import CompositionFailed, OmnigenError
from omnigen.stage import studio_from_environment
from omnigen.studio import Studio


def compose_video(studio: Studio, job_id: str, run: int) -> bool:
    """Compose and leave the result, or the reason why there is none, on the record; whether a retry is useless."""
    job = studio.aws.jobs.enter(job_id, run)
    with TemporaryDirectory(prefix="omnigen-") as folder:
        try:
            video = Bench(studio, job, Path(folder)).make()
        except OmnigenError as error:
            failure = {"code": error.code, "message": str(error)}
            studio.aws.artifacts.composition(job_id, run, {"error": failure})
            return not (error.retryable or isinstance(error, CompositionFailed))
    studio.aws.artifacts.composition(job_id, run, {"video": video})
    return True


def main(arguments: Sequence[str]) -> int:
    """The program; its exit code."""
    if len(arguments) != 2 or not arguments[1].isdigit():
        sys.stderr.write("usage: python -m functions.compose_video.task JOB_ID RUN\n")
        return 2
    return 0 if compose_video(studio_from_environment(), arguments[0], int(arguments[1])) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
