"""After the host died: what was in flight goes on from its last artifact."""

from __future__ import annotations

from omnigen.domain.job import Job, JobStatus, Problem
from omnigen.jobs.runs import resume
from omnigen.runtime.context import Studio


def take_up(studio: Studio) -> list[Job]:
    """Begin a new run of every job whose execution died with the last host; what it bought is not bought again."""
    lost = [job for job in studio.aws.jobs.unfinished() if not _runs(studio, job)]
    return [_again(studio, job) for job in lost]


def _runs(studio: Studio, job: Job) -> bool:
    return job.execution_arn is not None and studio.aws.workflow.is_running(job.execution_arn)


def _again(studio: Studio, job: Job) -> Job:
    problem = Problem(code="HostDied", message="The local host stopped while this job was running")
    failed = studio.aws.jobs.change_status(job.job_id, job.run, JobStatus.FAILED, problem)
    if failed.execution_arn:
        studio.aws.slots.release(failed.execution_arn)
    studio.aws.holds.drop(failed)  # its stages died with the host
    return resume(studio, failed)
