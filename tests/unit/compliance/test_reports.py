"""Reports: what a finding holds, what the result of all is, and what cannot be checked is refused."""

from __future__ import annotations

import time

import pytest
from omnigen.compliance import (
    AdSegment,
    PlannedAd,
    Role,
    RuleStatus,
    SuperKind,
    check_plan,
    check_video,
)
from omnigen.compliance.findings import ComplianceReport
from omnigen.compliance.measured import SpokenSegment
from omnigen.domain.product_label import LabelClaim
from omnigen.errors import InvalidRequest
from pydantic import ValidationError

from tests.unit.compliance.ads import a_help_seeking_ad, a_reminder, an_ad
from tests.unit.compliance.example import Example
from tests.unit.compliance.rule_case import open_findings, reports


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
        (one.limit, one.place.segment_id, one.place.start_seconds, one.place.end_seconds, one.place.frame)
        for one in found
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


def test_neither_half_passes_without_provision_or_a_word_about_performers() -> None:
    example = an_ad().label(provision=None).plan(synthetic_performer=None)
    for report in reports(example):
        assert report.status_of("PH-070") is RuleStatus.FAILED
        assert report.status_of("PH-090") is RuleStatus.NEEDS_PERSON
