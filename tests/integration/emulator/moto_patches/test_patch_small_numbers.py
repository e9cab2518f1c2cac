"""A sum that comes to nothing can be added to."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.integration.emulator.small_cloud import THINGS, Open, RunningCloud

_KEY = {"id": {"S": "a"}}


def _add(aws: RunningCloud, *amounts: str) -> str:
    for amount in amounts:
        aws.items.update_item(
            TableName=THINGS,
            Key=_KEY,
            UpdateExpression="ADD n :amount",
            ExpressionAttributeValues={":amount": {"N": amount}},
        )
    found: str = aws.items.get_item(TableName=THINGS, Key=_KEY)["Item"]["n"]["N"]
    return found


def test_what_is_given_back_to_the_last_place_leaves_a_zero_that_counts(aws: RunningCloud) -> None:
    assert float(_add(aws, "0.0000044", "-0.0000044", "5", "0E-7", "-1.5")) == 3.5


def test_whole_numbers_stay_whole(aws: RunningCloud) -> None:
    assert _add(aws, "1", "2", "1E+1") == "13"


def test_stock_moto_cannot_go_on_from_there(open_cloud: Open) -> None:
    aws = open_cloud(without=("small_numbers",))
    with pytest.raises((ClientError, ValueError)):
        _add(aws, "0.0000044", "-0.0000044", "5")
