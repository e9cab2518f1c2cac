"""Each attempt has a token of its own."""

from __future__ import annotations

from typing import Any

from tests.integration.emulator.small_cloud import Open, RunningCloud, eventually, wait_for_token

_RETRY = [{"ErrorEquals": ["Refused"], "IntervalSeconds": 1, "MaxAttempts": 2}]


def test_a_retry_hands_out_a_new_token_and_waits_for_it(open_cloud: Open) -> None:
    aws, tokens, execution = _refused_once(open_cloud)
    eventually(lambda: len(tokens) == 2)
    assert tokens[0] != tokens[1]
    aws.states.send_task_success(taskToken=tokens[1], output='{"all": "well"}')
    assert aws.end_of(execution)["output"] == '{"all": "well"}'


def test_stock_moto_still_spends_the_one_answer_on_every_attempt(open_cloud: Open) -> None:
    aws, tokens, execution = _refused_once(open_cloud, without=("token_per_attempt",))
    assert aws.end_of(execution)["status"] == "FAILED", "though only the first attempt was refused"
    assert len(set(tokens)) == 1


def _refused_once(open_cloud: Open, **options: Any) -> tuple[RunningCloud, list[str], str]:
    tokens: list[str] = []
    aws = open_cloud(lambda event, context: tokens.append(event["token"]), **options)
    execution = aws.start({"Wait": wait_for_token(Retry=_RETRY)})
    eventually(lambda: tokens)
    aws.states.send_task_failure(taskToken=tokens[0], error="Refused", cause="")
    return aws, tokens, execution
