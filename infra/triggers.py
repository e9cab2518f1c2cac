"""Event sources of functions besides the state machine and the API: EventBridge rules, a schedule, SQS, a stream."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.functions import Functions

SWEEP_MINUTES = 5
WEBHOOK_ATTEMPTS = 5
WEBHOOK_CONCURRENCY = 20
"""Webhooks posted at the same time. Of at most 15 seconds each, 20 are 4,800 an hour even if all receivers are slow."""

_WEBHOOK_RETRY_SECONDS = 180
"""Six times the function's timeout, as AWS advises for queues that feed functions."""

_ENDED = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")
_KEEP = cdk.Duration.days(14)


class MailSubscription(Construct):
    """`webhooks`, the queue of deliveries to users' servers, and `dead_letters`, for what failed every attempt."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = sqs.Queue(self, "DeadLetters", enforce_ssl=True, retention_period=_KEEP)
        self.webhooks = sqs.Queue(
            self,
            "Webhooks",
            enforce_ssl=True,
            visibility_timeout=cdk.Duration.seconds(_WEBHOOK_RETRY_SECONDS),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=WEBHOOK_ATTEMPTS),
        )


class Triggers(Construct):
    """Connects the event sources with their functions."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        functions: Functions,
        jobs: dynamodb.ITableV2,
        mail: MailSubscription,
        machine_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._dead_letters = mail.dead_letters
        self._execution_ended(functions.by_name["ExecutionEnded"], machine_arn)
        self._sweep(functions.by_name["Sweep"])
        self._record_expired(functions.by_name["RecordExpired"], jobs)
        self._deliver_webhook(functions.by_name["DeliverWebhook"], mail.webhooks)

    def _execution_ended(self, function: aws_lambda.Function, machine_arn: str) -> None:
        """Every end of an execution, success too, since it frees a render slot.

        An event can be lost before the function (the target's retries) and in it (the function's own).
        """
        detail = {"status": list(_ENDED), "stateMachineArn": [machine_arn]}
        pattern = events.EventPattern(
            source=["aws.states"], detail_type=["Step Functions Execution Status Change"], detail=detail
        )
        target = targets.LambdaFunction(function, dead_letter_queue=self._dead_letters, retry_attempts=8)
        events.Rule(self, "ExecutionEnded", event_pattern=pattern, targets=[target])
        function.configure_async_invoke(on_failure=destinations.SqsDestination(self._dead_letters), retry_attempts=2)

    def _sweep(self, function: aws_lambda.Function) -> None:
        """Not retried and without dead letters: the next run does what a failed one left."""
        rate = events.Schedule.rate(cdk.Duration.minutes(SWEEP_MINUTES))
        events.Rule(self, "Sweep", schedule=rate, targets=[targets.LambdaFunction(function, retry_attempts=0)])
        function.configure_async_invoke(retry_attempts=0)

    def _record_expired(self, function: aws_lambda.Function, jobs: dynamodb.ITableV2) -> None:
        function.add_event_source(
            sources.DynamoEventSource(
                jobs,
                starting_position=aws_lambda.StartingPosition.TRIM_HORIZON,
                filters=[aws_lambda.FilterCriteria.filter({"eventName": aws_lambda.FilterRule.is_equal("REMOVE")})],
                batch_size=10,
                bisect_batch_on_error=True,
                retry_attempts=5,
                on_failure=sources.SqsDlq(self._dead_letters),
            )
        )

    def _deliver_webhook(self, function: aws_lambda.Function, webhooks: sqs.IQueue) -> None:
        """One message per call, so that a slow receiver neither delays nor repeats another's message.

        The limit keeps receivers that hold every call for its full timeout from using up the account's concurrency.
        """
        function.add_event_source(sources.SqsEventSource(webhooks, batch_size=1, max_concurrency=WEBHOOK_CONCURRENCY))
