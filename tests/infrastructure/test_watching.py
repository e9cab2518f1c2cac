"""Alarms and the dashboard look at figures that are really written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

import pytest
from omnigen import metrics
from omnigen.deployment.resources import FUNCTIONS
from omnigen.errors import ProviderError

from infra import ROOT
from tests.infrastructure.templates import Environment

_ALARM = "AWS::CloudWatch::Alarm"
_Series = tuple[str, frozenset[tuple[str, str]]]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> set[_Series]:
    """Names and dimensions of all signals, as a function writes them."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "CheckClip")
    metrics.record_spend("dev", Decimal("0.20"))
    metrics.record_tokens("dev", 812)
    metrics.record_oldest_wait("dev", 12.5)
    for error in ProviderError.__subclasses__():
        metrics.record_provider_error("dev", error.__name__)
    return {_series(json.loads(line)) for line in capsys.readouterr().out.splitlines() if line}


def test_every_signal_can_be_written(written: set[_Series]) -> None:
    assert {name for name, _ in written} == set(get_args(metrics.MetricName))


def test_alarms_watch_signals_that_are_written(written: set[_Series], dev: Environment) -> None:
    alarms = [dev.resolved(alarm) for alarm in dev.resources("AWS::CloudWatch::Alarm")]
    shown = [
        metric["MetricStat"]["Metric"] for alarm in alarms for metric in alarm.get("Metrics", []) if _is_read(metric)
    ]
    watched = {_alarmed(metric) for metric in shown if metric["Namespace"] == metrics.NAMESPACE}
    assert {name for name, _ in watched} == {"SpentUsd", "OldestWaitSeconds", "ProviderErrors"}
    assert watched <= written


def test_a_sweep_that_does_not_run_is_told(environment: Environment) -> None:
    """Its own figures would be missing with it, so missing data rings."""
    [alarm] = [environment.resolved(one) for one in environment.resources(_ALARM) if "SweepSilent" in one.id]
    assert (alarm["TreatMissingData"], alarm["ComparisonOperator"]) == ("breaching", "LessThanThreshold")
    read = {metric["MetricStat"]["Metric"]["MetricName"] for metric in alarm["Metrics"] if _is_read(metric)}
    assert read == {"Invocations", "Errors"}
    others = [environment.resolved(one) for one in environment.resources(_ALARM) if "SweepSilent" not in one.id]
    assert {other["TreatMissingData"] for other in others} == {"notBreaching"}


def test_one_failure_on_a_quiet_day_is_told(environment: Environment) -> None:
    """A fixed number of failures would never be reached at ten jobs a day."""
    [alarm] = [environment.resolved(one) for one in environment.resources(_ALARM) if "JobsFailed" in one.id]
    [share] = [metric["Expression"] for metric in alarm["Metrics"] if "Expression" in metric]
    assert "bad" in share.partition("/")[0]
    assert alarm["Threshold"] < 1


def test_the_dashboards_show_every_signal(written: set[_Series], dev: Environment) -> None:
    assert set(_shown(dev)) == written


def test_every_alarm_tells_somebody_and_says_what_is_wrong(environment: Environment) -> None:
    topic = environment.arn(environment.only("AWS::SNS::Topic"))
    for alarm in environment.resources("AWS::CloudWatch::Alarm"):
        properties = environment.resolved(alarm)
        assert properties["AlarmActions"] == [topic]
        assert " " in properties["AlarmDescription"]


def test_alarms_may_publish_to_the_topic(environment: Environment) -> None:
    """A topic's own policy replaces the one that would let them; those who come without TLS stay out."""
    policy = environment.resolved(environment.only("AWS::SNS::TopicPolicy"))["PolicyDocument"]["Statement"]
    allowed = [s for s in policy if s["Effect"] == "Allow"]
    assert [(s["Principal"], s["Action"]) for s in allowed] == [
        ({"Service": "cloudwatch.amazonaws.com"}, "sns:Publish")
    ]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [s["Condition"] for s in policy if s["Effect"] == "Deny"]


def test_the_guide_says_what_to_do_about_every_alarm(dev: Environment) -> None:
    guide = (ROOT / "docs" / "aws.md").read_text(encoding="utf-8").partition("## When an alarm fires")[2]
    rows = [line.split("|")[1] for line in guide.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    told = {name.strip() for row in rows[1:] for name in row.split(",")}
    made = {one.id.removeprefix("Alarms")[:-8] for one in dev.resources("AWS::CloudWatch::Alarm")}  # a hash ends it
    assert told == made


def _series(record: dict[str, Any]) -> _Series:
    [directive] = record["_aws"]["CloudWatchMetrics"]
    [dimensions], [metric] = directive["Dimensions"], directive["Metrics"]
    assert directive["Namespace"] == metrics.NAMESPACE
    return metric["Name"], frozenset((name, record[name]) for name in dimensions)


def _alarmed(metric: dict[str, Any]) -> _Series:
    return metric["MetricName"], frozenset((entry["Name"], entry["Value"]) for entry in metric["Dimensions"])


def test_stages_are_shown_with_their_time_and_their_success(dev: Environment) -> None:
    widgets = [widget for body in _bodies(dev) for widget in body["widgets"]]
    for title in ("Time per stage (p95), ms", "Stages that succeed, %"):
        [about] = [json.dumps(one["properties"]["metrics"]) for one in widgets if one["properties"]["title"] == title]
        assert {function.name for function in FUNCTIONS if f"-{function.name}" not in about} == set()


def test_alarms_and_dashboards_cost_at_most_a_dollar_a_month(environment: Environment) -> None:
    """Pricing page of CloudWatch: three dashboards of 50 figures, and ten metrics in alarms; 0.10 each more."""
    watched = [alarm.properties.get("Metrics", [{"MetricStat": {}}]) for alarm in environment.resources(_ALARM)]
    assert sum("MetricStat" in metric for metrics in watched for metric in metrics) <= 20
    figures = [sum(map(_figures, body["widgets"])) for body in _bodies(environment)]
    assert len(figures) <= 3
    assert max(figures) <= 50


def _is_read(metric: dict[str, Any]) -> bool:
    return "MetricStat" in metric


def _figures(widget: Any) -> int:
    return sum(isinstance(metric[0], str) for metric in widget["properties"]["metrics"])


def _bodies(environment: Environment) -> list[Any]:
    found = environment.resources("AWS::CloudWatch::Dashboard")
    return [json.loads(environment.resolved(one)["DashboardBody"]) for one in found]


def _shown(environment: Environment) -> Iterator[_Series]:
    for widget in (widget for body in _bodies(environment) for widget in body["widgets"]):
        for metric in widget["properties"]["metrics"]:
            namespace, *parts = metric if isinstance(metric[0], str) else ["an expression"]
            if namespace == metrics.NAMESPACE:
                name, *words = [part for part in parts if isinstance(part, str)]
                yield name, frozenset(zip(words[::2], words[1::2], strict=True))
