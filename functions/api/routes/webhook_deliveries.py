"""The log of a job's webhook deliveries, and sending one again."""

from __future__ import annotations

from omnigen.domain.job_view import ViewModel
from omnigen.domain.webhook import DeliveryAttempt
from omnigen.errors import NotFound
from omnigen.jobs.admission import count_today

from functions.api.auth import request_context
from functions.api.routes.router import Routes

router = Routes()


class WebhookDeliveriesResponse(ViewModel):
    """The last 20 attempts, oldest first, and the secret with which the receiver checks signatures."""

    items: tuple[DeliveryAttempt, ...]
    signing_secret: str


@router.get("/jobs/<job_id>/deliveries", tags=["deliveries"], summary="What your server was told")
def list_deliveries(job_id: str) -> WebhookDeliveriesResponse:
    """Attempts, with the receiver's answers; the signing secret is the same for all of a user's jobs."""
    call = request_context(router)
    job = call.job(job_id)
    secrets = call.app.aws.webhook_receivers.secrets(call.user_id, call.app.now())
    return WebhookDeliveriesResponse(items=call.app.aws.webhook_log.log(job.job_id), signing_secret=secrets.values[0])


@router.post("/jobs/<job_id>/deliveries/<number>/replay", status_code=202, tags=["deliveries"], summary="Tell it again")
def replay_delivery(job_id: str, number: int) -> DeliveryAttempt:
    """Sends the event of that attempt once more, under the same id."""
    call = request_context(router)
    job = call.job(job_id)
    for attempt in call.app.aws.webhook_log.log(job.job_id):
        if attempt.number == number:
            count_today(call.app, call.user_id, "replays", call.app.settings.omnigen_replays_per_day)
            call.app.aws.webhook_queue.publish_again(job, attempt)
            return attempt
    raise NotFound(f"There is no delivery {number} of the job {job_id!r}; the last 20 are kept")
