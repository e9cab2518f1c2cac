"""Each attempt has a token of its own."""

from __future__ import annotations

from typing import Any

from tests.integration.emulator.small_cloud import Bench, Open, eventually, wait_for_token

_RETRY = [{"ErrorEquals": ["Refused"], "IntervalSeconds": 1, "MaxAttempts": 2}]


def test_a_retry_hands_out_a_new_token_and_waits_for_it(open_bench: Open) -> None:
    bench, tokens, execution = _refused_once(open_bench)
    eventually(lambda: len(tokens) == 2)
    assert tokens[0] != tokens[1]
    bench.states.send_task_success(taskToken=tokens[1], output='{"all": "well"}')
    assert bench.end_of(execution)["output"] == '{"all": "well"}'


def test_stock_moto_still_spends_the_one_answer_on_every_attempt(open_bench: Open) -> None:
    bench, tokens, execution = _refused_once(open_bench, without=("token_per_attempt",))
    assert bench.end_of(execution)["status"] == "FAILED", "though only the first attempt was refused"
    assert len(set(tokens)) == 1


def _refused_once(open_bench: Open, **options: Any) -> tuple[Bench, list[str], str]:
    tokens: list[str] = []
    bench = open_bench(lambda event, context: tokens.append(event["token"]), **options)
    execution = bench.start({"Wait": wait_for_token(Retry=_RETRY)})
    eventually(lambda: tokens)
    bench.states.send_task_failure(taskToken=tokens[0], error="Refused", cause="")
    return bench, tokens, execution
