"""Who may render next."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.render_queue import QueuedExecution, QueueLimits, next_to_start

users = st.sampled_from(["ada", "bob", "cy"])
limits = st.builds(QueueLimits, total=st.integers(1, 4), per_user=st.integers(1, 3))


def line(*user_ids: str) -> list[QueuedExecution]:
    return [
        QueuedExecution(place=f"wait#{i:03}", execution_arn=f"run-{i}", user_id=user, task_token=f"token-{i}")
        for i, user in enumerate(user_ids)
    ]


def served(waiters: list[QueuedExecution], holders: dict[str, str], bounds: QueueLimits) -> list[QueuedExecution]:
    """Everybody who gets a slot before the line stops."""
    told: list[QueuedExecution] = []
    while (waiter := next_to_start([w for w in waiters if w not in told], holders, bounds)) is not None:
        holders[waiter.execution_arn] = waiter.user_id
        told.append(waiter)
    return told


@given(st.lists(users, max_size=12), st.lists(users, max_size=3), limits)
def test_limits_are_never_broken_and_no_eligible_waiter_is_left_standing(
    waiting: list[str], rendering: list[str], bounds: QueueLimits
) -> None:
    holders = {f"old-{i}": user for i, user in enumerate(rendering)}
    before = dict(holders)
    told = served(line(*waiting), holders, bounds)
    by_user = Counter(holders.values())
    assert len(holders) <= max(bounds.total, len(before))
    assert all(by_user[waiter.user_id] <= bounds.per_user for waiter in told)
    left = [waiter for waiter in line(*waiting) if waiter not in told]
    assert len(holders) >= bounds.total or all(by_user[waiter.user_id] >= bounds.per_user for waiter in left)


@given(st.lists(users, max_size=12), limits)
def test_two_of_the_same_user_are_served_in_order_of_arrival(waiting: list[str], bounds: QueueLimits) -> None:
    waiters = line(*waiting)
    told = served(list(reversed(waiters)), {}, bounds)
    for user in set(waiting):
        places = [waiter.place for waiter in told if waiter.user_id == user]
        assert places == [waiter.place for waiter in waiters if waiter.user_id == user][: len(places)]


def test_the_next_user_overtakes_one_who_may_have_no_more() -> None:
    waiter = next_to_start(line("ada", "bob"), {"old": "ada"}, QueueLimits(total=3, per_user=1))
    assert waiter
    assert waiter.user_id == "bob"


def test_waiter_who_holds_a_slot_already_is_told_even_when_all_are_taken() -> None:
    holders = {"run-1": "ada", "old": "bob"}
    waiter = next_to_start(line("cy", "ada"), holders, QueueLimits(total=2, per_user=1))
    assert waiter
    assert waiter.execution_arn == "run-1"
