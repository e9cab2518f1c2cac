"""Alarms and the dashboard look at figures that are really written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

import pytest
from omnigen import signals
from omnigen.errors import ProviderError

from tests.infrastructure.templates import Environment

_Series = tuple[str, frozenset[tuple[str, str]]]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> set[_Series]:
    """Names and dimensions of all signals, as a function writes them."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "CheckClip")
    signals.spent("dev", Decimal("0.20"))
    signals.tokens("dev", 812)
    signals.oldest_wait("dev", 12.5)
    for error in ProviderError.__subclasses__():
        signals.provider_error("dev", error.__name__)
    return {_series(json.loads(line)) for line in capsys.readouterr().out.splitlines() if line}


def test_every_signal_can_be_written(written: set[_Series]) -> None:
    assert {name for name, _ in written} == set(get_args(signals.Signal))


def test_alarms_watch_signals_that_are_written(written: set[_Series], dev: Environment) -> None:
    alarms = [dev.resolved(alarm) for alarm in dev.resources("AWS::CloudWatch::Alarm")]
    metrics = [alarm["Metrics"][0]["MetricStat"]["Metric"] for alarm in alarms if "Metrics" in alarm]
    watched = {_alarmed(metric) for metric in metrics if metric["Namespace"] == signals.NAMESPACE}
    assert {name for name, _ in watched} == {"SpentUsd", "OldestWaitSeconds", "ProviderErrors"}
    assert watched <= written


def test_the_dashboard_shows_every_signal(written: set[_Series], dev: Environment) -> None:
    assert set(_shown(dev)) == written


def test_every_alarm_tells_somebody_and_says_what_is_wrong(environment: Environment) -> None:
    topic = environment.arn(environment.only("AWS::SNS::Topic"))
    for alarm in environment.resources("AWS::CloudWatch::Alarm"):
        properties = environment.resolved(alarm)
        assert properties["AlarmActions"] == [topic]
        assert " " in properties["AlarmDescription"]


def _series(record: dict[str, Any]) -> _Series:
    [directive] = record["_aws"]["CloudWatchMetrics"]
    [dimensions], [metric] = directive["Dimensions"], directive["Metrics"]
    assert directive["Namespace"] == signals.NAMESPACE
    return metric["Name"], frozenset((name, record[name]) for name in dimensions)


def _alarmed(metric: dict[str, Any]) -> _Series:
    return metric["MetricName"], frozenset((entry["Name"], entry["Value"]) for entry in metric["Dimensions"])


def _shown(environment: Environment) -> Iterator[_Series]:
    body = json.loads(environment.resolved(environment.only("AWS::CloudWatch::Dashboard"))["DashboardBody"])
    for widget in body["widgets"]:
        for metric in widget["properties"]["metrics"]:
            namespace, *parts = metric if isinstance(metric[0], str) else ["an expression"]
            if namespace == signals.NAMESPACE:
                name, *words = [part for part in parts if isinstance(part, str)]
                yield name, frozenset(zip(words[::2], words[1::2], strict=True))
