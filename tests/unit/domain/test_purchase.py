"""Orders and their names, and which model is asked next."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.ids import scene_id
from omnigen.domain.purchase import (
    PurchaseFailure,
    PurchaseKind,
    choose_model,
    first_poll_seconds,
    has_untried_model,
    is_exhausted,
    poll_interval_seconds,
    purchase_key,
    throttle_seconds,
)

from tests.builders import a_job_id

codes = st.sampled_from(["ProviderUnavailable", "ProviderThrottled", "ModelGone", "BadOutput", "PolicyBlocked"])
failures = st.lists(
    st.builds(PurchaseFailure, model=st.sampled_from(["a", "b", "c"]), code=codes, run=st.integers(1, 2)), max_size=12
)


def test_same_inputs_are_the_same_order_whatever_their_sequence_and_notation() -> None:
    one = purchase_key(PurchaseKind.CLIP, {"seconds": Decimal("4.00"), "start": b"\x89PNG"})
    other = purchase_key(PurchaseKind.CLIP, {"start": b"\x89PNG", "seconds": Decimal(4)})
    assert one == other


def test_any_other_input_scene_or_kind_is_another_order() -> None:
    scene = scene_id(a_job_id(), 2)
    orders = [
        purchase_key(PurchaseKind.CLIP, {"prompt": "a"}),
        purchase_key(PurchaseKind.CLIP, {"prompt": "b"}),
        purchase_key(PurchaseKind.IMAGE, {"prompt": "a"}),
        purchase_key(PurchaseKind.CLIP, {"prompt": "a"}, scene),
        purchase_key(PurchaseKind.CLIP, {"prompt": "a"}, scene[:-1] + "3"),
        purchase_key(PurchaseKind.CLIP, {"prompt": "a", "start": None}),
    ]
    assert len({what.id for what in orders}) == len(orders)


def test_order_is_called_by_kind_scene_and_hash() -> None:
    what = purchase_key(PurchaseKind.CLIP, {}, scene_id(a_job_id(), 2))
    assert what.id == f"clip-s02-{what.input_hash[:16]}"


def test_object_without_a_plain_value_cannot_name_an_order() -> None:
    with pytest.raises(TypeError, match="object cannot name an order"):
        purchase_key(PurchaseKind.CLIP, {"prompt": object()})


@given(failures)
def test_chosen_model_is_always_in_the_list_and_never_failed_twice_while_a_better_one_is_left(
    history: list[PurchaseFailure],
) -> None:
    chosen = choose_model(["a", "b", "c"], history, 1)
    assert chosen in {"a", "b", "c"}
    untouched = [model for model in ("a", "b", "c") if all(failure.model != model for failure in history)]
    assert not untouched or chosen <= untouched[0]


@pytest.mark.parametrize(
    ("history", "chosen"),
    [
        ([], "a"),
        ([("a", "ProviderUnavailable", 1)], "a"),
        ([("a", "ProviderUnavailable", 1)] * 2, "b"),
        ([("a", "ProviderThrottled", 1)] * 5, "a"),
        ([("a", "ProviderThrottled", 1)] * 6, "b"),
        ([("a", "ModelGone", 1)], "b"),
        ([("a", "BadOutput", 1)], "b"),
        ([("a", "ProviderUnavailable", 0)] * 2 + [("a", "BadOutput", 0)], "a"),
        ([("a", "ModelGone", 0)], "b"),
        ([("a", "ModelGone", 1), ("b", "ModelGone", 1)], "b"),
    ],
)
def test_next_model_is_asked_when_one_is_gone_or_keeps_failing_in_this_run(
    history: list[tuple[str, str, int]], chosen: str
) -> None:
    found = [PurchaseFailure(model=model, code=code, run=run) for model, code, run in history]
    assert choose_model(["a", "b"], found, 1) == chosen


def test_model_that_failed_in_an_earlier_run_counts_as_untried() -> None:
    failed = [PurchaseFailure(model="a", code="BadOutput", run=1)]
    assert has_untried_model(["a"], failed, 2)
    assert not has_untried_model(["a"], failed, 1)


def test_polls_of_a_prediction_become_rarer_up_to_ten_times_the_shortest_wait() -> None:
    assert [poll_interval_seconds(gone, 3) for gone in (0, 30, 60, 130, 600)] == [3, 3, 7, 16, 30]


def test_polls_are_close_while_most_predictions_end_and_rare_before_and_after() -> None:
    seen = (50, *range(60, 140, 4), 300)  # the fastest tenth is done at 64, the slowest tenth begins at 132
    assert [poll_interval_seconds(gone, 3, seen) for gone in (20, 64, 100, 131, 140, 400)] == [44, 3, 3, 3, 17, 30]
    assert poll_interval_seconds(100, 1, seen) == 3


def test_of_a_model_that_always_takes_the_same_time_the_shortest_wait_is_kept() -> None:
    assert poll_interval_seconds(60, 3, (60,) * 20) == 7
    assert poll_interval_seconds(58, 3, (60,) * 20) == 3


@pytest.mark.parametrize(
    ("history", "over"),
    [
        ([], False),
        ([("a", "ProviderUnavailable", 1)], False),
        ([("a", "ProviderUnavailable", 1)] * 2, False),
        ([("a", "ProviderUnavailable", 1)] * 2 + [("b", "ProviderUnavailable", 1)] * 2, True),
        ([("a", "ProviderUnavailable", 1)] * 2 + [("b", "BadOutput", 1)], True),
        ([("a", "PolicyBlocked", 1)], True),
        ([("a", "PolicyBlocked", 1)] * 9, True),
        ([("a", "PolicyBlocked", 0)], False),
        ([("a", "ModelGone", 0)], False),
    ],
)
def test_order_is_given_up_when_every_model_had_its_tries_or_the_order_is_at_fault(
    history: list[tuple[str, str, int]], over: bool
) -> None:
    found = [PurchaseFailure(model=model, code=code, run=run) for model, code, run in history]
    assert is_exhausted(["a", "b"], found, 1) is over


@pytest.mark.parametrize(
    ("seen", "seconds"),
    [
        ((), 37),
        ((60, 61), 37),
        ((1, 1, 1), 1),
        ((50, 60, 70), 52),
        (tuple(range(20, 40)), 21),
        ((300, *(60,) * 19), 60),
    ],
)
def test_first_poll_comes_when_the_fastest_tenth_is_done(seen: tuple[int, ...], seconds: int) -> None:
    assert first_poll_seconds(seen, expected_seconds=75) == seconds


@pytest.mark.parametrize(
    ("asked", "earlier", "seconds"),
    [(40, 0, 40), (0, 0, 1), (3_600, 0, 120), (None, 0, 5), (None, 1, 10), (None, 4, 80), (40, 5, None)],
)
def test_busy_vendor_is_waited_for_as_long_as_it_asks_and_five_times(
    asked: int | None, earlier: int, seconds: int | None
) -> None:
    busy = PurchaseFailure(model="a", code="ProviderThrottled", run=2)
    others = (busy.model_copy(update={"run": 1}), busy.model_copy(update={"model": "b"}))
    assert throttle_seconds(asked, "a", (*others, *[busy] * earlier), run=2) == seconds
