"""Every rule passes an ad that keeps it and fails one that breaks it, says what it measured, and where."""

from __future__ import annotations

import time

import pytest
from omnigen.compliance import (
    RULES,
    AdSegment,
    PlannedAd,
    Role,
    RuleStage,
    RuleStatus,
    SuperKind,
    check_plan,
    check_video,
    known_rule_sets,
)
from omnigen.compliance.findings import ComplianceReport, RuleFinding, Severity
from omnigen.compliance.measured import SpokenSegment
from omnigen.domain.product_label import LabelClaim
from omnigen.errors import InvalidRequest
from pydantic import ValidationError

from tests.unit.compliance.ads import MAJOR_STATEMENT, a_help_seeking_ad, a_reminder, an_ad
from tests.unit.compliance.example import Example
from tests.unit.compliance.rule_case import RuleCase
from tests.unit.compliance.rules_page import CASES

BY_ID = {rule.id: rule for rule in RULES}


def reports(example: Example) -> tuple[ComplianceReport, ComplianceReport]:
    return check_plan(example.ad, example.rules), check_video(example.ad, example.video, example.rules)


def open_findings(example: Example, rule_id: str) -> list[RuleFinding]:
    return [
        finding
        for report in reports(example)
        for finding in report.findings
        if finding.rule_id == rule_id and finding.status is not RuleStatus.PASSED
    ]


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


@pytest.mark.parametrize("example", [a_reminder(), a_help_seeking_ad()], ids=["reminder", "help_seeking"])
def test_a_person_confirms_that_a_reminder_or_help_seeking_ad_is_one(example: Example) -> None:
    before, finished = reports(example)
    needing = [one.rule_id for one in before.findings if one.status is RuleStatus.NEEDS_PERSON]
    assert "PH-001" in needing
    assert before.status is RuleStatus.NEEDS_PERSON
    assert finished.status is RuleStatus.PASSED


def test_findings_say_what_was_measured_its_limit_and_where() -> None:
    example = an_ad().spoken("risk", end_seconds=33.0)
    found = [one for one in open_findings(example, "PH-020") if "syllables" in one.message]
    assert [
        (one.limit, one.spot.segment_id, one.spot.start_seconds, one.spot.end_seconds, one.spot.frame) for one in found
    ] == [("4.5", "risk", 25.0, 33.0, 750)]
    assert float(found[0].measured) > 4.5


def test_what_was_not_measured_never_passes() -> None:
    unmeasured = an_ad().measured(
        cuts=None,
        motion=None,
        music_changes=None,
        moving_logos=None,
        pictures=None,
        provenance_actions=None,
        approvals=None,
    )
    unmeasured = unmeasured.measured(
        segments=tuple(
            one.model_copy(
                update=dict.fromkeys(("voice_lufs", "has_music", "music_lufs", "has_lyrics", "has_effects", "heard"))
            )
            for one in unmeasured.video.segments
        ),
        supers=tuple(one.model_copy(update={"contrast": None, "read_text": None}) for one in unmeasured.video.supers),
    )
    report = reports(unmeasured)[1]
    open_rules = {one.rule_id for one in report.findings if one.status is not RuleStatus.PASSED}
    needed = {"PH-021", "PH-022", "PH-031", "PH-033", "PH-040", "PH-041", "PH-042", "PH-062", "PH-083", "PH-090"}
    assert open_rules == needed | {"PH-100"}
    assert all(one.status is RuleStatus.NEEDS_PERSON for one in report.findings if one.rule_id in needed)


def test_only_failed_blocking_rules_fail_the_ad() -> None:
    assert reports(an_ad().measured(cuts=(26.0, 29.0, 32.0, 35.0, 38.0)))[1].status is RuleStatus.NEEDS_PERSON
    assert reports(an_ad().measured(packet=()))[1].status is RuleStatus.PASSED
    assert reports(an_ad().spoken("risk", voice_lufs=-30.0))[1].status is RuleStatus.FAILED


def test_loud_music_is_a_warning_of_a_blocking_rule() -> None:
    found = open_findings(an_ad().spoken("risk", music_lufs=-20.0), "PH-021")
    assert [one.severity for one in found] == [Severity.WARNING]


def test_every_rule_is_checked_at_some_time_by_some_rule_set() -> None:
    assert all(rule.stages for rule in RULES)
    assert {RuleStage.BEFORE_SPENDING, RuleStage.FINISHED_FILE} == {stage for rule in RULES for stage in rule.stages}
    applied = {rule.id for rule in RULES for one in known_rule_sets() if rule.id not in one.left_out}
    assert applied == BY_ID.keys()
    assert {name for one in known_rule_sets() for name in one.left_out} <= BY_ID.keys()


def test_measurements_of_another_plan_are_refused() -> None:
    example = an_ad().plan(segments=an_ad().ad.segments[:-1])
    with pytest.raises(InvalidRequest, match="no segment 'provision'"):
        check_video(example.ad, example.video, example.rules)


def test_plans_and_measurements_that_cannot_be_are_refused() -> None:
    example = an_ad()
    with pytest.raises(ValidationError, match="risk is there more than once"):
        PlannedAd.model_validate({**example.ad.model_dump(), "segments": [example.ad.segments[2]] * 2})
    with pytest.raises(ValidationError, match="end_seconds must be after start_seconds"):
        SpokenSegment(segment_id="risk", start_seconds=3, end_seconds=3)


def test_a_report_can_be_kept_as_json() -> None:
    report = reports(an_ad().shown(SuperKind.RISK, contrast=3))[1]
    assert ComplianceReport.model_validate_json(report.model_dump_json()) == report


def test_risks_in_other_words_than_the_label_need_a_person() -> None:
    example = an_ad().segment("risk", text=f"{MAJOR_STATEMENT} Veloria is lovely.")
    assert [(one.status, one.severity) for one in open_findings(example, "PH-010")] == [
        (RuleStatus.NEEDS_PERSON, Severity.WARNING)
    ]


def test_a_rule_that_was_not_applied_has_no_result() -> None:
    with pytest.raises(LookupError, match="PH-110"):
        reports(a_reminder())[0].status_of("PH-110")


def test_the_longest_plan_is_checked_in_seconds() -> None:
    claims = tuple(
        LabelClaim(id=f"c{number}", text=f"{number} of 10. " * 40, evidence=("e",), section="14")
        for number in range(100)
    )
    segments = tuple(
        AdSegment(id=f"s{number}", role=Role.BENEFIT, text="Twice as many more. " * 190) for number in range(5)
    )
    example = an_ad().label(claims=claims).plan(segments=segments, supers=())
    started = time.monotonic()
    assert check_plan(PlannedAd.model_validate(example.ad.model_dump()), example.rules).status is RuleStatus.FAILED
    assert time.monotonic() - started < 30
    with pytest.raises(ValidationError, match="at most 20000 are checked"):
        PlannedAd.model_validate({**example.ad.model_dump(), "supers": [{"kind": "other", "text": "word " * 500}]})
