"""What calls functions besides the state machine and the API, as the template says: rules, clock, queue, stream."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from local.emulator.cloud import LocalCloud
from local.emulator.events.eventbridge import schedule_event
from tests.infrastructure.templates import ACCOUNT, REGION, Environment, Resource


class Wiring:
    """Moves what is due when told to, so that an act can lose an event or let it come late."""

    def __init__(self, cloud: LocalCloud, environment: Environment) -> None:
        self._cloud = cloud
        self._environment = environment
        self._removals: list[Mapping[str, Any]] = []
        written = cloud._hooks.written

        def keep(changes: Any, records: Sequence[Mapping[str, Any]]) -> None:
            self._removals += [record for record in records if record["eventName"] == "REMOVE"]
            written(changes, records)

        cloud._hooks.written = keep

    def publish(self, event: Mapping[str, Any]) -> list[str]:
        """As EventBridge: call the targets of every rule whose pattern the event fits; their answers."""
        fitting = [rule for rule in self._all("AWS::Events::Rule") if _fits(event, rule.get("EventPattern"))]
        return [self.invoke(target["Arn"], event) for rule in fitting for target in rule["Targets"]]

    def tick(self) -> list[str]:
        """As the schedules: call their targets once."""
        timed = [rule for rule in self._all("AWS::Events::Rule") if "ScheduleExpression" in rule]
        return [self.invoke(target["Arn"], schedule_event()) for rule in timed for target in rule["Targets"]]

    def stream(self) -> int:
        """As the event source of the table's stream: hand over the removals it wants; how many there were."""
        mapping = self._mapping("dynamodb")
        wanted = [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]
        table = mapping["EventSourceArn"].partition("/stream/")[0]
        due = [one for one in self._removals if one["eventSourceARN"].startswith(f"{table}/")]
        self._removals.clear()
        due = [one for one in due if any(_fits(one, pattern) for pattern in wanted)]
        if due:
            self.invoke(mapping["FunctionName"], {"Records": due})
        return len(due)

    def drain(self) -> list[dict[str, Any]]:
        """As the event source of the queue: hand over what is visible now, and delete what was taken; the bodies."""
        mapping = self._mapping("sqs")
        sqs = self._cloud.client("sqs")
        url = sqs.get_queue_url(QueueName=mapping["EventSourceArn"].rpartition(":")[2])["QueueUrl"]
        bodies = []
        while messages := _receive(sqs, url, mapping["BatchSize"]):
            event = {"Records": [_record(message, mapping["EventSourceArn"]) for message in messages]}
            bodies += [json.loads(message["Body"]) for message in messages]
            if not self._call(mapping["FunctionName"], event)[1]:
                for message in messages:
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def invoke(self, function: str, event: Mapping[str, Any]) -> str:
        """The payload a function answers with; RuntimeError when it fails."""
        payload, failed = self._call(function, event)
        if failed:
            raise RuntimeError(f"{function} failed: {payload}")
        return payload

    def _call(self, function: str, event: Mapping[str, Any]) -> tuple[str, bool]:
        answer = self._cloud.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        return answer["Payload"].read().decode(), "FunctionError" in answer

    def _mapping(self, service: str) -> Any:
        mappings = self._all("AWS::Lambda::EventSourceMapping")
        return next(one for one in mappings if one["EventSourceArn"].startswith(f"arn:aws:{service}:"))

    def _all(self, type_: str) -> list[Any]:
        found: list[Resource] = self._environment.resources(type_)
        return [self._environment.resolved(one) for one in found]


def ended_event(execution: Mapping[str, Any]) -> dict[str, Any]:
    """EventBridge's event about an execution that is over, from what DescribeExecution says of it."""
    same = ("executionArn", "stateMachineArn", "name", "status", "input")
    return {
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "account": ACCOUNT,
        "region": REGION,
        "detail": {name: execution[name] for name in same},
    }


def _fits(event: Any, pattern: Mapping[str, Any] | None) -> bool:
    """EventBridge's matching, as far as the rules here use it: nested names, and lists of the values allowed."""
    if pattern is None:
        return False
    return all(
        _fits(event.get(name, {}), wanted) if isinstance(wanted, Mapping) else event.get(name) in wanted
        for name, wanted in pattern.items()
    )


def _receive(sqs: Any, url: str, most: int) -> list[Any]:
    names = ["ApproximateReceiveCount", "SentTimestamp"]
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=most, MessageSystemAttributeNames=names)
    return list(answer.get("Messages", []))


def _record(message: Mapping[str, Any], queue_arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
    }
