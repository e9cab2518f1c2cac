"""A table's stream is handed to the host with the write that made it.

Reason: moto calls the stream's Lambda function inside the write, while the writer waits, and drops a batch that fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.dynamodb.models.table import StreamRecord, StreamShard

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Collects the records of the write in progress; `stored_tables` passes them on when it is done."""

    def add(shard: Any, old: Any, new: Any) -> None:
        kind = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        hooks.sequence_number += 1
        view = shard.table.stream_specification["StreamViewType"]
        record = StreamRecord(shard.table, view, kind, old, new, hooks.sequence_number).to_json()
        change = record["dynamodb"]
        change["ApproximateCreationDateTime"] = change["ApproximateCreationDateTime"].timestamp()
        source = f"{shard.table.table_arn}/stream/{shard.table.latest_stream_label}"
        who = {"userIdentity": dict(hooks.user_identity)} if hooks.user_identity else {}
        hooks.stream_records.append({**record, "eventSourceARN": source, **who})

    yield StreamShard, "add", add
