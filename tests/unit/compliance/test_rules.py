"""Every rule passes an ad that keeps it and fails one that breaks it, says what it measured, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from omnigen.compliance import (
    RULES,
    RuleStage,
    RuleStatus,
    SuperKind,
    known_rule_sets,
)
from omnigen.compliance.findings import Severity
from omnigen.compliance.measured import PixelBox

from tests.unit.compliance.ads import MAJOR_STATEMENT, an_ad, approvals
from tests.unit.compliance.example import Example
from tests.unit.compliance.rule_case import RuleCase, open_findings, reports
from tests.unit.compliance.rules_page import CASES

BY_ID = {rule.id: rule for rule in RULES}


def test_every_rule_has_a_case() -> None:
    assert [case.rule_id for case in CASES] == [rule.id for rule in RULES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule_id)
def test_the_passing_ad_passes_its_rule(case: RuleCase) -> None:
    example = case.passes(an_ad())
    assert any(case.rule_id in report.checked for report in reports(example)), "the rule must have been applied"
    assert open_findings(example, case.rule_id) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule_id)
def test_the_failing_ad_fails_its_rule(case: RuleCase) -> None:
    found = open_findings(case.fails(an_ad()), case.rule_id)
    assert [one.status for one in found if one.status is RuleStatus.FAILED]
    rule = BY_ID[case.rule_id]
    assert all(one.basis is rule.basis and one.message for one in found)
    assert any(one.severity is rule.severity for one in found)


def test_the_ad_of_75_seconds_passes_every_rule_of_its_set() -> None:
    before, finished = reports(an_ad())
    assert (before.status, finished.status) == (RuleStatus.PASSED, RuleStatus.PASSED)
    assert set(before.checked) | set(finished.checked) == BY_ID.keys() - an_ad().rules.left_out
    assert (before.rule_set_version, before.label_version, before.approval_reference) == (
        "us-claim-2024.1",
        "3",
        "NDA000000",
    )


def test_loud_music_is_a_warning_of_a_blocking_rule() -> None:
    found = open_findings(an_ad().spoken("risk", music_lufs=-20.0), "PH-021")
    assert [one.severity for one in found] == [Severity.WARNING]


def test_every_rule_is_checked_at_some_time_by_some_rule_set() -> None:
    assert all(rule.stages for rule in RULES)
    assert {RuleStage.BEFORE_SPENDING, RuleStage.FINISHED_FILE} == {stage for rule in RULES for stage in rule.stages}
    applied = {rule.id for rule in RULES for one in known_rule_sets() if rule.id not in one.left_out}
    assert applied == BY_ID.keys()
    assert {name for one in known_rule_sets() for name in one.left_out} <= BY_ID.keys()


def test_risks_in_other_words_than_the_label_need_a_person() -> None:
    example = an_ad().segment("risk", text=f"{MAJOR_STATEMENT} Veloria is lovely.")
    assert [(one.status, one.severity) for one in open_findings(example, "PH-010")] == [
        (RuleStatus.NEEDS_PERSON, Severity.WARNING)
    ]


def test_text_that_was_not_planned_or_that_a_model_drew_fails() -> None:
    unplanned = an_ad().shown(SuperKind.BRAND, text="Now cures everything", read_text="Now cures everything")
    assert [one.message for one in open_findings(unplanned, "PH-033")] == [
        '"Now cures everything" was not planned: no rule has read it'
    ]
    drawn = open_findings(an_ad().shown(SuperKind.BRAND, drawn_by_program=False), "PH-033")
    assert [(one.place.super_index, one.place.frame) for one in drawn] == [(0, 30)]


@pytest.mark.parametrize(
    ("rule_id", "change"),
    [
        ("PH-030", lambda ad: ad.shown(SuperKind.RISK, box=PixelBox(left=10, top=800, right=900, bottom=900))),
        ("PH-030", lambda ad: ad.measured(covered=(PixelBox(left=0, top=900, right=1920, bottom=1080),))),
        ("PH-032", lambda ad: ad.shown(SuperKind.RISK, lines=("x" * 43,))),
        ("PH-032", lambda ad: ad.shown(SuperKind.RISK, lines=("one", "two", "three", "four"))),
        ("PH-042", lambda ad: ad.spoken("risk", has_lyrics=True)),
        ("PH-042", lambda ad: ad.spoken("risk", has_effects=True)),
        ("PH-042", lambda ad: ad.measured(music_changes=(30.0,))),
        ("PH-042", lambda ad: ad.measured(moving_logos=((41.0, 43.0),))),
        ("PH-060", lambda ad: ad.shown(SuperKind.BRAND, names=())),
        ("PH-060", lambda ad: ad.names("samplezumab", box=PixelBox(left=650, top=830, right=900, bottom=880))),
        ("PH-061", lambda ad: ad.names("samplezumab", weight=400)),
        ("PH-061", lambda ad: ad.names("samplezumab", contrast=2)),
        ("PH-090", lambda ad: ad.measured(digital_source_types=("digitalCapture",))),
        ("PH-100", lambda ad: ad.measured(approvals=approvals()[1:])),
    ],
)
def test_each_part_of_a_rule_fails_by_itself(rule_id: str, change: Callable[[Example], Example]) -> None:
    assert [one.status for one in open_findings(change(an_ad()), rule_id)][:1] == [RuleStatus.FAILED]


def test_cuts_and_changes_of_the_music_at_the_ends_of_the_risks_are_none_of_theirs() -> None:
    example = an_ad().measured(cuts=(25.0, 30.0, 35.0, 42.0, 50.0, 52.0, 54.0, 56.0, 58.0), music_changes=(25.0, 42.0))
    assert open_findings(example, "PH-040") + open_findings(example, "PH-042") == []
    assert open_findings(example.measured(cuts=(25.1, 30.0, 35.0, 41.9, 50.0)), "PH-040") != []
