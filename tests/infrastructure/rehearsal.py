"""Whole offline jobs on the resources of the template: one that fails and is resumed, one reviewed, one cancelled."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from omnigen import runs
from omnigen.blueprint import API, FUNCTIONS
from omnigen.domain.assets import uploads_prefix
from omnigen.domain.brief import Brief, Gate, Pictures
from omnigen.domain.job import TERMINAL, Job, Review
from omnigen.settings import read
from omnigen.studio import Studio, open_studio
from PIL import Image

from local.cloud import LocalCloud
from local.environment import process_environment, unconfigured
from tests.infrastructure.deployment import Deployment, ended_event
from tests.infrastructure.recorded_calls import Call, Recorder
from tests.infrastructure.templates import Environment

CALLERS = (*(function.name for function in FUNCTIONS), API.name, "compose")
USER = "ada"

T = TypeVar("T")

_NOTHING = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
"""The local host's own state machine has nothing to do here."""

_HOOK = "https://example.com/hook"
_PATIENCE_SECONDS = 120


@dataclass
class Rehearsal:
    """What is left when the curtain has fallen."""

    calls: set[Call]
    jobs: dict[str, Job] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    queued: list[dict[str, Any]] = field(default_factory=list)
    left_after_expiry: list[str] = field(default_factory=list)


def rehearse(folder: Path, environment: Environment) -> Rehearsal:
    """Play it. Takes some twenty seconds; the emulator is gone afterwards."""
    settings = {"OMNIGEN_LEDGER": str(folder / "ledger"), "OMNIGEN_OFFLINE_FAULTS": "speech:BadInput"}
    with LocalCloud(
        folder / "cloud",
        environment={},
        functions=(),
        tables=(),
        definition=_NOTHING,
        workers=4,
        wait_scale=0.02,
    ) as cloud:
        recorder = _listen(cloud, environment)
        deployment = Deployment(cloud, environment, lambda caller: _overrides(cloud, caller, settings))
        deployment.deploy()
        cloud._gateway._ecs.environment |= deployment.composition_told()  # type: ignore[attr-defined]
        with _as_the_api(deployment) as studio:
            return _Play(cloud, deployment, studio, Rehearsal(recorder.calls)).perform()


class _Play:
    def __init__(self, cloud: LocalCloud, deployment: Deployment, studio: Studio, rehearsal: Rehearsal) -> None:
        self._cloud = cloud
        self._deployment = deployment
        self._studio = studio
        self._rehearsal = rehearsal

    def perform(self) -> Rehearsal:
        self._failed_and_resumed()
        self._reviewed()
        self._cancelled()
        self._deployment.tick()
        self._rehearsal.queued = self._messages()
        gone = self._rehearsal.jobs["resumed"].job_id
        self._deployment.remove_record(gone)
        self._rehearsal.left_after_expiry = self._files_of(gone)
        return self._rehearsal

    def _failed_and_resumed(self) -> None:
        style = f"{uploads_prefix(USER)}style.png"
        self._studio.aws.assets.put(style, _picture(), "image/png")
        prompt = "A calm ad for a water bottle"
        brief = Brief(prompt=prompt, duration=6, webhook_url=_HOOK, style_images=(style,))
        self._keep("failed", self._ended(runs.submit(self._studio, USER, brief)))
        self._keep("resumed", self._ended(runs.resume(self._studio, self._rehearsal.jobs["failed"])))

    def _reviewed(self) -> None:
        prompt, gates = "A lamp on a desk", tuple(Gate)
        brief = Brief(prompt=prompt, duration=6, pictures=Pictures.STILLS, review=gates, webhook_url=_HOOK)
        self._keep("reviewed", self._ended(runs.submit(self._studio, USER, brief), self._approve))

    def _cancelled(self) -> None:
        brief = Brief(prompt="A chair in a garden", duration=6, review=(Gate.SCRIPT,))
        job = runs.submit(self._studio, USER, brief)
        waiting = _until(lambda: self._studio.aws.jobs.get(job.job_id), lambda found: bool(found.open_reviews))
        self._keep("cancelled", self._ended(runs.cancel(self._studio, waiting)))

    def _approve(self, job: Job) -> None:
        for review in job.open_reviews:
            self._studio.aws.reviews.decide(job, review.gate, review.scene_id, Review.APPROVED, "", USER)

    def _ended(self, job: Job, meanwhile: Callable[[Job], None] = lambda _: None) -> Job:
        """The job once its execution is over and EventBridge has said so."""
        arn = self._studio.aws.workflow.execution_arn(job.job_id, job.run)
        states = self._cloud.client("stepfunctions")

        def look() -> Mapping[str, Any]:
            meanwhile(self._studio.aws.jobs.get(job.job_id))
            found: Mapping[str, Any] = states.describe_execution(executionArn=arn)
            return found

        execution = _until(look, lambda found: found["status"] != "RUNNING")
        assert self._deployment.publish(ended_event(execution))
        ended = self._studio.aws.jobs.get(job.job_id)
        assert ended.status in TERMINAL, execution
        return ended

    def _keep(self, name: str, job: Job) -> None:
        self._rehearsal.jobs[name] = job
        self._rehearsal.files[name] = self._files_of(job.job_id)

    def _files_of(self, job_id: str) -> list[str]:
        s3 = self._cloud.client("s3")
        found = s3.list_objects_v2(Bucket=self._studio.settings.assets_bucket, Prefix=f"users/{USER}/jobs/{job_id}/")
        return [entry["Key"].split(f"{job_id}/")[1] for entry in found.get("Contents", [])]

    def _messages(self) -> list[dict[str, Any]]:
        sqs, url = self._cloud.client("sqs"), self._studio.settings.webhook_queue_url
        found = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            found += [json.loads(message["Body"]) for message in messages]
        return found


def _until(look: Callable[[], T], done: Callable[[T], bool]) -> T:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not done(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def _picture() -> bytes:
    """A small one, to be read for its style."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def _listen(cloud: LocalCloud, environment: Environment) -> Recorder:
    machine = environment.arn(environment.only("AWS::StepFunctions::StateMachine"))
    gateway = cloud._gateway
    recorder = Recorder(gateway._aws, CALLERS, machine)
    gateway._aws = recorder  # type: ignore[assignment]
    return recorder


def _overrides(cloud: LocalCloud, caller: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Offline providers on this emulator; nothing else that a function is told changes. The key says who calls.

    Workers are shared and keep one set of clients for equal settings: a setting that nobody reads makes them unequal.
    """
    aws = {name: value for name, value in cloud.environment.items() if name.startswith("AWS_")}
    quick = {"OMNIGEN_PICTURE_SCALE": "0.1", "OMNIGEN_POLL_SECONDS": "1"}
    own = {"AWS_ACCESS_KEY_ID": caller, "COMPOSE_CLUSTER": caller}
    return {**aws, **settings, **quick, **own, "OMNIGEN_PROVIDERS": "offline"}


@contextmanager
def _as_the_api(deployment: Deployment) -> Iterator[Studio]:
    """This process orders, approves and cancels as the API does: in its environment, with its key."""
    with process_environment({**unconfigured(os.environ), **deployment.told(API.name)}):
        yield open_studio(read(os.environ))
