"""What goes wrong in the field, with live providers at imitated vendors: refusals, lost events, a line that waits."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from omnigen.providers.model_registry import find_model
from omnigen.settings import Capability

from tests.contract.fake_replicate import FakeReplicate, Outcome
from tests.contract.replies import Reply
from tests.contract.vendor_interfaces import Request
from tests.infrastructure.rehearsal import HOOK, USER, Stage, until
from tests.infrastructure.wiring import ended_event

_WITHDRAWN = ("gpt-6-luna", "gpt-6-sol", "tts-1-hd", "gpt-image-2.5-flare")
"""Of the first vendor; the second one is asked then."""

_KEPT_SECONDS = 400 * 86_400
"""After so long the record of every job has expired."""


@dataclass
class Patient(FakeReplicate):
    """Outcomes by what is ordered; predictions that are held go on until they are told to end."""

    planned: dict[str, list[Outcome]] = field(default_factory=lambda: defaultdict(list))

    def refuse(self, kind: Capability) -> None:
        """The next order of a kind is."""
        self.planned[kind].append(Outcome(status="failed", error="The input was flagged as sensitive. (E005)"))

    def hold(self, kind: Capability = "clip") -> Outcome:
        """The next order of a kind is not finished before its outcome says so."""
        held = Outcome(status="processing")
        self.planned[kind].append(held)
        return held

    def works_on(self, held: Outcome) -> bool:
        """Whether it was ordered."""
        return any(one.outcome is held for one in self.made.values())

    def _create(self, model: str, request: Request) -> Reply:
        kind = find_model(model).capabilities[0]
        if self.planned[kind]:
            self.outcomes.insert(0, self.planned[kind].pop(0))
        return super()._create(model, request)


def play(stage: Stage) -> None:
    """One job after the other has the line, and leaves it in another way."""
    vendor = stage.vendors.replicate = Patient(url=stage.vendors.url)
    a_voice_is_heard(stage)
    stage.vendors.openai.gone.update(_WITHDRAWN)
    refused, second = a_clip_is_refused(stage, vendor)
    third = stopped_from_outside(stage, vendor, refused, second)
    cancelled_while_filming(stage, vendor, refused)
    fourth = an_event_is_lost(stage, vendor, third)
    removed_by_its_owner(stage, fourth)
    finished_after_the_failure(stage, vendor)
    expired(stage)


def a_voice_is_heard(stage: Stage) -> None:
    """A sample is bought from the vendor, once."""
    samples = [stage.visitor.does("POST", "/voices/samples", {"voice": "narrator"}) for _ in range(2)]
    assert [float(sample["usd"]) > 0 for sample in samples] == [True, False]


def a_clip_is_refused(stage: Stage, vendor: Patient) -> Sequence[str]:
    """The slot goes to the next in line while a person thinks about other words."""
    vendor.refuse("clip")
    held = vendor.hold()
    refused = _submit(stage, continuity="keyframes", review=["scenes"])
    for scene in (f"{refused}-s01", f"{refused}-s02"):
        stage.visitor.approves(refused, "scenes", f"/scenes/{scene}/approve", scene)
    until(lambda: vendor.works_on(held), bool)
    second = _submit_silent(stage)
    stage.in_line(second)
    next_held = vendor.hold()
    held.status = "succeeded"
    [review] = stage.visitor.sees(refused, lambda job: bool(job["reviews"]))["reviews"]
    until(lambda: vendor.works_on(next_held), bool)
    scene = review["scene_id"]
    stage.visitor.does("PUT", f"/scenes/{scene}", {"visual_prompt": review["proposal"]})
    stage.visitor.does("POST", f"/scenes/{scene}/approve")
    stage.in_line(refused)
    return refused, second


def stopped_from_outside(stage: Stage, vendor: Patient, waiting: str, filming: str) -> str:
    """An execution that somebody stops in the console leaves its slot to the next."""
    held = vendor.hold()
    third = _submit_silent(stage)
    stage.in_line(third)
    stage.stop_from_outside(filming)
    stage.over(filming)
    stage.visitor.ends(filming, "cancelled")
    until(lambda: vendor.works_on(held), bool)
    assert stage.visitor.does("GET", f"/jobs/{waiting}")["status"] == "processing"
    return third


def cancelled_while_filming(stage: Stage, vendor: Patient, filming: str) -> None:
    """A user who cancels lets the next one in, and the prediction ends with the job."""
    held = vendor.hold()
    stage.visitor.does("POST", f"/jobs/{filming}/cancel")
    stage.over(filming)
    until(lambda: vendor.works_on(held), bool)


def an_event_is_lost(stage: Stage, vendor: Patient, filming: str) -> str:
    """The sweep does what the event would have done."""
    held = vendor.hold()
    fourth = _submit_silent(stage)
    stage.in_line(fourth)
    stage.stop_from_outside(filming)
    stage.wiring.tick()
    stage.visitor.ends(filming, "cancelled")
    until(lambda: vendor.works_on(held), bool)
    return fourth


def removed_by_its_owner(stage: Stage, filming: str) -> None:
    """A job that is deleted while it is filmed leaves nothing behind."""
    execution = stage.execution(filming)
    stage.visitor.does("DELETE", f"/jobs/{filming}")
    stage.wiring.publish(ended_event({**execution, "status": "ABORTED"}))
    assert stage.visitor.ask("GET", f"/jobs/{filming}")[0] == 404
    assert stage.wiring.stream() == 0  # its stages may still write files, so the record stays a while
    table = "omnigen-dev-jobs"
    stage.cloud.client("dynamodb").update_item(
        TableName=table,
        Key={"job_id": {"S": filming}},
        UpdateExpression="SET removable_at = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )
    stage.wiring.tick()
    assert stage.wiring.stream() == 1
    assert stage.files(f"users/{USER}/jobs/{filming}/") == []


def finished_after_the_failure(stage: Stage, vendor: Patient) -> None:
    """What is done after its job has failed is paid, so it is fetched: at the end of the run, or by the sweep."""
    clip, track = vendor.hold(), vendor.hold("music")
    vendor.refuse("clip")
    job_id = _submit(stage, continuity="keyframes")
    until(lambda: vendor.works_on(clip) and vendor.works_on(track), bool)
    stage.rehearsal.jobs["refused"] = stage.visitor.ends(job_id, "failed")
    track.status = "succeeded"
    stage.over(job_id)
    clip.status = "succeeded"
    stage.wiring.tick()
    assert [key for key in stage.files(f"users/{USER}/jobs/{job_id}/") if "/clips/" in key]


def expired(stage: Stage) -> None:
    """A year later."""
    stage.rehearsal.told += stage.wiring.drain()
    stage.cloud.expire(time.time() + _KEPT_SECONDS)
    assert stage.wiring.stream()
    stage.rehearsal.left_after_expiry = stage.files(f"users/{USER}/jobs/")


def _submit_silent(stage: Stage) -> str:
    """Quicker to make."""
    return _submit(stage, narration={"enabled": False}, music={"enabled": False})


def _submit(stage: Stage, **brief: object) -> str:
    return stage.visitor.submits("/generate", prompt="A lamp on a desk", duration=6, webhook_url=HOOK, **brief)
