"""Records in the state database what happens in moto, sends the events, and restores moto after a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from local.emulator.events.eventbridge import EventBridge
from local.emulator.moto_patches.hooks import Hooks, QueuedMessage, WrittenItem
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.objects import StoredObjects
from local.emulator.persistence.restore import execution_row, restore_executions, restore_items, restore_messages


class StateRecorder:
    """Receives the callbacks of the patches."""

    def __init__(self, state: StateDatabase, objects: StoredObjects, events: EventBridge) -> None:
        self.objects = objects
        self._state = state
        self._events = events
        self._stopping = False

    def stop(self) -> None:
        """From now on no end of an execution is recorded: the host stops, and the next one sees them as interrupted."""
        self._stopping = True

    def written(self, changes: list[WrittenItem], records: list[dict[str, Any]]) -> None:
        """One write of DynamoDB, and the stream records it left: of these only removals have a reader."""
        removals = [record for record in records if record["eventName"] == "REMOVE"]
        self._announce(self._state.save_items(changes, removals), removals)

    def execution_started(self, execution: Any) -> None:
        """Saves the execution before the caller gets its answer."""
        self._state.save_execution(execution_row(execution))

    def execution_ended(self, execution: Any) -> None:
        """Saves the execution, then sends the event."""
        if not self._stopping:
            self._state.save_execution(execution_row(execution))
            self._events.execution_ended(execution)

    def queued(self, message: QueuedMessage) -> None:
        """Saves the message before the caller gets its answer."""
        self._state.save_message(message)

    def unqueued(self, id_: str) -> None:
        """Deletes the message."""
        self._state.forget_message(id_)

    def restore(self, hooks: Hooks) -> list[str]:
        """Restores everything; returns the ARNs of the executions that the end of the last process interrupted."""
        restore_items(self._state, hooks)
        self.objects.load()
        restore_messages(self._state)
        removals = self._state.removals()
        self._announce([id_ for id_, _ in removals], [record for _, record in removals])
        return restore_executions(self._state)

    def _announce(self, ids: Sequence[int], records: Sequence[Mapping[str, Any]]) -> None:
        """Removals are kept until the function has dealt with them: at least once, even over a crash."""
        if records:
            self._events.records_removed(records, done=lambda: self._state.forget_removals(ids))
