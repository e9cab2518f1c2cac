"""After the host died: what was in flight goes on from its last artifact."""

from __future__ import annotations

from omnigen.domain.job import Job, JobFailure, JobStatus
from omnigen.jobs.runs import resume
from omnigen.runtime.context import AppContext


def resume_interrupted(app: AppContext) -> list[Job]:
    """Begin a new run of every job whose execution died with the last host; what it bought is not bought again."""
    lost = [job for job in app.aws.jobs.unfinished() if not _runs(app, job)]
    return [_again(app, job) for job in lost]


def _runs(app: AppContext, job: Job) -> bool:
    return job.execution_arn is not None and app.aws.workflow.is_running(job.execution_arn)


def _again(app: AppContext, job: Job) -> Job:
    problem = JobFailure(code="HostDied", message="The local host stopped while this job was running")
    failed = app.aws.jobs.change_status(job.job_id, job.run, JobStatus.FAILED, problem)
    if failed.execution_arn:
        app.aws.slots.release(failed.execution_arn)
    app.aws.leases.release_all(failed)  # its stages died with the host
    return resume(app, failed)
