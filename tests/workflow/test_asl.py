"""The state machine keeps our rules, and the linter that says so notices when it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.purchase import poll_interval_seconds
from omnigen.settings import read

from local.emulator.resources import definition_text
from tests.builders import REQUIRED_SETTINGS
from tests.workflow.asl_graph import places
from tests.workflow.asl_lint import LAMBDA, LAMBDA_AND_WAIT, complaints, stage_errors

MOST_EVENTS = 25_000
"""Quota of Step Functions for the history of one execution."""

Machine = dict[str, Any]


@pytest.fixture
def machine() -> Machine:
    parsed: Machine = json.loads(definition_text())
    return parsed


def named(machine: Machine, name: str) -> dict[str, Any]:
    [found] = [place.state for place in places(machine) if place.name == name]
    return dict_of(found)


def overridden(machine: Machine) -> dict[str, Any]:
    [override] = named(machine, "ComposeVideo")["Parameters"]["Overrides"]["ContainerOverrides"]
    return dict_of(override)


def dict_of(state: Mapping[str, Any]) -> dict[str, Any]:
    assert isinstance(state, dict)
    return state


def test_state_machine_keeps_every_rule(machine: Machine) -> None:
    assert complaints(machine, definition_text()) == []


BREAKS: list[tuple[Callable[[Machine], object], str]] = [
    (lambda m: named(m, "WriteScript").pop("ResultPath"), "WriteScript has no ResultPath"),
    (lambda m: named(m, "FilmClips").pop("ResultPath"), "FilmClips has no ResultPath"),
    (lambda m: named(m, "Narrate").update(ResultPath="$"), "Narrate replaces the whole state"),
    (lambda m: named(m, "Narrate").pop("TimeoutSeconds"), "Narrate has no TimeoutSeconds"),
    (lambda m: named(m, "CheckClip").update(TimeoutSeconds=150), "CheckClip gives up before its function"),
    (lambda m: named(m, "WriteScript")["Catch"][0].update(ResultPath="$"), "WriteScript catches into \\$"),
    (lambda m: named(m, "Render").pop("Catch"), "CheckClip fails past every Catch"),
    (lambda m: named(m, "DrawImage")["Retry"][1]["ErrorEquals"].remove("Contention"), "DrawImage retries .*Contention"),
    (lambda m: named(m, "DrawImage")["Retry"][1]["ErrorEquals"].append("BadInput"), "DrawImage retries .*BadInput"),
    (lambda m: named(m, "DrawImage")["Catch"][0]["ErrorEquals"].append("Oops"), "names Oops, which nobody raises"),
    (lambda m: named(m, "DrawImage")["Retry"][0].pop("JitterStrategy"), "without growing, capped, jittered"),
    (lambda m: named(m, "DrawImage")["Retry"][0].update(MaxAttempts=4), "throttled less than five minutes"),
    (lambda m: named(m, "AcquireSlot")["Parameters"]["Payload"].pop("task_token.$"), "waits for a token"),
    (lambda m: named(m, "FailJob")["Parameters"]["Payload"].pop("run.$"), "which run of which job"),
    (lambda m: named(m, "Narrate").update(Resource=LAMBDA_AND_WAIT), "waits for a token it does not hand out"),
    (lambda m: named(m, "ScriptGate")["Choices"][0].update(BooleanEquals=False), "tests something else"),
    (lambda m: named(m, "ClipReady?").pop("Default"), "ClipReady\\? has no Default"),
    (lambda m: m.update(StartAt="Nowhere"), "WriteScript cannot be reached"),
    (lambda m: m["States"].update(Lost={"Type": "Succeed"}), "Lost cannot be reached"),
    (lambda m: named(m, "FilmClips")["ItemProcessor"].update(StartAt="Nowhere"), "there is no state Nowhere"),
    (lambda m: named(m, "ClipReady?").update(Default="Nowhere"), "there is no state Nowhere"),
    (lambda m: named(m, "SpendDecision").update(Choices=[]), "RejectSpend cannot be reached"),
    (lambda m: named(m, "WaitForClip").pop("Next"), "WaitForClip neither goes on nor ends"),
    (lambda m: named(m, "ComposeVideo")["Parameters"].update(TaskRole="x"), "RunTask has no argument TaskRole"),
    (lambda m: named(m, "ComposeVideo")["Parameters"].update(LaunchType="CLOUD"), "CLOUD is none of"),
    (lambda m: named(m, "ComposeVideo")["Parameters"].pop("TaskDefinition"), "RunTask lacks TaskDefinition"),
    (lambda m: named(m, "ComposeVideo")["Parameters"].update(taskDefinition="x"), "no argument taskDefinition"),
    (lambda m: named(m, "ComposeVideo")["Retry"].reverse(), "ComposeVideo retries"),
    (lambda m: overridden(m).update(Cmd=[]), "RunTask has no argument Cmd"),
    (lambda m: overridden(m).update(Name="other"), "does not override the container"),
    (lambda m: named(m, "Narrate")["Parameters"].update(Function="x"), "Invoke has no argument Function"),
    (lambda m: named(m, "Narrate").update(Resource=f"{LAMBDA}.sync"), "Narrate uses arn:aws:states:::lambda:invoke"),
    (
        lambda m: named(m, "Narrate")["Parameters"]["Payload"].update({"t.$": "$$.Task.Token"}),
        "hands out one that nobody",
    ),
    (lambda m: m.pop("TimeoutSeconds"), "the machine has no TimeoutSeconds"),
    (lambda m: named(m, "Narrate")["Parameters"].update(FunctionName="${Sing}"), "no function of the blueprint"),
]


@pytest.mark.parametrize(("damage", "complaint"), BREAKS, ids=[complaint for _, complaint in BREAKS])
def test_linter_notices_what_is_broken(machine: Machine, damage: Callable[[Machine], object], complaint: str) -> None:
    damage(machine)
    found = complaints(machine, json.dumps(machine))
    assert [sentence for sentence in found if re.search(complaint, sentence)], found


def test_everything_that_is_retried_says_so_of_itself() -> None:
    retryable = {name for name, kind in stage_errors().items() if kind.retryable}
    assert retryable == {"Contention", "ProviderThrottled", "ProviderUnavailable", "UnknownOutcome"}


def test_longest_job_stays_within_the_history_of_an_execution(machine: Machine) -> None:
    """Every clip fails at its time limit and is filmed once more up to that limit; every gate turns down once."""
    polls = {"clip": len(list(looks("clip"))), "music": len(list(looks("music")))}
    assert 30 < polls["clip"] < 60
    assert 24 * polls["clip"] * 9 < most_events(machine, polls) < MOST_EVENTS


def looks(kind: str) -> Iterator[int]:
    """When a prediction is looked at that takes all the time it may have, from its first second on.

    Others of its model ended within a minute and a half, in the middle of which polls are closest.
    """
    seen = tuple(range(1, 90, 3))
    settings = read(dict.fromkeys(REQUIRED_SETTINGS, "unused"))
    limit: int = getattr(settings, f"omnigen_{kind}_timeout_seconds")
    gone = 0
    while gone <= limit:
        gone += max(poll_interval_seconds(gone, settings.omnigen_poll_seconds, seen), 1)
        yield gone


def most_events(machine: Machine, polls: Mapping[str, int], items: int = MAX_SCENES) -> int:
    """Events when every state is entered twice, and those that wait for vendors in two whole rounds of polls.

    Scenes are in groups of one, which are most: a map inside a map has one item in each of these.
    """
    total = 0
    for name, state in machine["States"].items():
        rounds = 2
        if name in {"WaitForClip", "CheckClip", "ClipReady?"}:
            rounds = 2 * polls["clip"]
        if name in {"WaitForMusic", "CheckMusic", "MusicReady?"}:
            rounds = 2 * polls["music"]
        total += rounds * own_events(state)
        for branch in state.get("Branches", []):
            total += most_events(branch, polls, items)
        if "ItemProcessor" in state:
            total += items * (2 + most_events(state["ItemProcessor"], polls, 1))
    return total


def own_events(state: Mapping[str, Any]) -> int:
    """Entered and exited; a task is scheduled, started and succeeds; what is waited for is submitted as well."""
    if state["Type"] == "Task":
        return 5 if state["Resource"] == LAMBDA else 6
    return {"Map": 4, "Parallel": 4}.get(state["Type"], 2)
