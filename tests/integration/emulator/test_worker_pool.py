"""Handlers in worker processes: warm, alone with their call, killed at their timeout."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from local.emulator.lambda_.host import WORKERS_CANNOT_START
from local.emulator.lambda_.worker_pool import WorkerProcesses
from local.emulator.moto_patches.hooks import Invocation, Outcome
from tests.integration.emulator.small_cloud import eventually
from tests.processes import descendants, is_gone

_FUNCTIONS = """
import os, subprocess, sys, time
calls = 0

def count(event, context):
    global calls
    calls += 1
    return {"pid": os.getpid(), "calls": calls}

def environment(event, context):
    os.environ["LEFT_BEHIND"] = "yes"
    return {name: os.environ.get(name) for name in ("MINE", "BASE", "LEFT_ELSEWHERE")}

def elsewhere(event, context):
    os.environ["LEFT_ELSEWHERE"] = "yes"

def context(event, context):
    left = context.get_remaining_time_in_millis()
    return [context.function_name, context.memory_limit_in_mb, left, context.invoked_function_arn]

class Refused(Exception):
    pass

def refuse(event, context):
    raise Refused("not these words")

def hang(event, context):
    child = subprocess.Popen(["sleep", "300"])
    open(event, "w").write(str(child.pid))
    time.sleep(300)

def nap(event, context):
    time.sleep(event)

def crash(event, context):
    os._exit(7)

def leave(event, context):
    sys.exit("out of here")

def unspeakable(event, context):
    return object()

def flood(event, context):
    return "x" * (7 * 1024 * 1024)

def chatter(event, context):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    subprocess.run(["echo", "from a child"])
"""


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[WorkerProcesses]:
    (tmp_path / "pool_functions.py").write_text(_FUNCTIONS)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "BASE": "base"}
    made = WorkerProcesses(environment=environment, logs=tmp_path / "logs", preload=["pool_functions"], size=2, warm=0)
    yield made
    made.close()


def test_warm_workers_wait_for_the_first_call(tmp_path: Path) -> None:
    pool = WorkerProcesses(environment=dict(os.environ), logs=tmp_path / "logs", warm=2)
    eventually(lambda: len(pool.pids()) == 2)
    pool.close()
    assert pool.pids() == []


def call(pool: WorkerProcesses, name: str, event: Any = None, *, seconds: float = 10, **environment: str) -> Outcome:
    """One invocation of a function of the test's own module."""
    invocation = Invocation(
        function=name,
        arn=f"arn:{name}",
        handler=f"pool_functions.{name}",
        memory_mb=256,
        timeout_seconds=seconds,
        environment=environment,
        payload=json.dumps(event),
    )
    return pool.invoke(invocation)


def test_calls_one_after_the_other_share_a_warm_worker(pool: WorkerProcesses) -> None:
    first, second = (json.loads(call(pool, "count").payload) for _ in range(2))
    assert first["pid"] == second["pid"] != os.getpid()
    assert (first["calls"], second["calls"]) == (1, 2)


def test_calls_at_the_same_time_have_a_worker_each(pool: WorkerProcesses) -> None:
    busy = threading.Thread(target=call, args=(pool, "nap", 0.5))
    busy.start()
    begun = time.monotonic()
    assert not call(pool, "count").failed
    assert time.monotonic() - begun < 0.5
    busy.join()


def test_more_calls_than_workers_wait_their_turn(pool: WorkerProcesses) -> None:
    begun = time.monotonic()
    threads = [threading.Thread(target=call, args=(pool, "nap", 0.2)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - begun >= 0.4
    assert len(pool.pids()) == 2


def test_each_call_sees_its_own_environment_and_nothing_of_an_earlier_one(pool: WorkerProcesses) -> None:
    call(pool, "elsewhere")
    seen = json.loads(call(pool, "environment", MINE="mine").payload)
    assert seen == {"MINE": "mine", "BASE": "base", "LEFT_ELSEWHERE": None}


def test_the_context_is_that_of_lambda(pool: WorkerProcesses) -> None:
    name, memory, left, arn = json.loads(call(pool, "context", seconds=3).payload)
    assert (name, memory, arn) == ("context", 256, "arn:context")
    assert 2_000 < left <= 3_000


def test_an_exception_is_described_as_the_runtime_does(pool: WorkerProcesses) -> None:
    outcome = call(pool, "refuse")
    described = json.loads(outcome.payload)
    assert (outcome.failed, described["errorType"], described["errorMessage"]) == (True, "Refused", "not these words")
    assert "pool_functions.py" in "".join(described["stackTrace"])


def test_a_call_over_its_time_is_killed_with_its_children(pool: WorkerProcesses, tmp_path: Path) -> None:
    outcome = call(pool, "hang", str(tmp_path / "child"), seconds=0.5)
    assert json.loads(outcome.payload)["errorType"] == "Sandbox.Timedout"
    child = int((tmp_path / "child").read_text())
    eventually(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text())
    assert not call(pool, "count").failed, "the next call has a new worker"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("crash", "Runtime.ExitError"),
        ("leave", "Runtime.ExitError"),
        ("unspeakable", "Runtime.MarshalError"),
        ("flood", "Function.ResponseSizeTooLarge"),
        ("no_such_handler", "Runtime.HandlerNotFound"),
    ],
)
def test_what_goes_wrong_around_a_handler_has_lambdas_name(pool: WorkerProcesses, name: str, kind: str) -> None:
    outcome = call(pool, name)
    assert (outcome.failed, json.loads(outcome.payload)["errorType"]) == (True, kind)
    assert not call(pool, "count").failed


def test_a_worker_killed_between_calls_is_replaced(pool: WorkerProcesses) -> None:
    pid = json.loads(call(pool, "count").payload)["pid"]
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not Path(f"/proc/{pid}").exists())
    assert json.loads(call(pool, "count").payload)["pid"] != pid


def test_fork_server_that_was_killed_is_replaced(pool: WorkerProcesses) -> None:
    """Its workers live on; the next one that is needed comes from another server."""
    call(pool, "count")
    for pid, name in descendants(os.getpid()).items():
        if "local.emulator.lambda_.worker" in name and pid not in pool.pids():
            os.kill(pid, signal.SIGKILL)
            eventually(partial(is_gone, pid, name))
    busy = threading.Thread(target=call, args=(pool, "nap", 0.5))
    busy.start()
    eventually(lambda: len(pool.pids()) == 1)
    assert not call(pool, "count").failed
    busy.join()
    assert len(pool.pids()) == 2


def test_pool_that_can_start_no_worker_fails_the_call_with_the_last_words(tmp_path: Path) -> None:
    """And with an error that the state machine does not retry."""
    broken = {**os.environ, "PYTHONHOME": str(tmp_path / "nowhere")}
    pool = WorkerProcesses(environment=broken, logs=tmp_path / "logs", warm=0)
    outcome = call(pool, "count")
    pool.close()
    assert outcome.failed
    told = json.loads(outcome.payload)
    assert told["errorType"] == WORKERS_CANNOT_START
    assert "No module named 'encodings'" in told["errorMessage"]
    assert "workers.log" in told["errorMessage"]
    assert WORKERS_CANNOT_START not in Path("statemachine/video.asl.json").read_text()


def test_what_a_function_and_its_children_print_is_in_its_log(pool: WorkerProcesses, tmp_path: Path) -> None:
    call(pool, "chatter")
    log = (tmp_path / "logs" / "chatter.log").read_text()
    assert [line for line in log.splitlines() if line.startswith(("to", "from"))] == [
        "to stdout",
        "to stderr",
        "from a child",
    ]


def test_closing_the_pool_ends_a_call_in_progress(pool: WorkerProcesses) -> None:
    outcomes: list[Outcome] = []
    busy = threading.Thread(target=lambda: outcomes.append(call(pool, "nap", 60, seconds=90)))
    busy.start()
    eventually(pool.pids)
    time.sleep(0.3)
    pool.close()
    busy.join(5)
    assert [json.loads(outcome.payload)["errorType"] for outcome in outcomes] == ["Runtime.ExitError"]
