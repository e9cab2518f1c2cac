"""The order log in a bucket does what the one in a folder does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.errors import ConfigError
from omnigen.providers.offline import offline_providers
from omnigen.providers.offline.order_log import LoggedOrder, OrderLog
from omnigen.providers.offline.stored_order_log import StoredOrderLog
from omnigen.runtime.context import AppContext

Log = OrderLog | StoredOrderLog


@pytest.fixture(params=["folder", "bucket"])
def log(request: pytest.FixtureRequest, app: AppContext, tmp_path: Path) -> Iterator[Log]:
    yield StoredOrderLog(app.aws.objects) if request.param == "bucket" else OrderLog(tmp_path)
    app.aws.objects.delete(app.aws.objects.keys("offline/"))


def _order(log: Log, name: str = "clip-s01-ab") -> LoggedOrder:
    inputs = {"order": b"{}", "start": b"png"}
    return log.order(order_id=name, kind="clip", model="m", usd=Decimal("0.80"), latency_seconds=0, inputs=inputs)


def test_an_order_is_found_by_its_id_with_its_files(log: Log) -> None:
    entry = _order(log)
    assert log.entry(entry.id) == entry
    assert log.fetch(entry.id, "start") == b"png"
    assert log.fetch(entry.id, "end") is None
    assert log.entry("off_unknown") is None


def test_what_has_ended_keeps_its_first_end(log: Log) -> None:
    entry = _order(log)
    log.close(entry.id, "cancelled")
    log.close(entry.id, "delivered")
    ended = log.entry(entry.id)
    assert ended is not None
    assert ended.state == "cancelled"


def test_a_failed_order_says_why(log: Log) -> None:
    entry = _order(log)
    log.close(entry.id, "failed", "PolicyBlocked")
    assert (log.entry(entry.id) or entry).failure == "PolicyBlocked"


def test_the_newest_open_order_of_a_name_is_found(log: Log) -> None:
    first, second, third = _order(log), _order(log), _order(log)
    _order(log, "clip-s02-cd")
    log.close(third.id, "failed", "BadInput")
    placed: Callable[..., LoggedOrder | None] = log.placed
    assert placed("clip-s01-ab") == second
    assert placed("clip-s01-ab", frozenset({second.id})) == first
    assert placed("clip-s01-ab", frozenset({first.id, second.id})) is None


def test_a_fault_is_used_as_often_as_its_rule_says(log: Log) -> None:
    assert [log.use_fault("clip:BadInput:x2", 2) for _ in range(3)] == [True, True, False]
    assert all(log.use_fault("clip:BadInput:xN", None) for _ in range(3))


def test_a_live_program_with_one_offline_model_has_no_log_in_the_bucket(app: AppContext) -> None:
    with pytest.raises(ConfigError, match="OMNIGEN_OFFLINE_ORDERS"):
        offline_providers(app.settings.model_copy(update={"omnigen_offline_orders": "bucket"}))
