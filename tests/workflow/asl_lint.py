"""The rules that our state machine keeps and no general linter knows: what travels, what is retried, what is caught."""

from __future__ import annotations

import re
from collections.abc import Iterator

from omnigen import errors
from omnigen.deployment.resources import COMPOSE_CONTAINER, COMPOSE_PLACEHOLDERS, FUNCTIONS
from omnigen.domain.job import ApprovalStatus
from omnigen.errors import OmnigenError

from tests.workflow.asl_arguments import argument_complaints
from tests.workflow.asl_graph import Place, State, graph_complaints, places

LAMBDA = "arn:aws:states:::lambda:invoke"
LAMBDA_AND_WAIT = f"{LAMBDA}.waitForTaskToken"
RUN_TASK = "arn:aws:states:::ecs:runTask.sync"
TOKEN = "$$.Task.Token"

THROTTLED = "Lambda.TooManyRequestsException"
THROTTLED_SECONDS = 300
"""All functions of an account share its concurrency, of which a new account may have ten: a full minute is normal."""

LAMBDAS_OWN = frozenset(
    {
        THROTTLED,
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.Unknown",
        "Runtime.ExitError",
        "Sandbox.Timedout",
    }
)
"""Failures of the host that pass (docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html)."""

ECS_OWN = frozenset(
    {
        "ECS.AmazonECSException",
        "ECS.ServerException",
        "ECS.ThrottlingException",
        "ECS.LimitExceededException",
        "ECS.InvalidParameterException",
        "ECS.ClientException",
        "ECS.SdkClientException",
    }
)
"""Fargate cannot start a task: no capacity, a quota, throttling, which comes as InvalidParameterException as well."""

STATES_OWN = frozenset({"States.ALL", "States.TaskFailed", "States.Timeout"})

_FUNCTIONS = {f"${{{function.name}}}": function for function in FUNCTIONS}


def complaints(machine: State, text: str) -> list[str]:
    """What breaks our rules, a sentence each."""
    about_states = [complaint for place in places(machine) for complaint in _about_state(place)]
    return [*about_states, *graph_complaints(machine), *_about_text(machine, text)]


def stage_errors() -> dict[str, type[OmnigenError]]:
    """Our own errors by the names that the state machine sees; a lost message is the queue's affair, not a stage's."""
    kinds = (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OmnigenError))
    return {kind.__name__: kind for kind in kinds if kind is not errors.WebhookUndelivered}


def _about_state(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    if place.kind in {"Task", "Map", "Parallel"} and "ResultPath" not in state:
        yield f"{name} has no ResultPath: its result would replace the whole state"
    if state.get("ResultPath") == "$":
        yield f"{name} replaces the whole state with its result"
    for catch in state.get("Catch", []):
        if catch.get("ResultPath") != "$.error":
            yield f"{name} catches into {catch.get('ResultPath')}, not $.error"
    for listed in (entry for part in ("Retry", "Catch") for entry in state.get(part, [])):
        for error in set(listed["ErrorEquals"]) - stage_errors().keys() - LAMBDAS_OWN - ECS_OWN - STATES_OWN:
            yield f"{name} names {error}, which nobody raises"
    if place.kind == "Task":
        yield from _about_task(place)
    if place.kind == "Choice":
        yield from _about_choice(place)


def _about_task(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    if not place.caught:
        yield f"{name} fails past every Catch"
    if "TimeoutSeconds" not in state:
        yield f"{name} has no TimeoutSeconds"
    if state["Resource"] == RUN_TASK:
        yield from _about_container(place)
    elif state["Resource"] in {LAMBDA, LAMBDA_AND_WAIT}:
        yield from _about_lambda(place)
    else:
        yield f"{name} uses {state['Resource']}"


def _about_lambda(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    yield from argument_complaints(name, "lambda", "Invoke", state["Parameters"])
    function = _FUNCTIONS.get(state["Parameters"]["FunctionName"])
    if function is None:
        yield f"{name} calls {state['Parameters']['FunctionName']}, which is no function of the blueprint"
    elif state.get("TimeoutSeconds", 0) <= function.timeout_seconds:
        yield f"{name} gives up before its function does ({function.timeout_seconds} s)"
    payload = state["Parameters"]["Payload"]
    if {"job_id.$": "$.job_id", "run.$": "$.run"}.items() - payload.items():
        yield f"{name} does not say which run of which job"
    wanted = ["task_token.$"] if state["Resource"] == LAMBDA_AND_WAIT else []
    if [field for field, value in payload.items() if value == TOKEN] != wanted:
        yield f"{name} waits for a token it does not hand out, or hands out one that nobody waits for"
    yield from _about_retries(place)


def _about_retries(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    retryable = {error for error, kind in stage_errors().items() if kind.retryable}
    retried = {error for retry in state.get("Retry", []) for error in retry["ErrorEquals"]}
    if retried != retryable | LAMBDAS_OWN:
        yield f"{name} retries {sorted(retried ^ (retryable | LAMBDAS_OWN))} wrongly"
    if not any(_lasts_minutes(retry) for retry in state.get("Retry", []) if THROTTLED in retry["ErrorEquals"]):
        yield f"{name} gives a Lambda that is throttled less than five minutes"
    for retry in state.get("Retry", []):
        if retry.get("JitterStrategy") != "FULL" or "MaxDelaySeconds" not in retry or retry.get("BackoffRate", 1) <= 1:
            yield f"{name} retries without growing, capped, jittered pauses"


def _lasts_minutes(retry: State) -> bool:
    """Whether the pauses take five minutes together on average: with full jitter, half of the longest ones."""
    pauses = [
        min(retry["IntervalSeconds"] * retry["BackoffRate"] ** attempt, retry["MaxDelaySeconds"])
        for attempt in range(retry["MaxAttempts"])
    ]
    return bool(sum(pauses) / 2 >= THROTTLED_SECONDS and retry["ErrorEquals"] == [THROTTLED])


def _about_container(place: Place) -> Iterator[str]:
    retried = [set(retry["ErrorEquals"]) for retry in place.state.get("Retry", [])]
    optional = [catch["Next"] for catch in place.state.get("Catch", [])] == ["NotComposed"]
    if optional and retried:
        yield f"{place.name} retries what another state does anyway"
    if not optional and retried != [ECS_OWN, {"States.TaskFailed"}]:  # TaskFailed matches every error, so it comes last
        yield f"{place.name} retries {retried}; a container only ever says States.TaskFailed, and ECS before it starts"
    yield from argument_complaints(place.name, "ecs", "RunTask", place.state["Parameters"])
    overrides = place.state["Parameters"]["Overrides"]["ContainerOverrides"]
    if [override["Name"] for override in overrides] != [COMPOSE_CONTAINER]:
        yield f"{place.name} does not override the container {COMPOSE_CONTAINER!r}"


def _about_choice(place: Place) -> Iterator[str]:
    if "Default" not in place.state:
        yield f"{place.name} has no Default"
    rules = [rule for choice in place.state["Choices"] for rule in choice.get("Or", choice.get("And", [choice]))]
    for rule in rules:
        boolean = rule.get("BooleanEquals") is True
        decision = rule.get("Variable") == "$.review.decision" and rule.get("StringEquals") == ApprovalStatus.REJECTED
        if not boolean and not decision:
            yield f"{place.name} tests something else than a boolean or a decision: {rule}"


def _about_text(machine: State, text: str) -> Iterator[str]:
    used = set(re.findall(r"\$\{(\w+)\}", text))
    called = {
        place.state["Parameters"]["FunctionName"][2:-1]
        for place in places(machine)
        if "FunctionName" in place.state.get("Parameters", {})
    }
    for name in sorted(used ^ (called | set(COMPOSE_PLACEHOLDERS))):
        yield f"the placeholder {name} is used without need, or needed and not used"
    for word in ('"QueryLanguage"', '"Assign"', "{%", "$states"):
        if word in text:
            yield f"{word}: the machine is plain JSONPath without variables"
    if machine.get("TimeoutSeconds", 0) <= 0:
        yield "the machine has no TimeoutSeconds"
