"""The search for open jobs without a mark is answered by indexes of the state database, with the same answers."""

from __future__ import annotations

from typing import Any

from moto.dynamodb.comparisons import get_filter_expression
from omnigen.aws.open_jobs import _LEFT_OPEN

from local.emulator.cloud import LocalCloud
from local.emulator.persistence.items import Range, _query
from local.emulator.persistence.moto_tables import filters

_VALUES: dict[str, Any] = {
    ":pending": {"S": "pending"},
    ":processing": {"S": "processing"},
    ":deleting": {"S": "deleting"},
    ":none": {"N": "0"},
}


def test_the_search_reads_no_record_that_does_not_fit(cloud: LocalCloud) -> None:
    found = filters(get_filter_expression(_LEFT_OPEN, {"#s": "status", "#mark": "m", "#status": "status"}, _VALUES))
    items = cloud._recorder.items
    query, values = _query(items.layouts["omnigen-local-jobs"], Range(filters=found))
    plan = [step[-1] for step in items._database.rows(f"EXPLAIN QUERY PLAN {query}", *values)]
    for index in ("items_by_status", "items_by_open_orders", "items_with_events"):
        assert any(index in step for step in plan), plan
