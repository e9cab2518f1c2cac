"""CloudWatch alarms: failed jobs, silent repairs, dead letters, a long render queue, vendor errors, and spending."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.metrics import FIVE_MINUTES, ONE_DAY, ONE_HOUR, Watched, account_throttles, api_server_errors, signal

_FAILED_SHARE = 0.34
_STREAM_AGE_MS = 3_600_000
_LONG_WAIT_SECONDS = 1_800
_PROVIDER_DOWN = 10
_SERVER_ERRORS = 5
_NEVER_FAIL = ("Api", "FailJob", "ExecutionEnded", "RecordExpired")


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
        self._alarm("JobsFailed", _failed_share(machine), _FAILED_SHARE, "A third of an hour's jobs fail, or more")
        self._alarm("JobsTimedOut", machine.metric_timed_out(period=FIVE_MINUTES), 1, "A job ran into the 30-day limit")
        depth = watched.dead_letter_depth
        self._alarm("DeadLetters", depth, 1, "An event or a webhook was given up; docs/aws.md says what to do")
        self._alarm("ServerErrors", api_server_errors(watched.api_id), _SERVER_ERRORS, "The API answers with 5xx")
        wait = signal(name, "OldestWaitSeconds", statistic="Maximum")
        self._alarm("LongWait", wait, _LONG_WAIT_SECONDS, "A job has waited long for its turn to render", periods=2)
        spent = signal(name, "SpentUsd", period=ONE_DAY)
        self._alarm("Spent", spent, environment.alarm_spent_usd_per_day, "More money than usual was spent within a day")
        self._provider_alarms(name)
        self._function_alarms(watched)

    def _function_alarms(self, watched: Watched) -> None:
        """The sweep must run; what must never fail, and whatever has no room to run, is told.

        Stages fail in the ordinary course of events, with errors that the state machine retries or records: their
        errors are shown, not alarmed.
        """
        functions = watched.functions
        healthy = cloudwatch.MathExpression(
            expression="runs - errors",
            using_metrics={
                "runs": functions["Sweep"].metric_invocations(period=FIVE_MINUTES),
                "errors": functions["Sweep"].metric_errors(period=FIVE_MINUTES),
            },
            period=FIVE_MINUTES,
        )
        self._alarm(
            "SweepSilent",
            healthy,
            1,
            "Nothing repairs lost events, slots and orders: the sweep does not run to its end",
            periods=3,
            below=True,
        )
        never_fail = {f"e{n}": functions[name].metric_errors(period=FIVE_MINUTES) for n, name in enumerate(_NEVER_FAIL)}
        errors = cloudwatch.MathExpression(
            expression=" + ".join(never_fail), using_metrics=never_fail, period=FIVE_MINUTES
        )
        self._alarm("FunctionErrors", errors, 1, f"One of {', '.join(_NEVER_FAIL)} fails")
        self._alarm("Throttles", account_throttles(), 1, "Functions find no room: raise the account's concurrency")
        age = functions["RecordExpired"].metric("IteratorAge", statistic="Maximum", period=FIVE_MINUTES)
        self._alarm("StreamAge", age, _STREAM_AGE_MS, "Files of expired jobs are not removed")

    def _provider_alarms(self, name: str) -> None:
        """Alarms on one failure that no retry helps: a bad key, an empty account, a withdrawn model, a bug."""
        for error in ("ConfigError", "ModelGone", "BadInput"):
            metric = signal(name, "ProviderErrors", error=error)
            self._alarm(error, metric, 1, f"A vendor refuses us: {error}")
        down = signal(name, "ProviderErrors", error="ProviderUnavailable")
        self._alarm("ProviderUnavailable", down, _PROVIDER_DOWN, "A vendor is down", periods=3)

    def _alarm(
        self,
        construct_id: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        description: str,
        *,
        periods: int = 1,
        below: bool = False,
    ) -> None:
        """An alarm on a metric that reaches a threshold; `below`: on one that falls under it or is missing."""
        operator = cloudwatch.ComparisonOperator
        missing = cloudwatch.TreatMissingData
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=operator.LESS_THAN_THRESHOLD if below else operator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=missing.BREACHING if below else missing.NOT_BREACHING,
            alarm_description=description,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))


def _failed_share(machine: sfn.StateMachine) -> cloudwatch.MathExpression:
    """The share of failures in an hour: a number of failures would hardly be reached on a quiet day."""
    ended = {"good": machine.metric_succeeded(period=ONE_HOUR), "bad": machine.metric_failed(period=ONE_HOUR)}
    share = "IF(FILL(bad, 0) > 0, FILL(bad, 0) / (FILL(bad, 0) + FILL(good, 0)), 0)"
    return cloudwatch.MathExpression(expression=share, using_metrics=ended, period=ONE_HOUR)


def _alarms_may_publish(topic: sns.Topic) -> iam.PolicyStatement:
    """Let CloudWatch publish: a topic with a policy of its own (here: TLS only) loses SNS's default policy."""
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
        actions=["sns:Publish"],
        resources=[topic.topic_arn],
        conditions={"StringEquals": {"aws:SourceAccount": cdk.Stack.of(topic).account}},
    )
