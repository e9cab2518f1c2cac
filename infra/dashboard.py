"""Two CloudWatch dashboards: one of jobs, vendors, spending and queues, one of the stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct
from omnigen.deployment.resources import API, AUTHORIZER

from infra.metrics import ONE_DAY, PROVIDER_ERRORS, Watched, api_server_errors, signal

_WHOLE, _HALF, _THIRD = 24, 12, 8


class Dashboards(Construct):
    """Both dashboards; up to three of at most 50 metrics each are free of charge."""

    def __init__(self, scope: Construct, construct_id: str, *, watched: Watched) -> None:
        super().__init__(scope, construct_id)
        environment = watched.environment
        stages = {name: made for name, made in watched.functions.items() if name not in {API.name, AUTHORIZER.name}}
        wait = signal(environment.name, "OldestWaitSeconds", statistic="Maximum")
        cloudwatch.Dashboard(
            self,
            "Page",
            dashboard_name=environment.prefix,
            widgets=[
                _jobs(watched.machine),
                _vendors(environment.name),
                [
                    _graph("Longest wait for a turn, s", [wait], _THIRD),
                    _graph("Dead letters", [watched.dead_letter_depth], _THIRD),
                    _graph("API answers 5xx", [api_server_errors(watched.api_id)], _THIRD),
                ],
                [_durations(stages)],
            ],
        )
        cloudwatch.Dashboard(self, "Stages", dashboard_name=f"{environment.prefix}-stages", widgets=[[_rates(stages)]])


def _jobs(machine: sfn.StateMachine) -> list[cloudwatch.IWidget]:
    ended = [machine.metric_succeeded(), machine.metric_failed(), machine.metric_aborted(), machine.metric_timed_out()]
    times = [machine.metric_time(statistic=statistic) for statistic in ("p50", "p95")]
    return [
        _graph("Executions", [machine.metric_started(), *ended], _HALF),
        _graph("Time per execution, ms", times, _HALF),
    ]


def _durations(functions: Mapping[str, aws_lambda.Function]) -> cloudwatch.IWidget:
    """On the first dashboard: one of more than fifty figures is charged."""
    durations = [made.metric_duration(statistic="p95", label=name) for name, made in functions.items()]
    return _graph("Time per stage (p95), ms", durations, _WHOLE)


def _rates(functions: Mapping[str, aws_lambda.Function]) -> cloudwatch.IWidget:
    return _graph("Stages that succeed, %", [_success_rate(name, made) for name, made in functions.items()], _WHOLE)


def _vendors(environment: str) -> list[cloudwatch.IWidget]:
    errors = [signal(environment, "ProviderErrors", error=error) for error in PROVIDER_ERRORS]
    return [
        _graph("Spent per day, USD", [signal(environment, "SpentUsd", period=ONE_DAY)], _THIRD),
        _graph("Tokens per day", [signal(environment, "Tokens", period=ONE_DAY)], _THIRD),
        _graph("Failures of vendors", errors, _THIRD),
    ]


def _success_rate(name: str, function: aws_lambda.Function) -> cloudwatch.MathExpression:
    """Per cent of calls without an error; metric ids in an expression begin with a small letter."""
    errors, calls = f"errors{name}", f"calls{name}"
    return cloudwatch.MathExpression(
        expression=f"100 * (1 - {errors} / {calls})",
        using_metrics={errors: function.metric_errors(), calls: function.metric_invocations()},
        label=name,
    )


def _graph(title: str, metrics: Sequence[cloudwatch.IMetric], width: int) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), width=width)
