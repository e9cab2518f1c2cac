"""Writes the script: what is said, look and music; again when its speech turned out too long or too short.

Of a recording of the user's own, what is said is heard first.
"""

from __future__ import annotations

from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, ScriptMetadata
from omnigen.domain.messages import JobRef, Plan
from omnigen.domain.review import rejection
from omnigen.errors import PolicyBlocked, ProviderThrottled
from omnigen.purchasing.coordinator import seconds_to_wait
from omnigen.purchasing.orders.style import read_style
from omnigen.purchasing.orders.text import write_script as buy_script
from omnigen.purchasing.orders.transcript import hear_recording
from omnigen.runtime.context import AppContext
from omnigen.runtime.host_plan import plan_of
from omnigen.runtime.lambda_handler import lambda_handler


def write_script(event: JobRef, app: AppContext) -> Plan:
    """Buy the script, unless there is one that was not rejected and whose speech fits.

    The plan says when to call again if a vendor is busy.
    """
    job = _entered(event, app)
    rejected = bool(rejection(job, Gate.SCRIPT))
    if job.script and not job.speech_misfits and not rejected:
        return plan_of(app, job)
    _moderate(app, job)
    if job.lacks_cutouts:
        return plan_of(app, job)  # photos are cut out first, since nothing is bought for those that cannot be
    try:
        job = _heard(app, event, job)
        job = read_style(app, event, job)
        script, answer = buy_script(app, event, job)
    except ProviderThrottled as error:
        return plan_of(app, job, seconds_to_wait(error))
    metadata = ScriptMetadata(
        script_model=answer.model,
        script_prompt=answer.prompt_version,
        script_order=answer.input_hash,
        script_complaints=answer.complaints,
    )
    rewrites = 0 if rejected else job.narration.rewrites + job.speech_misfits
    narration = job.narration.model_copy(update={"rewrites": rewrites, "cut_from": "", "misfit": ""})
    return plan_of(app, app.aws.artifacts.script(job, script, answer.input_hash, metadata, narration))


def _entered(event: JobRef, app: AppContext) -> Job:
    """The job as processing, which is published. This is the first stage of every run."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    app.aws.webhook_queue.publish(job)
    return job


def _heard(app: AppContext, event: JobRef, job: Job) -> Job:
    """The job with the words of its recording, which are moderated before anything is made of them."""
    heard = hear_recording(app, event, job)
    if heard.narration.transcript != job.narration.transcript:
        _moderate(app, heard)
    return heard


def _moderate(app: AppContext, job: Job) -> None:
    """PolicyBlocked when a moderation model flags the brief."""
    brief = job.worded_brief
    texts = [brief.prompt, brief.script_text, brief.title]
    if brief.product:
        texts += [brief.product.name, brief.product.description, *brief.product.selling_points]
    for moderation_provider in app.providers.moderation_providers:
        verdict = moderation_provider.judge("\n".join(text for text in texts if text))
        if verdict.flagged:
            raise PolicyBlocked(
                f"The brief was flagged for {', '.join(verdict.flagged)}. Change its wording and try again"
            )


handler = lambda_handler(write_script)
