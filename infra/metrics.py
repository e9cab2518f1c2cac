"""Metrics for alarms and dashboards: those of AWS, and those that functions emit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from omnigen.errors import ProviderError
from omnigen.metrics import NAMESPACE, MetricName, dimensions_of

from infra.environments import Environment

FIVE_MINUTES = cdk.Duration.minutes(5)
ONE_HOUR = cdk.Duration.hours(1)
ONE_DAY = cdk.Duration.days(1)

PROVIDER_ERRORS = tuple(sorted(error.__name__ for error in ProviderError.__subclasses__()))
"""Classes of failures that vendors cause; each is a metric dimension."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """The metrics that alarms and dashboards share."""

    environment: Environment
    machine: sfn.StateMachine
    functions: Mapping[str, aws_lambda.Function]
    dead_letters: sqs.Queue
    api_id: str

    @property
    def dead_letter_depth(self) -> cloudwatch.Metric:
        """Messages in the dead-letter queue."""
        return self.dead_letters.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES)


def signal(
    environment: str,
    name: MetricName,
    *,
    statistic: str = "Sum",
    period: cdk.Duration = FIVE_MINUTES,
    **dimensions: str,
) -> cloudwatch.Metric:
    """A metric that the functions of one environment emit."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map=dimensions_of(environment) | dimensions,
        statistic=statistic,
        period=period,
        label=" ".join(dimensions.values()) or name,
    )


def api_server_errors(api_id: str) -> cloudwatch.Metric:
    """Responses of the API with a status of 500 or above."""
    return cloudwatch.Metric(
        namespace="AWS/ApiGateway",
        metric_name="5xx",
        dimensions_map={"ApiId": api_id},
        statistic="Sum",
        period=FIVE_MINUTES,
        label="5xx",
    )


def account_throttles() -> cloudwatch.Metric:
    """Calls refused for want of concurrency, which all functions of an account and region share."""
    return cloudwatch.Metric(namespace="AWS/Lambda", metric_name="Throttles", statistic="Sum", period=FIVE_MINUTES)
