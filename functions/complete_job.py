"""Complete the job with its finished video, or raise the error that the composition left on the record."""

from __future__ import annotations

from omnigen.domain.job import ApprovalStatus, Job, JobStatus, Video
from omnigen.domain.messages import Completion, JobRef
from omnigen.errors import ComplianceBlocked, CompositionFailed, by_code
from omnigen.jobs.product_redraws import redraw_altered
from omnigen.jobs.regulated import blocking
from omnigen.jobs.rule_reports import rule_report
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def complete_job(event: JobRef, app: AppContext) -> Completion:
    """Complete the job with the video that this run's composition left on the record, unless a scene is drawn anew.

    ComplianceBlocked when a blocking rule for ads for medicines failed on the file and nobody has waived it: the video
    is kept on the record, and is not delivered.
    """
    job = app.aws.jobs.get(event.job_id)
    if job.status is JobStatus.COMPLETED and job.run == event.run:
        app.aws.webhook_queue.publish(job)  # called again: the first attempt may have died before this
        return Completion()
    job = app.aws.jobs.enter(event.job_id, event.run)
    rendered = job.composition
    if rendered.error and redraw_altered(app, job, rendered.error):
        return Completion(redraw=True)
    if rendered.error:
        raise by_code(rendered.error.code)(rendered.error.message)
    if rendered.video is None:
        raise CompositionFailed("The composition ended without leaving a video. Resume the job to compose again")
    failures = _failures(app, job, rendered.video)
    status = ApprovalStatus.PENDING if failures else ApprovalStatus.APPROVED
    app.aws.artifacts.video(job, rendered.video.model_copy(update={"status": status}))
    if failures:
        raise ComplianceBlocked(
            f"The video {rendered.video.id} is kept back. {failures}. Mend that and resume, or have a named person "
            f"waive each rule with a reason (POST /videos/{rendered.video.id}/waivers) and resume"
        )
    app.aws.webhook_queue.publish(app.aws.jobs.change_status(job.job_id, event.run, JobStatus.COMPLETED))
    return Completion()


def _failures(app: AppContext, job: Job, video: Video) -> str:
    """The blocking findings on the file that nobody has waived; empty where there are none, or no rules apply."""
    report = rule_report(app, job, video)
    return blocking(report.file) if report else ""


handler = lambda_handler(complete_job)
