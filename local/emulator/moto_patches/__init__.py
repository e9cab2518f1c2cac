"""What stock moto lacks for our state machine: a patch per file, each with its reason and a test of its need.

Known and left as it is, because the program does not lean on it: `ClientRequestToken` does not make a transaction
idempotent; `States.ALL` also catches `States.Runtime` and `States.DataLimitExceeded`; a missed heartbeat is
`States.Timeout`; IAM is not enforced; GetExecutionHistory ignores paging; ListExecutions shows those that run and the
last that ended; no JSONata, no variables, no more than 900 items per Map.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from local.emulator.moto_patches.hooks import Hooks

PATCHES = (
    "lambda_invoke",
    "client_cache",
    "parse_cache",
    "service_names",
    "plain_answers",
    "quick_pages",
    "ended_executions",
    "start_once",
    "stop_execution",
    "execution_events",
    "task_tokens",
    "token_per_attempt",
    "pauses",
    "run_task",
    "quiet_failures",
    "thread_leak",
    "stored_tables",
    "small_numbers",
    "streams",
    "object_files",
    "durable_queues",
    "untracked_models",
    "fair_queues",
    "unneeded_cors",
    "service_descriptions",
)
"""In the order in which they are applied; where two wrap the same method, the later one is the outer."""


class Replacement(NamedTuple):
    """One attribute of moto and what stands in for it."""

    owner: Any
    name: str
    value: Any


@contextmanager
def applied(hooks: Hooks, patches: Sequence[str] = PATCHES) -> Iterator[None]:
    """Moto as we need it; stock again afterwards. Not to be nested: moto's classes are global."""
    with ExitStack() as undo:
        for name in patches:
            module = importlib.import_module(f"{__name__}.{name}")
            for replacement in module.replacements(hooks):
                undo.callback(_restore, *_replace(Replacement(*replacement)))
        yield


_ABSENT = object()


def _replace(replacement: Replacement) -> Replacement:
    """Puts the new value in place and returns what was there. `vars`, because a staticmethod must come back as one."""
    owner, name, value = replacement
    before = vars(owner).get(name, _ABSENT)
    setattr(owner, name, value)
    return Replacement(owner, name, before)


def _restore(owner: Any, name: str, value: Any) -> None:
    if value is _ABSENT:
        delattr(owner, name)
    else:
        setattr(owner, name, value)
