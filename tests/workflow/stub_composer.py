"""A composer that makes no picture: it checks that everything is there, and leaves what the real one would leave."""

from __future__ import annotations

import sys
import time
from decimal import Decimal

from omnigen.domain import ids
from omnigen.domain.brief_options import Pictures
from omnigen.domain.job import ApprovalStatus, CompositionState, Job, Video
from omnigen.domain.messages import JobRef
from omnigen.domain.storage_keys import Keys, digest
from omnigen.purchasing.render_inputs import RenderInputs
from omnigen.runtime.lambda_handler import context_from_environment

SLOW = "slow to compose"
"""The title of a job whose composition takes for ever."""


CRASHES_EARLY = "crashes when early"
"""The title of a job whose early composition ends in a crash."""


def main(job_id: str, run: int) -> int:
    """Put a few bytes where the video goes."""
    app = context_from_environment()
    job = app.aws.jobs.enter(job_id, run)
    if job.brief.title == SLOW:
        time.sleep(120)
    sources = _sources(job)
    for key in sources:
        assert app.aws.objects.size(key), f"{key} is missing"
    edit_hash = digest(" ".join(sources).encode())
    known = next((video for video in job.videos if video.edit_hash == edit_hash), None)
    if known:  # the very same cut is taken as it is
        app.aws.artifacts.composition(job_id, run, CompositionState(video=known))
        return 0
    number = len(job.videos) + 1
    key = Keys(job.user_id, job.job_id).video(number)
    app.aws.objects.put(key, b"no video", "video/mp4")
    video = Video(
        id=ids.video_id(job.job_id, number),
        key=key,
        status=ApprovalStatus.APPROVED,
        created_at=app.now(),
        duration=sum((scene.duration for scene in job.scenes), Decimal(0)),
        frames=sum(scene.frames for scene in job.scenes),
        width=64,
        height=36,
        bytes=8,
        edit_hash=edit_hash,
    )
    app.aws.artifacts.composition(job_id, run, CompositionState(video=video))
    return 0


def _sources(job: Job) -> list[str]:
    made = [
        scene.own_asset or (scene.clip if job.brief.pictures is Pictures.CLIPS else scene.image) for scene in job.scenes
    ]
    assert all(made), "a scene has no picture"
    keys = [one.key for one in made if one]
    keys += [take.key for take in job.narration.takes]
    return [*keys, job.music.key] if job.music else keys


def early(job_id: str, run: int) -> int:
    """As the real one: wait for clips and music first."""
    if context_from_environment().aws.jobs.get(job_id).brief.title == CRASHES_EARLY:
        return 1
    arrived = RenderInputs(context_from_environment(), JobRef(job_id=job_id, run=run)).arrive()
    return main(job_id, run) if arrived else 1


if __name__ == "__main__":
    sys.exit((early if sys.argv[3:] else main)(sys.argv[1], int(sys.argv[2])))
