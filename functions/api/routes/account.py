"""Usage and limits of the caller, and the models in use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.aws.usage import RUNNING_JOBS
from omnigen.domain.job_view import ViewModel
from omnigen.jobs.admission import jobs_today

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
    book, settings = call.app.aws.usage, call.app.settings
    month = period or f"{datetime.fromtimestamp(call.app.now(), UTC):%Y-%m}"
    sums = book.month(call.user_id, month)
    committed, spent = (Decimal(sums.get(name, 0)) for name in _MONEY)
    return UsageResponse(
        period=month,
        spent_usd=spent,
        reserved_usd=committed - spent,
        monthly_usd=settings.omnigen_monthly_usd,
        counts={name: Decimal(amount) for name, amount in sums.items() if name not in _MONEY},
        jobs_today=jobs_today(call.app, call.user_id),
        jobs_per_day=settings.omnigen_jobs_per_day,
        jobs_running=len(book.jobs(call.user_id, RUNNING_JOBS)),
        jobs_at_once=settings.omnigen_jobs_per_user,
    )


@router.get("/models", tags=["account"], summary="The models in use, with prices and retirement dates")
def list_models() -> ModelsResponse:
    """In the order in which they are asked. The vendors are asked about them once a day."""
    return models_response(request_context(router).app)
