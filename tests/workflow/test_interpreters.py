"""Three interpreters that share no code take the same course through the state machine, given the same answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from omnigen.domain.job import ApprovalStatus
from omnigen.domain.storyboard import SceneEdit
from omnigen.jobs import editing, runs

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.infrastructure.ministack import PROGRAM
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import fail_as, traps
from tests.workflow.second_interpreter.replay import PACKAGE, parts, recorded, replayed
from tests.workflow.third_interpreter.answers import answers_by_call, comparable
from tests.workflow.third_interpreter.engine import Engine, opened

pytestmark = [
    pytest.mark.skipif(not PACKAGE.is_dir(), reason="aws-local-stepfunctions is not there: run `npm ci`"),
    pytest.mark.skipif(not PROGRAM.exists(), reason="MiniStack is not there: run `make .venv/ministack`"),
]

SILENT: dict[str, Any] = {"narration": {"enabled": False}, "music": {"enabled": False}}
STILLS = SILENT | {"pictures": "stills"}
GATES = ("script", "scenes", "images", "spend")


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with opened(tmp_path_factory.mktemp("ministack")) as third:
        yield third


@dataclass(frozen=True)
class Scenario:
    """A job, what people do at its gates, and states that its course must and must not have."""

    brief: Mapping[str, Any]
    people: Callable[[Drive], None] = lambda _: None
    settings: Mapping[str, str] = field(default_factory=dict)
    trap: tuple[str, str] | None = None
    enters: frozenset[str] = frozenset()
    ends: str = "SUCCEEDED"


def _approve_everything(drive: Drive) -> None:
    for gate in ("script", "scenes-s01", "scenes-s02", "images-s01", "images-s02", "spend"):
        drive.decide(gate)


def _reject_the_first_script(drive: Drive) -> None:
    [first] = drive.gates("script")
    drive.decide("script", ApprovalStatus.REJECTED, "say less")
    drive.until(lambda job: bool(job.reviews) and job.reviews["script"].artifact_hash != first.artifact_hash)
    drive.decide("script")


def _reject_spending(drive: Drive) -> None:
    drive.decide("spend", ApprovalStatus.REJECTED, "too dear")


def _cancel_at_the_gate(drive: Drive) -> None:
    drive.gates("spend")
    runs.cancel(drive.app, drive.job)


def _edit_the_refused_scene(drive: Drive) -> None:
    drive.decide("scenes-s01")
    drive.decide("scenes-s02")
    drive.until(lambda job: job.scenes[1].refusal != "")
    drive.gates("scenes-s02")
    editing.edit_scene(drive.app, drive.job, drive.job.scenes[1].id, SceneEdit(visual_prompt="A calm bottle"))
    drive.decide("scenes-s02")


SCENARIOS = {
    "mixed clips": Scenario({}, enters=frozenset({"Render", "CheckClip", "WaitForMusic", "VideoReady"})),
    "chained clips": Scenario({"continuity": "chained", **SILENT}, enters=frozenset({"FilmClips", "FilmInOrder"})),
    "groups of clips": Scenario({"duration": 16, **SILENT}, enters=frozenset({"FilmClips", "FilmInOrder"})),
    "keyframes": Scenario({"continuity": "keyframes", **SILENT}, enters=frozenset({"DrawImage", "FilmClips"})),
    "stop at the script": Scenario({"stop_at": "script", **STILLS}, enters=frozenset({"ScriptReady"})),
    "every gate": Scenario(
        {"review": GATES, **STILLS}, _approve_everything, enters=frozenset({"AwaitScriptReview", "AwaitSpendReview"})
    ),
    "a rejected script": Scenario({"review": ("script",), **STILLS}, _reject_the_first_script),
    "rejected spending": Scenario(
        {"review": ("spend",), **STILLS}, _reject_spending, enters=frozenset({"RejectSpend"}), ends="FAILED"
    ),
    "cancelled at a gate": Scenario(
        {"review": ("spend",), **STILLS},
        _cancel_at_the_gate,
        enters=frozenset({"AwaitSpendReview"}),
        ends="ABORTED",
    ),
    "a retry": Scenario(STILLS, trap=("PlanStoryboard", "Runtime.ExitError")),
    "a refusal in a Map, with a gate": Scenario(
        {"review": ("scenes",), **SILENT},
        _edit_the_refused_scene,
        {"OMNIGEN_OFFLINE_FAULTS": "clip:PolicyBlocked:s02:check"},
        enters=frozenset({"ClipDeferred", "AnyClipRefused?"}),
    ),
    "a refusal in a Map, without a gate": Scenario(
        {"continuity": "chained", **SILENT},  # beside another group it would be chance how far that one comes
        settings={"OMNIGEN_OFFLINE_FAULTS": "clip:PolicyBlocked:s02"},
        enters=frozenset({"ClipStaysRefused", "Failed"}),
        ends="FAILED",
    ),
    "a composition that failed": Scenario(
        STILLS, trap=("CompleteJob", "CompositionFailed"), enters=frozenset({"FailJob", "Failed"}), ends="FAILED"
    ),
}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_all_interpreters_take_the_same_course(
    cloud: LocalCloud, app_with: StudioWith, engine: Engine, scenario: Scenario
) -> None:
    app = app_with(**scenario.settings)
    if scenario.trap:
        traps.lay(scenario.trap[0], "before", fail_as(scenario.trap[1]))
    try:
        drive = Drive.begin(cloud, app, **scenario.brief)
        scenario.people(drive)
        job = drive.end()
    finally:
        traps.clear()
    assert job.execution_arn
    here, told = recorded(cloud, job.execution_arn)
    assert scenario.enters <= {name for name, _ in here.entered}
    there = replayed(told)
    assert (here.status, there.status) == (scenario.ends, scenario.ends)
    assert there.states() == here.states()
    for part in parts(told["definition"]):
        assert there.order(part) == here.order(part)
    third = engine.played(told)
    assert third.course.status == scenario.ends
    whole = frozenset(told["definition"]["States"])  # its history has no states of branches and of Maps, only calls
    assert third.course.entered == tuple(
        (name, comparable(json.loads(given))) for name, given in here.entered if name in whole
    )
    answered = Counter({call: len(answers) for call, answers in answers_by_call(told).items()})
    unanswered = Counter(third.calls) - answered
    assert answered <= Counter(third.calls)
    assert unanswered.total() == (scenario.ends == "ABORTED"), "only where it was stopped"


def test_a_course_that_differs_is_noticed(cloud: LocalCloud, app_with: StudioWith) -> None:
    drive = Drive.begin(cloud, app_with(), **STILLS)
    here, told = recorded(cloud, drive.end().execution_arn or "")
    told["definition"]["States"]["StopAtScript"]["Choices"][0]["BooleanEquals"] = False
    assert replayed(told).states() != here.states()
