"""Submitting briefs, and estimating their price."""

from __future__ import annotations

import hashlib

from aws_lambda_powertools.event_handler import Response
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import StopAt
from omnigen.domain.estimate import Estimate
from omnigen.jobs.admission import submit_once
from omnigen.jobs.advice import advice_on
from omnigen.jobs.estimate import estimate

from functions.api.auth import IdempotencyKey, RequestContext, request_context
from functions.api.presenters import accepted_response
from functions.api.price_guard import EstimatedUsd, check_price
from functions.api.responses import JobAccepted
from functions.api.routes.router import Routes

router = Routes()


@router.post("/generate", status_code=202, tags=["generate"], summary="Make a video")
def generate(brief: Brief, key: IdempotencyKey = None, estimated_usd: EstimatedUsd = None) -> Response[JobAccepted]:
    """Takes a brief and starts its job."""
    call = request_context(router)
    check_price(estimated_usd, lambda: _estimated(call, brief))
    return submit_job(call, brief, key)


@router.post("/generate/script", status_code=202, tags=["generate"], summary="Write script and storyboard")
def generate_script(brief: Brief, key: IdempotencyKey = None) -> Response[JobAccepted]:
    """Takes a brief and stops at its storyboard, with status script_ready."""
    return submit_job(request_context(router), brief.model_copy(update={"stop_at": StopAt.SCRIPT}), key)


@router.post("/estimate", tags=["generate"], summary="What a video would cost at most")
def estimate_price(brief: Brief) -> Estimate:
    """Line items by the price table; nothing is spent."""
    return _estimated(request_context(router), brief)


def submit_job(call: RequestContext, brief: Brief, key: str | None) -> Response[JobAccepted]:
    """Submit the brief, once for each idempotency key; 202 with the job's path in `Location`."""
    body_hash = hashlib.sha256(brief.model_dump_json().encode()).hexdigest()
    job = submit_once(call.app, call.user_id, brief, key=key, body_hash=body_hash, caller=call.caller)
    view = accepted_response(job, advice_on(call.app, job.brief))
    return Response(202, "application/json", view, {"Location": view.links["self"]})


def _estimated(call: RequestContext, brief: Brief) -> Estimate:
    return estimate(call.app, call.user_id, brief)
