"""Limits of the queues, and whose turn it is in one user's line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.render_queue import SHARDS, QueueLimits, UserLine

ONE_EACH = QueueLimits(total=3, per_user=1)


@given(st.integers(0, 5_000))
def test_counters_give_together_as_many_slots_as_there_are(total: int) -> None:
    shares = [QueueLimits(total=total, per_user=1).of_shard(shard) for shard in range(SHARDS)]
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


def test_turn_of_a_line_is_that_of_the_one_who_came_first() -> None:
    line = UserLine(queue="render", user_id="ada").changed(waiting=1, head="7#run", limits=ONE_EACH)
    assert (line.waiting, line.held, line.ready) == (1, 0, "7#run")


def test_user_who_has_all_slots_that_one_may_have_has_no_turn() -> None:
    line = UserLine(queue="render", user_id="ada", waiting=2, ready="7#run")
    given_one = line.changed(held=1, waiting=-1, head="8#run", limits=ONE_EACH)
    assert (given_one.waiting, given_one.held, given_one.ready) == (1, 1, "")
    assert given_one.changed(held=-1, head="8#run", limits=ONE_EACH).ready == "8#run"


def test_line_in_which_nobody_waits_or_has_a_slot_is_empty() -> None:
    line = UserLine(queue="render", user_id="ada", held=1)
    assert not line.empty
    assert line.changed(held=-1, head="", limits=ONE_EACH).empty
