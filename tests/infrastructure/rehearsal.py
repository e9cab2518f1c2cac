"""Whole jobs over HTTP on what the template describes: offline first, then with live providers at imitated vendors."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from boto3.dynamodb.types import TypeSerializer
from omnigen.aws.api_keys import key_record
from omnigen.deployment.resources import API, AUTHORIZER, FUNCTIONS
from omnigen.domain.api_key import Scope, hash_of, key_text

from local.emulator.cloud import LocalCloud
from tests.contract.fake_vendors import KEYS, FakeVendors, fake_vendors
from tests.infrastructure.deployment import Deployment, Overrides
from tests.infrastructure.front_door import FrontDoor
from tests.infrastructure.image import lay_out
from tests.infrastructure.own_workers import CloudOfOwnWorkers
from tests.infrastructure.recorded_calls import Call, Recorder
from tests.infrastructure.templates import Environment
from tests.infrastructure.visitor import Job, Visitor
from tests.infrastructure.wiring import Wiring, ended_event

CALLERS = (*(function.name for function in FUNCTIONS), API.name, AUTHORIZER.name, "compose")
HOOK = "https://example.com/hook"
USER = "ada"

T = TypeVar("T")

NOTHING = '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}'
"""The local host's own state machine has nothing to do here."""

QUICK = {
    "OMNIGEN_PICTURE_SCALE": "0.1",
    "OMNIGEN_POLL_SECONDS": "1",
    "OMNIGEN_RENDER_SLOTS_PER_USER": "1",
    "OMNIGEN_SIGNING_KEY": "",
    "OMNIGEN_VENDOR_LIMITS": "offline=60000/100",
}
"""Small pictures, short waits, a line in which a second job has to wait, wide limits of the vendor, and no signatures:
there is no KMS here."""

_FAULTS = "speech:BadInput,clip:ProviderUnavailable:check:s02"
_PATIENCE_SECONDS = 120


@dataclass
class Rehearsal:
    """What is left when the curtain has fallen."""

    calls: Counter[Call]
    jobs: dict[str, Job] = field(default_factory=dict)
    films: dict[str, bytes] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    left_after_expiry: list[str] = field(default_factory=list)
    without_token: dict[str, int] = field(default_factory=dict)
    """Statuses, by path."""


@dataclass
class Stage:
    """What acts are played on."""

    cloud: LocalCloud
    wiring: Wiring
    visitor: Visitor
    vendors: FakeVendors
    rehearsal: Rehearsal
    bucket: str
    slots_table: str

    def over(self, job_id: str) -> None:
        """EventBridge says that the newest run's execution has ended, once it has."""
        execution = until(lambda: self.execution(job_id), lambda found: found["status"] != "RUNNING")
        assert self.wiring.publish(ended_event(execution))

    def stop_from_outside(self, job_id: str) -> None:
        """As somebody in the console."""
        self.cloud.client("stepfunctions").stop_execution(executionArn=self.execution(job_id)["executionArn"])

    def in_line(self, job_id: str) -> None:
        """Wait until the job stands in line for its turn to render."""
        until(lambda: self._line(job_id), bool)

    def files(self, prefix: str) -> list[str]:
        """Keys in the bucket."""
        found = self.cloud.client("s3").list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [entry["Key"] for entry in found.get("Contents", [])]

    def execution(self, job_id: str) -> Mapping[str, Any]:
        run = self.visitor.does("GET", f"/jobs/{job_id}")["run"]
        states = self.cloud.client("stepfunctions")
        [machine] = [one for one in states.list_state_machines()["stateMachines"] if "dev" in one["name"]]
        arn = machine["stateMachineArn"].replace(":stateMachine:", ":execution:")
        found: Mapping[str, Any] = states.describe_execution(executionArn=f"{arn}:{job_id}-r{run}")
        return found

    def _line(self, job_id: str) -> list[Any]:
        rows = self.cloud.client("dynamodb").scan(TableName=self.slots_table)["Items"]
        return [row for row in rows if row["place"]["S"].startswith("wait#") and job_id in row["place"]["S"]]


def rehearse(folder: Path, environment: Environment) -> Rehearsal:
    """Play it. Takes about a minute; the emulator is gone afterwards."""
    from tests.infrastructure import acts_live, acts_offline

    cloud = CloudOfOwnWorkers(
        folder / "cloud", environment={}, functions=(), tables=(), definition=NOTHING, wait_scale=0.02
    )
    with fake_vendors() as vendors, cloud:
        recorder = listen(cloud, environment)
        offline = {"OMNIGEN_PROVIDERS": "offline", "OMNIGEN_OFFLINE_FAULTS": _FAULTS}
        told = {"OMNIGEN_OFFLINE_ORDER_LOG": str(folder / "ledger"), **QUICK}
        deployment = Deployment(cloud, environment, telling(cloud, told | offline))
        deployment.deploy()
        stage = _stage(cloud, environment, vendors, Rehearsal(recorder.counted))
        composing = {**lay_out(folder / "image"), **deployment.composition_told()}
        recorder._app._ecs.environment |= composing  # type: ignore[attr-defined]
        acts_offline.play(stage)
        _set_keys(cloud, environment)
        addresses = {"OPENAI_BASE_URL": f"{vendors.url}/v1", "REPLICATE_BASE_URL": vendors.url}
        deployment.configure(telling(cloud, told | addresses))
        acts_live.play(stage)
        return stage.rehearsal


def until(look: Callable[[], T], done: Callable[[T], bool]) -> T:
    """What is seen once it is as wanted."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not done(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def _stage(cloud: LocalCloud, environment: Environment, vendors: FakeVendors, rehearsal: Rehearsal) -> Stage:
    wiring = Wiring(cloud, environment)
    cloud.mount("/api", FrontDoor(environment, wiring.invoke))
    tables = [environment.name(one) for one in environment.resources("AWS::DynamoDB::GlobalTable")]
    return Stage(
        cloud=cloud,
        wiring=wiring,
        visitor=Visitor(f"{cloud.url}/api/v1", api_key(cloud, next(name for name in tables if name.endswith("usage")))),
        vendors=vendors,
        rehearsal=rehearsal,
        bucket=environment.name(environment.only("AWS::S3::Bucket", "Data")),
        slots_table=next(name for name in tables if name.endswith("slots")),
    )


def api_key(cloud: LocalCloud, table: str) -> str:
    """A key of the user's with every scope, as `POST /keys` would store it: no user pool is there to sign in to."""
    key_id, secret, text = key_text(bytes(40))
    item = key_record(key_id) | {
        "key_id": key_id,
        "holder": USER,
        "name": "rehearsal",
        "scopes": [str(scope) for scope in Scope],
        "created_at": 1,
        "secret_hash": hash_of(secret),
        "spend_usd_per_day": 1_000,
        "requests_per_minute": 100_000,
    }
    serialize = TypeSerializer().serialize
    stored = {name: serialize(str(value) if isinstance(value, str) else value) for name, value in item.items()}
    cloud.client("dynamodb").put_item(TableName=table, Item=stored)
    return text


def listen(cloud: LocalCloud, environment: Environment) -> Recorder:
    """Between the gateway and moto; signatures of addresses are checked by a suite of their own."""
    machine = environment.arn(environment.only("AWS::StepFunctions::StateMachine"))
    gateway = cloud._gateway
    recorder = Recorder(gateway._aws._app, CALLERS, machine, gateway._aws.is_addressed)
    gateway._aws = recorder  # type: ignore[assignment]
    return recorder


def telling(cloud: LocalCloud, settings: Mapping[str, str]) -> Overrides:
    """Providers, quick settings and the emulator's address; nothing else that a function is told changes.

    The access key says who calls.
    """
    aws = {name: value for name, value in cloud.environment.items() if name.startswith("AWS_")}
    return lambda caller: {**aws, **settings, "AWS_ACCESS_KEY_ID": caller}


def _set_keys(cloud: LocalCloud, environment: Environment) -> None:
    """As docs/aws.md tells the operator to."""
    for secret in environment.resources("AWS::SecretsManager::Secret"):
        for vendor, key in KEYS.items():
            if environment.name(secret).endswith(f"/{vendor}-api-key"):
                client = cloud.client("secretsmanager")
                client.put_secret_value(SecretId=environment.name(secret), SecretString=key)
