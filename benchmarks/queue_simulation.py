"""`python -m benchmarks.queue_simulation [jobs]`: jobs through queues, vendor limits and money, on a clock of its own.

The program's own adapters on tables in memory, no media. Jobs arrive faster than they can be rendered; each
reserves its money, waits for a slot and for its turn at the vendor, films, composes and settles. What is counted goes
to docs/benchmarks/queue.md.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from omnigen.aws.adapters import AwsAdapters, connect
from omnigen.deployment.resources import TABLES, table_name, table_variables
from omnigen.domain.render_queue import QueueLimits
from omnigen.runtime.context import system_clock
from omnigen.settings import read

from benchmarks.memory_tables import MemoryTables, items_named
from benchmarks.queue_figures import (
    RENDERING,
    Figures,
    queue_page,
)
from benchmarks.simulated_queue import Counting, Simulation
from local.emulator.environment import process_environment

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks" / "queue.md"
_NOWHERE = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}


@contextmanager
def counted_calls(table: Any) -> Iterator[list[str]]:
    """`read` or `write` for each call of a table's client meanwhile, for a transaction once for each of its items."""
    counting: list[str] = []
    events = table.meta.client.meta.events

    def count(model: Any, params: Any, **_: Any) -> None:
        counting.extend(items_named(model.name, len(json.loads(params["body"]).get("TransactItems", ()))))

    events.register("before-call.dynamodb", count)
    try:
        yield counting
    finally:
        events.unregister("before-call.dynamodb", count)


def simulate(
    aws: AwsAdapters, jobs: int, rendering: QueueLimits = RENDERING, counted: Counting | None = None
) -> Figures:
    """Run it. Where its tables do not count their calls themselves, the calls of their client are counted."""
    return Simulation(aws, jobs, counted or partial(counted_calls, aws.slots.table), rendering).run()


def simulate_in_memory(jobs: int, rendering: QueueLimits = RENDERING) -> Figures:
    """Run it on tables in memory."""
    with process_environment({**os.environ, **_NOWHERE}):
        aws = connect(read({**table_variables("local"), "ASSETS_BUCKET": "bucket"}), system_clock)
        keys = {table_name("local", one): [one.partition, *filter(None, [one.sort])] for one in TABLES}
        tables = MemoryTables(aws.slots.table.meta.client, keys)
        return simulate(aws, jobs, rendering, tables.counted)


def main() -> None:
    """Simulate, and write the page."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    PAGE.write_text(queue_page(simulate_in_memory(jobs)), encoding="utf-8")


if __name__ == "__main__":
    main()
