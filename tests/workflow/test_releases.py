"""What the last releases left behind goes on: their executions with the functions of today, and their records."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from omnigen.deployment.resources import COMPOSE_PLACEHOLDERS, FUNCTIONS
from omnigen.domain.caller import Caller
from omnigen.domain.job import Job, JobStatus
from omnigen.jobs import admission
from omnigen.runtime.context import AppContext

from functions.api.presenters import job_response
from local.emulator.cloud import LocalCloud
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import composing_in_process
from tests.workflow.record_release import STILLS

RELEASES = sorted((Path(__file__).parent / "releases").iterdir())

_SILENT_CLIPS = {name: value for name, value in STILLS.items() if name != "pictures"}
_MODULES = {function.name: function.module for function in FUNCTIONS}


@pytest.fixture(scope="module", params=RELEASES, ids=lambda release: release.name)
def release(request: pytest.FixtureRequest) -> Path:
    """The folder of one release."""
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def cloud_options(release: Path) -> Mapping[str, Any]:
    """The functions of today, and the state machine of the release."""
    return {**COMPOSING_AT_ONCE, "definition": composing_in_process(json.dumps(_definition(release)))}


def test_every_function_that_a_release_names_is_still_there(release: Path) -> None:
    named = set(re.findall(r"\$\{(\w+)\}", json.dumps(_definition(release))))
    assert named <= _MODULES.keys() | set(COMPOSE_PLACEHOLDERS)


def test_functions_answer_every_field_that_a_release_reads(release: Path) -> None:
    assert _missing(_definition(release)) == []


def test_a_field_that_no_function_answers_would_be_noticed(release: Path) -> None:
    definition = _definition(release)
    definition["States"]["WriteScript"]["ResultSelector"]["more.$"] = "$.Payload.more"
    assert _missing(definition) == ["WriteScript: more"]


def test_an_execution_of_a_release_that_waits_at_a_gate_comes_to_its_video(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, **STILLS, review=("script", "spend"))
    drive.decide("script")
    drive.decide("spend")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message


def test_an_execution_of_a_release_films_clips_with_the_functions_of_today(cloud: LocalCloud, app: AppContext) -> None:
    job = Drive.begin(cloud, app, **_SILENT_CLIPS).end()
    assert job.status is JobStatus.COMPLETED, job.error_message


@pytest.mark.parametrize("name", ["at_a_gate", "script_ready", "completed"])
def test_a_record_of_a_release_is_read_and_shown(cloud: LocalCloud, app: AppContext, release: Path, name: str) -> None:
    job = _stored(cloud, app, release / f"{name}.json")
    shown = job_response(app, job)
    assert (shown.job_id, bool(shown.reviews)) == (job.job_id, name == "at_a_gate")
    assert bool(shown.videos) is (name == "completed")


def test_a_script_of_a_release_is_taken_on_to_its_video(cloud: LocalCloud, app: AppContext, release: Path) -> None:
    script = _stored(cloud, app, release / "script_ready.json")
    admission.continue_to_video(app, script, Caller(script.user_id))
    job = Drive(cloud, app, script.job_id).end()
    assert job.status is JobStatus.COMPLETED, job.error_message


def _definition(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "machine.asl.json").read_text(encoding="utf-8"))
    return found


def _stored(cloud: LocalCloud, app: AppContext, path: Path) -> Job:
    """The record, put into the table as the release wrote it."""
    item = json.loads(path.read_text(encoding="utf-8"))
    cloud.client("dynamodb").put_item(TableName=app.settings.jobs_table, Item=item)
    return app.aws.jobs.get(item["job_id"]["S"])


def _missing(definition: Mapping[str, Any]) -> list[str]:
    """Fields that states take from answers of functions, and that these do not have."""
    missing = []
    for name, wanted in _read_fields(definition):
        module = _MODULES[name]
        stage = getattr(importlib.import_module(module), module.rpartition(".")[2])
        missing += [f"{name}: {field}" for field in wanted if field not in get_type_hints(stage)["return"].model_fields]
    return missing


def _read_fields(machine: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Functions that are invoked, each with the fields of its answer that its state takes."""
    for state in machine["States"].values():
        function = state.get("Parameters", {}).get("FunctionName", "").strip("${}")
        if function and "waitForTaskToken" not in state["Resource"]:
            yield function, re.findall(r"\$\.Payload\.(\w+)", json.dumps(state.get("ResultSelector", {})))
        for inner in (*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])):
            yield from _read_fields(inner)
