"""The daily check of the models in use: findings are logged, recorded, and counted in a metric with an alarm."""

from __future__ import annotations

from datetime import UTC, datetime

from aws_lambda_powertools import Logger

from omnigen import metrics
from omnigen.aws.secrets import Secrets
from omnigen.errors import ModelGone
from omnigen.providers.model_check import check_models
from omnigen.providers.model_registry import ModelFinding
from omnigen.runtime.context import AppContext

_logger = Logger(service="models")


def check_daily(app: AppContext) -> tuple[ModelFinding, ...]:
    """Findings about the models in use; empty when today's check is done or claimed by another process."""
    if not app.aws.model_checks.claim():
        return ()
    settings = app.settings
    today = datetime.fromtimestamp(app.now(), UTC).date()
    found = tuple(check_models(settings, Secrets(settings).key, today))
    for finding in found:
        _logger.warning("model_finding", model=finding.model, kind=finding.kind, reason=finding.message)
        if finding.kind == "retired":
            metrics.record_provider_error(settings.omnigen_env, ModelGone.__name__)
    app.aws.model_checks.keep([finding.model_dump() for finding in found])
    return found
