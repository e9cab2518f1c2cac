"""Figures for the operator: written to the log in CloudWatch's embedded metric format, which costs no call."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "omnigen"
MetricName = Literal["SpentUsd", "Tokens", "ProviderErrors", "OldestWaitSeconds"]


def record_spend(environment: str, usd: Decimal) -> None:
    """Money a vendor was paid, when its purchase is settled."""
    _write(environment, "SpentUsd", float(usd), MetricUnit.NoUnit)


def record_tokens(environment: str, count: int) -> None:
    """Tokens a language model has read and written."""
    _write(environment, "Tokens", count, MetricUnit.Count)


def record_provider_error(environment: str, error: str) -> None:
    """A vendor failed us; `error` is the class name."""
    _write(environment, "ProviderErrors", 1, MetricUnit.Count, error=error)


def record_oldest_wait(environment: str, seconds: float) -> None:
    """Seconds that the first execution of the render queue has waited; zero when the queue is empty."""
    _write(environment, "OldestWaitSeconds", seconds, MetricUnit.Seconds)


def dimensions_of(environment: str) -> dict[str, str]:
    """What every signal carries. `service` because Powertools would put the function's name there, splitting sums."""
    return {"environment": environment, "service": NAMESPACE}


def _write(environment: str, signal: MetricName, value: float, unit: MetricUnit, **dimensions: str) -> None:
    with single_metric(name=signal, unit=unit, value=value, namespace=NAMESPACE) as metric:
        for name, text in (dimensions_of(environment) | dimensions).items():
            metric.add_dimension(name, text)
