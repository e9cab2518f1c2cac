"""Events, clock, queue and stream reach their functions, and what cannot be handled is kept."""

from __future__ import annotations

import json
from typing import Any

from omnigen.deployment.resources import FUNCTIONS

from tests.infrastructure.templates import Environment, Resource, listed, statements

_TIMEOUTS = {function.name: function.timeout_seconds for function in FUNCTIONS}


def test_every_end_of_an_execution_reaches_execution_ended(environment: Environment) -> None:
    [rule] = [r for r in _rules(environment) if "EventPattern" in r]
    assert rule["EventPattern"]["source"] == ["aws.states"]
    assert rule["EventPattern"]["detail-type"] == ["Step Functions Execution Status Change"]
    detail = rule["EventPattern"]["detail"]
    assert set(detail["status"]) == {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}
    assert detail["stateMachineArn"] == [environment.arn(environment.only("AWS::StepFunctions::StateMachine"))]
    [target] = rule["Targets"]
    assert target["Arn"].endswith("-ExecutionEnded")
    assert target["DeadLetterConfig"]["Arn"] == environment.arn(_dead_letters(environment))


def test_an_event_that_the_function_cannot_handle_is_kept(environment: Environment) -> None:
    config = _async_config(environment, "ExecutionEnded")
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == environment.arn(_dead_letters(environment))


def test_sweep_runs_every_five_minutes_and_leaves_repetition_to_the_next_round(environment: Environment) -> None:
    [rule] = [r for r in _rules(environment) if "ScheduleExpression" in r]
    assert rule["ScheduleExpression"] == "rate(5 minutes)"
    assert [target["Arn"].rpartition("-")[2] for target in rule["Targets"]] == ["Sweep"]
    assert _async_config(environment, "Sweep")["MaximumRetryAttempts"] == 0
    assert _TIMEOUTS["Sweep"] < 300


def test_removed_job_records_reach_record_expired_and_no_other_changes_do(environment: Environment) -> None:
    mapping = _mapping(environment, "RecordExpired")
    assert mapping["EventSourceArn"].startswith(environment.arn(_jobs(environment)))
    assert [json.loads(f["Pattern"]) for f in mapping["FilterCriteria"]["Filters"]] == [{"eventName": ["REMOVE"]}]
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == environment.arn(_dead_letters(environment))
    assert mapping["BisectBatchOnFunctionError"] is True


def test_webhooks_are_tried_five_times_and_then_kept(environment: Environment) -> None:
    mapping = _mapping(environment, "DeliverWebhook")
    [queue] = [q for q in environment.resources("AWS::SQS::Queue") if environment.arn(q) == mapping["EventSourceArn"]]
    properties = environment.resolved(queue)
    assert properties["RedrivePolicy"]["maxReceiveCount"] == 5
    assert properties["RedrivePolicy"]["deadLetterTargetArn"] == environment.arn(_dead_letters(environment))
    assert properties["VisibilityTimeout"] >= 6 * _TIMEOUTS["DeliverWebhook"]


def test_slow_receivers_use_up_no_more_than_twenty_functions_at_once(environment: Environment) -> None:
    mapping = _mapping(environment, "DeliverWebhook")
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 20}
    assert mapping["BatchSize"] == 1


def test_only_the_sources_may_call_functions_from_outside(environment: Environment) -> None:
    """Each permission names whose service it is and which thing of it; the workflow calls with its role instead."""
    for permission in environment.resources("AWS::Lambda::Permission"):
        resolved = environment.resolved(permission)
        assert resolved["Principal"] in {"events.amazonaws.com", "apigateway.amazonaws.com"}
        assert resolved["SourceArn"].startswith("arn:aws:")


def test_functions_may_put_what_failed_into_the_dead_letters(environment: Environment) -> None:
    arn = environment.arn(_dead_letters(environment))
    for name in ("ExecutionEnded", "RecordExpired"):
        [made] = [f for f in environment.resources("AWS::Lambda::Function") if environment.name(f).endswith(f"-{name}")]
        role_id = made.properties["Role"]["Fn::GetAtt"][0]
        [role] = [r for r in environment.resources("AWS::IAM::Role") if r.id == role_id]
        sends = [s for s in statements(environment, role) if "sqs:SendMessage" in listed(s["Action"])]
        assert arn in {resource for s in sends for resource in listed(s["Resource"])}


def _rules(environment: Environment) -> list[Any]:
    return [environment.resolved(rule) for rule in environment.resources("AWS::Events::Rule")]


def _async_config(environment: Environment, name: str) -> Any:
    configs = [environment.resolved(c) for c in environment.resources("AWS::Lambda::EventInvokeConfig")]
    return next(config for config in configs if config["FunctionName"].endswith(f"-{name}"))


def _mapping(environment: Environment, name: str) -> Any:
    mappings = [environment.resolved(m) for m in environment.resources("AWS::Lambda::EventSourceMapping")]
    return next(mapping for mapping in mappings if mapping["FunctionName"].endswith(f"-{name}"))


def _jobs(environment: Environment) -> Resource:
    return next(t for t in environment.resources("AWS::DynamoDB::GlobalTable") if environment.name(t).endswith("jobs"))


def _dead_letters(environment: Environment) -> Resource:
    return next(q for q in environment.resources("AWS::SQS::Queue") if "RedrivePolicy" not in q.properties)
