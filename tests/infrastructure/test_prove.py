"""A deployment with offline providers proves itself: every scenario and gate, by API, on what its template says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from infra.prove.__main__ import prove
from infra.prove.account import Account
from infra.prove.api import DeploymentApi
from infra.prove.checks import CHECKS
from infra.prove.proof import Proof
from tests.infrastructure.deployment import Deployment
from tests.infrastructure.front_door import FrontDoor
from tests.infrastructure.image import lay_out
from tests.infrastructure.own_workers import CloudOfOwnWorkers
from tests.infrastructure.recorded_calls import Call
from tests.infrastructure.rehearsal import CALLERS, HOOK, NOTHING, QUICK, api_key, listen, telling
from tests.infrastructure.rights import refused, rights
from tests.infrastructure.templates import Environment
from tests.infrastructure.wiring import Wiring, ended_event

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3_000)]


@dataclass
class Proved:
    """What was said, and what was called meanwhile."""

    lines: list[str] = field(default_factory=list)
    is_proved: bool = False
    calls: frozenset[Call] = frozenset()

    def say(self, line: str) -> None:
        """Keep a line, and print it for whoever waits."""
        self.lines.append(line)
        print(line, flush=True)  # noqa: T201 - it takes minutes


class _Events(threading.Thread):
    """Calls what the template's event sources would: ends of executions, the queue, the stream."""

    def __init__(self, wiring: Wiring, account: Account) -> None:
        super().__init__(daemon=True)
        self._wiring, self._account = wiring, account
        self._over = threading.Event()
        self._told: set[str] = set()

    def run(self) -> None:
        """Until it is told to end."""
        while not self._over.wait(1):
            self._wiring.drain()
            self._wiring.stream()
            states = self._account.states
            for execution in states.list_executions(stateMachineArn=self._account.machine_arn)["executions"]:
                arn = execution["executionArn"]
                if execution["status"] != "RUNNING" and arn not in self._told:
                    self._told.add(arn)
                    self._wiring.publish(ended_event(states.describe_execution(executionArn=arn)))

    def end(self) -> None:
        """Wait for the round that is under way."""
        self._over.set()
        self.join(60)


@pytest.fixture(scope="module")
def proved(free: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proved]:
    folder = tmp_path_factory.mktemp("proved")
    cloud = CloudOfOwnWorkers(
        folder / "cloud", environment={}, functions=(), tables=(), definition=NOTHING, wait_scale=0.02
    )
    with cloud:
        recorder = listen(cloud, free)
        receiver = {"OMNIGEN_OFFLINE_ORDER_LOG": str(folder / "received")}  # where the stand-in for a receiver writes
        deployment = Deployment(cloud, free, telling(cloud, {**QUICK, **receiver}))
        deployment.deploy()
        recorder._app._ecs.environment |= {**lay_out(folder / "image"), **deployment.composition_told()}  # type: ignore[attr-defined]
        wiring = Wiring(cloud, free)
        cloud.mount("/api", FrontDoor(free, wiring.invoke))
        account = Account(
            cloud.client("stepfunctions"),
            cloud.client("dynamodb"),
            free.arn(free.only("AWS::StepFunctions::StateMachine")),
            "omnigen-free-jobs",
        )
        key = api_key(cloud, "omnigen-free-usage")
        api = DeploymentApi(f"{cloud.url}/api/v1", key, timeout_seconds=900, poll_seconds=2)
        events = _Events(wiring, account)
        events.start()
        result = Proved()
        try:
            result.is_proved = prove(Proof(api, HOOK, records=account), account, result.say)
        finally:
            events.end()
        result.calls = frozenset(recorder.counted)
        yield result


def test_every_trial_goes_as_it_should(proved: Proved) -> None:
    assert [line for line in proved.lines if line.startswith("NO")] == []
    assert proved.is_proved
    shown = [line for line in proved.lines if line.startswith("ok")]
    assert len(shown) == len(CHECKS) + 1


def test_the_verdict_has_what_it_cost(proved: Proved) -> None:
    [used] = [line for line in proved.lines if "transitions" in line]
    assert " 0 transitions" not in used
    assert " 0 s of composition" not in used
    assert any("list price" in line for line in proved.lines)


def test_expiry_was_shown_and_not_left_out(proved: Proved) -> None:
    assert any("expiry" in line and "files gone" in line for line in proved.lines)


@pytest.mark.parametrize("caller", CALLERS)
def test_offline_functions_call_nothing_that_their_roles_refuse(caller: str, proved: Proved, free: Environment) -> None:
    calls = [call for call in proved.calls if call.caller == caller]
    assert refused(calls, list(rights(free, caller))) == []
