"""Task tokens are found, answered once, and keep their cause."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.emulator.small_cloud import Open, RunningCloud, eventually, wait_for_token

_CATCH = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Told"}]
_TOLD = {"Wait": {**wait_for_token(Catch=_CATCH)}, "Told": {"Type": "Succeed"}}


def test_a_failure_sent_with_a_token_keeps_its_cause(open_cloud: Open) -> None:
    aws, tokens = _waiting(open_cloud)
    execution = aws.start(_TOLD)
    aws.states.send_task_failure(taskToken=_first(tokens), error="Refused", cause="too loud")
    assert json.loads(aws.end_of(execution)["output"])["error"] == {"Error": "Refused", "Cause": "too loud"}


def test_a_token_is_answered_once(open_cloud: Open) -> None:
    aws, tokens = _waiting(open_cloud)
    aws.start(_TOLD)
    token = _first(tokens)
    aws.states.send_task_success(taskToken=token, output="{}")
    with pytest.raises(ClientError) as refused:
        aws.states.send_task_success(taskToken=token, output="{}")
    assert refused.value.response["Error"]["Code"] == "TaskTimedOut"


def test_the_token_of_a_stopped_execution_is_dead(open_cloud: Open) -> None:
    aws, tokens = _waiting(open_cloud)
    execution = aws.start(_TOLD)
    token = _first(tokens)
    aws.states.stop_execution(executionArn=execution)
    with pytest.raises(ClientError) as refused:
        aws.states.send_task_heartbeat(taskToken=token)
    assert refused.value.response["Error"]["Code"] == "TaskTimedOut"


def test_a_made_up_token_is_invalid(aws: RunningCloud) -> None:
    with pytest.raises(ClientError) as refused:
        aws.states.send_task_success(taskToken="made up", output="{}")
    assert refused.value.response["Error"]["Code"] == "InvalidToken"


def test_tokens_can_be_sent_while_other_executions_are_starting(open_cloud: Open) -> None:
    aws, tokens = _waiting(open_cloud)
    assert _send_while_starting(aws, tokens) == {"sent": 60}


def test_stock_moto_still_drops_the_cause(open_cloud: Open) -> None:
    aws, tokens = _waiting(open_cloud, without=("task_tokens",))
    execution = aws.start(_TOLD)
    aws.states.send_task_failure(taskToken=_first(tokens), error="Refused", cause="too loud")
    assert not json.loads(aws.end_of(execution)["output"])["error"]["Cause"]


def _waiting(open_cloud: Open, **options: Any) -> tuple[RunningCloud, list[str]]:
    tokens: list[str] = []
    return open_cloud(lambda event, context: tokens.append(event["token"]), **options), tokens


def _first(tokens: list[str]) -> str:
    eventually(lambda: tokens)
    return tokens[0]


def _send_while_starting(aws: RunningCloud, tokens: list[str]) -> Counter[str]:
    arn = aws.start(_TOLD).replace(":execution:", ":stateMachine:").rsplit(":", 1)[0]

    def start_more() -> None:
        for i in range(59):
            aws.states.start_execution(stateMachineArn=arn, name=f"more-{i}", input="{}")

    starter = threading.Thread(target=start_more)
    starter.start()
    outcomes: Counter[str] = Counter()
    for i in range(60):
        eventually(lambda i=i: len(tokens) > i)  # type: ignore[misc]
        try:
            aws.states.send_task_success(taskToken=tokens[i], output="{}")
            outcomes["sent"] += 1
        except ClientError as error:
            outcomes[str(error)] += 1
    starter.join()
    return outcomes
