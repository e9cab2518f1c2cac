"""What the caller has used and may use, and the models that are there to be used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, get_args

from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.aws.usage import RUNNING_JOBS
from omnigen.domain.job_view import ViewModel
from omnigen.jobs.admission import jobs_today
from omnigen.providers.model_registry import Model, ModelFinding, ModelPrice, models_for
from omnigen.settings import Capability

from functions.api.auth import request_context
from functions.api.responses import Number
from functions.api.routes.router import Routes

router = Routes()

_MONEY = ("committed_usd", "spent_usd")


class UsageResponse(ViewModel):
    """A month's sums, and today's and the present counts beside what is allowed. Money in USD."""

    period: str
    spent_usd: Decimal
    reserved_usd: Decimal
    monthly_usd: Decimal
    counts: Mapping[str, Number]
    jobs_today: int
    jobs_per_day: int
    jobs_running: int
    jobs_at_once: int


class ModelResponse(ViewModel):
    """One model, in the order in which it is asked."""

    id: str
    vendor: str
    capability: str
    price: ModelPrice | None
    durations_seconds: tuple[Number, ...]
    state: str
    retires_on: date | None
    at_risk: str
    successor: str | None
    checked_on: date


class ModelsResponse(ViewModel):
    """What can be asked, capability by capability; and what the last daily check of it found, if there was one."""

    items: tuple[ModelResponse, ...]
    last_checked_on: date | None
    findings: tuple[ModelFinding, ...]


@router.get("/usage", tags=["account"], summary="What you have used")
def show_usage(
    period: Annotated[
        str | None, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="A month; this one by default")
    ] = None,
) -> UsageResponse:
    """Money, tokens and seconds of a month, and jobs of today."""
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
    app = request_context(router).app
    today = datetime.now(UTC).date()
    imitated = app.settings.omnigen_offline_prices == "imitated"
    found = ((capability, models_for(capability, app.settings, today)) for capability in get_args(Capability))
    day, findings = app.aws.model_checks.last()
    return ModelsResponse(
        items=tuple(_model(model, capability, today, imitated) for capability, known in found for model in known),
        last_checked_on=date.fromisoformat(day) if day else None,
        findings=tuple(ModelFinding.model_validate(finding) for finding in findings),
    )


def _model(model: Model, capability: str, today: date, imitated: bool) -> ModelResponse:
    """A model with the price that is charged here: offline models may charge what live ones cost."""
    return ModelResponse(
        id=model.id,
        vendor=model.vendor,
        capability=capability,
        price=(imitated and model.imitated_price) or model.price,
        durations_seconds=model.durations_seconds,
        state=model.state(today),
        retires_on=model.retires_on,
        at_risk=model.at_risk,
        successor=model.successor,
        checked_on=model.checked_on,
    )
