"""Records in the state database what happens in moto, and sends the events of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from local.emulator.events.eventbridge import EventBridge
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.executions import ExecutionRow, ExecutionStore
from local.emulator.persistence.items import ItemStore, WrittenItem
from local.emulator.persistence.layouts import TableLayout
from local.emulator.persistence.messages import WaitingMessages


class StateRecorder:
    """Receives the callbacks of the patches."""

    def __init__(self, database: StateDatabase, layouts: Iterable[TableLayout], events: EventBridge) -> None:
        self.items = ItemStore(database, layouts)
        self.executions = ExecutionStore(database)
        self.messages = WaitingMessages(database)
        self._events = events
        self._stopping = False

    def stop(self) -> None:
        """From now on no end of an execution is recorded: the host stops, and the next one sees them as interrupted."""
        self._stopping = True

    def written(self, changes: Sequence[WrittenItem], records: Sequence[Mapping[str, Any]]) -> None:
        """One write of DynamoDB, and the stream records it left: of these only removals have a reader."""
        removals = [record for record in records if record["eventName"] == "REMOVE"]
        self._announce(self.items.save(changes, removals), removals)

    def execution_started(self, execution: Any) -> None:
        """Saves the execution before the caller gets its answer."""
        self.executions.save(ExecutionRow.of(execution))

    def execution_ended(self, execution: Any) -> None:
        """Saves the execution, then sends the event."""
        if not self._stopping:
            self.executions.save(ExecutionRow.of(execution))
            self._events.execution_ended(execution)

    def restore(self) -> list[str]:
        """Puts back what was not delivered; returns the ARNs of the executions that the last process left running."""
        self.messages.restore()
        removals = self.messages.removals()
        self._announce([id_ for id_, _ in removals], [record for _, record in removals])
        return self.executions.abort_running()

    def _announce(self, ids: Sequence[int], records: Sequence[Mapping[str, Any]]) -> None:
        """Removals are kept until the function has dealt with them: at least once, even over a crash."""
        if records:
            self._events.records_removed(records, done=lambda: self.messages.forget_removals(ids))
