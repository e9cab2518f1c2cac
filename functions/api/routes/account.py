"""Usage and limits of the caller, and the models in use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.aws.usage import RUNNING_JOBS
from omnigen.domain.job_view import ViewModel
from omnigen.jobs.admission import jobs_at_once, jobs_per_day, jobs_today
from omnigen.runtime.lambda_handler import context_from_environment

from functions.api.auth import request_context
from functions.api.model_list import ModelsResponse, models_response
from functions.api.responses import Number
from functions.api.routes.router import Routes

router = Routes()

_MONEY = ("committed_usd", "spent_usd")


class UsageResponse(ViewModel):
    """Spending of a month, and counts of jobs beside their limits. Money in USD."""

    period: str
    spent_usd: Decimal
    reserved_usd: Decimal
    monthly_usd: Decimal
    counts: Mapping[str, Number]
    jobs_today: int
    jobs_per_day: int
    jobs_running: int
    jobs_at_once: int


@router.get("/usage", tags=["account"], summary="What you have used")
def show_usage(
    period: Annotated[
        str | None, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="A month; this one by default")
    ] = None,
) -> UsageResponse:
    """Spending, tokens and seconds of a month, and the jobs of today."""
    call = request_context(router)
    book, limit = call.app.aws.usage, call.app.aws.budgets.user_limit(call.user_id)
    month = period or f"{datetime.fromtimestamp(call.app.now(), UTC):%Y-%m}"
    sums = book.month(call.user_id, month)
    committed, spent = (Decimal(sums.get(name, 0)) for name in _MONEY)
    return UsageResponse(
        period=month,
        spent_usd=spent,
        reserved_usd=committed - spent,
        monthly_usd=limit.month_usd or Decimal(0),
        counts={name: Decimal(amount) for name, amount in sums.items() if name not in _MONEY},
        jobs_today=jobs_today(call.app, call.user_id),
        jobs_per_day=jobs_per_day(call.app, limit),
        jobs_running=len(book.jobs(call.user_id, RUNNING_JOBS)),
        jobs_at_once=jobs_at_once(call.app, limit),
    )


class SignInResponse(ViewModel):
    """Where the command line signs people in: the pool's pages and its app client; null where keys are used instead."""

    origin: str | None
    client_id: str | None


@router.get("/sign-in", tags=["account"], summary="Where people sign in", security=[{}])
def show_sign_in() -> SignInResponse:
    """Needs no token. Programs send an API key and need nothing of this."""
    settings = context_from_environment().settings
    return SignInResponse(origin=settings.sign_in_origin or None, client_id=settings.sign_in_cli_client or None)


@router.get("/models", tags=["account"], summary="The models in use, with prices and retirement dates")
def list_models() -> ModelsResponse:
    """In the order in which they are asked. The vendors are asked about them once a day."""
    return models_response(request_context(router).app)
