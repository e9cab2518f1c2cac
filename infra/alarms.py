"""CloudWatch alarms: failed jobs, dead letters, a long render queue, vendor errors, and spending."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.metrics import FIVE_MINUTES, ONE_DAY, Watched, api_server_errors, signal

_FAILED_JOBS = 3
_LONG_WAIT_SECONDS = 1_800
_PROVIDER_DOWN = 10
_SERVER_ERRORS = 5


class Alarms(Construct):
    """The alarms, all with one SNS topic."""

    def __init__(self, scope: Construct, construct_id: str, *, watched: Watched) -> None:
        super().__init__(scope, construct_id)
        environment, machine = watched.environment, watched.machine
        name = environment.name
        self._topic = sns.Topic(self, "Topic", enforce_ssl=True)
        self._topic.add_to_resource_policy(_alarms_may_publish(self._topic))
        if environment.alarm_email:
            self._topic.add_subscription(subscriptions.EmailSubscription(environment.alarm_email))
        self._alarm("JobsFailed", machine.metric_failed(period=FIVE_MINUTES), _FAILED_JOBS, "Jobs fail")
        self._alarm("JobsTimedOut", machine.metric_timed_out(period=FIVE_MINUTES), 1, "A job ran into the 30-day limit")
        depth = watched.dead_letter_depth
        self._alarm("DeadLetters", depth, 1, "An event or a webhook was given up; docs/aws.md says what to do")
        self._alarm("ServerErrors", api_server_errors(watched.api_id), _SERVER_ERRORS, "The API answers with 5xx")
        wait = signal(name, "OldestWaitSeconds", statistic="Maximum")
        self._alarm("LongWait", wait, _LONG_WAIT_SECONDS, "A job has waited long for its turn to render", periods=2)
        spent = signal(name, "SpentUsd", period=ONE_DAY)
        self._alarm("Spent", spent, environment.alarm_spent_usd_per_day, "More money than usual was spent within a day")
        self._provider_alarms(name)

    def _provider_alarms(self, name: str) -> None:
        """Alarms on one failure that no retry helps: a bad key, an empty account, a withdrawn model, a bug."""
        for error in ("ConfigError", "ModelGone", "BadInput"):
            metric = signal(name, "ProviderErrors", error=error)
            self._alarm(error, metric, 1, f"A vendor refuses us: {error}")
        down = signal(name, "ProviderErrors", error="ProviderUnavailable")
        self._alarm("ProviderUnavailable", down, _PROVIDER_DOWN, "A vendor is down", periods=3)

    def _alarm(
        self, construct_id: str, metric: cloudwatch.IMetric, threshold: float, description: str, *, periods: int = 1
    ) -> None:
        """An alarm on a metric; missing data counts as no breach."""
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=description,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))


def _alarms_may_publish(topic: sns.Topic) -> iam.PolicyStatement:
    """Let CloudWatch publish: a topic with a policy of its own (here: TLS only) loses SNS's default policy."""
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
        actions=["sns:Publish"],
        resources=[topic.topic_arn],
        conditions={"StringEquals": {"aws:SourceAccount": cdk.Stack.of(topic).account}},
    )
