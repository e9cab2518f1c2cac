"""What has ended is on the disk, and not in memory."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models.dynamo_type import Item
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from local.emulator.clients import REGION
from local.emulator.resources import ACCOUNT
from tests.integration.emulator.small_cloud import THINGS, Open, RunningCloud

_MANY = 14


def test_executions_that_ended_long_ago_are_described_but_not_in_memory(aws: RunningCloud) -> None:
    arns = [_ended(aws, number) for number in range(_MANY)]
    assert len(_in_memory()) == 11, "ten that ended, and one that was the last to begin"
    found = aws.states.describe_execution(executionArn=arns[0])
    assert (found["status"], found["name"], found["output"]) == ("SUCCEEDED", "run-0", '{"n": 0}')
    assert aws.states.get_execution_history(executionArn=arns[0])["events"] == []
    assert aws.states.get_execution_history(executionArn=arns[-1])["events"]


def test_the_name_of_an_execution_that_ended_long_ago_is_still_taken(aws: RunningCloud) -> None:
    for number in range(_MANY):
        _ended(aws, number)
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        _ended(aws, 0)


def test_an_execution_that_never_was_is_unknown(aws: RunningCloud) -> None:
    with pytest.raises(ClientError, match="ExecutionDoesNotExist"):
        aws.states.describe_execution(executionArn=f"{_ended(aws, 0)}-not")


def test_stock_moto_still_keeps_every_execution(open_cloud: Open) -> None:
    aws = open_cloud(without=("ended_executions",))
    for number in range(_MANY):
        _ended(aws, number)
    assert len(_in_memory()) == _MANY


@pytest.mark.parametrize(("without", "kept"), [((), False), (("untracked_models",), True)])
def test_only_stock_moto_keeps_every_item_that_was_ever_read(
    open_cloud: Open, without: tuple[str, ...], kept: bool
) -> None:
    aws = open_cloud(without=without)
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    for _ in range(5):
        aws.items.get_item(TableName=THINGS, Key={"id": {"S": "a"}})
    tracked: list[Any] = Item.instances_tracked  # type: ignore[attr-defined]
    assert bool(tracked) is kept


def _ended(aws: RunningCloud, number: int) -> str:
    arn = aws.cloud.environment["STATE_MACHINE_ARN"]
    name, text = f"run-{number}", f'{{"n": {number}}}'
    execution = str(aws.states.start_execution(stateMachineArn=arn, name=name, input=text)["executionArn"])
    assert aws.end_of(execution)["status"] == "SUCCEEDED"
    return execution


def _in_memory() -> list[Any]:
    [machine] = stepfunctions_parser_backends[ACCOUNT][REGION].state_machines
    return list(machine.executions)
