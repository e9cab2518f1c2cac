"""The list of models in use; apart from its route, so that the command line can make it without Powertools."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

from omnigen.domain.job_view import ViewModel
from omnigen.providers.model_registry import Model, ModelFinding, ModelPrice, models_for
from omnigen.runtime.context import AppContext
from omnigen.settings import Capability

from functions.api.responses import Number


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


def models_response(app: AppContext) -> ModelsResponse:
    """The models of these settings, with the findings of the last check."""
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
