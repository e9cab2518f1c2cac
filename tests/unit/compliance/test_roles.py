"""What each sentence of an ad is for, and the narration that is put together from a label."""

from __future__ import annotations

import pytest
from omnigen.compliance import Role, check_plan, objections, planned_ad, regulated_text, role_of, segments_in
from omnigen.compliance.findings import RuleStatus, Severity
from omnigen.compliance.rule_sets import rule_set_for

from tests.builders import a_brief
from tests.unit.compliance.ads import DAY, LABEL, MAJOR_STATEMENT, PROVISION, RESULT, USE


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Veloria.", Role.BRAND),
        ("Samplezumab, Veloria.", Role.BRAND),
        (USE, Role.BENEFIT),
        (RESULT, Role.BENEFIT),
        ("Veloria works in one week.", Role.BENEFIT),
        ("Veloria can cause serious liver injury.", Role.RISK),
        ("It can cause headache.", Role.RISK),
        ("Serious infections may happen.", Role.RISK),
        ("Call 1-800-555-0123 today.", Role.PROVISION),
        ("Ask your doctor.", Role.PROVISION),
        ("Mornings begin at your own pace.", Role.OTHER),
    ],
)
def test_a_sentence_has_the_role_that_the_label_gives_it(sentence: str, role: Role) -> None:
    assert role_of(sentence, LABEL) is role


def test_sentences_in_a_row_for_the_same_purpose_are_one_segment_with_its_claims_and_speed() -> None:
    brief = a_brief(narration={"language": "en", "speeds": {"risk": 0.9}})
    found = segments_in(brief, f"Veloria. {USE} {RESULT}\n\n{MAJOR_STATEMENT}\n\n{PROVISION}", LABEL)
    assert [(one.role, one.speed) for one in found] == [
        (Role.BRAND, 1.0),
        (Role.BENEFIT, 1.0),
        (Role.RISK, 0.9),
        (Role.PROVISION, 1.0),
    ]
    assert found[1].claim_ids == ("use", "result")
    assert found[2].text == MAJOR_STATEMENT


def test_the_narration_holds_risks_and_provision_word_for_word_between_benefits_and_close() -> None:
    text = regulated_text([f"Good morning. {USE}", RESULT, "Veloria."], LABEL)
    assert text.split("\n\n") == [
        f"Good morning. {USE} {RESULT}",
        MAJOR_STATEMENT,
        "Ask your doctor. Call 1-800-555-0123, visit veloria.example, or see our ad in Health Monthly.",
        "Veloria.",
    ]


def test_what_a_writer_may_not_say_is_left_out_and_named() -> None:
    written = ["Veloria clears skin in days.", "It can cause headache.", "Ask your doctor.", USE]
    assert [words.split('"')[1] for words in objections(written, LABEL)] == written[:3]
    text = regulated_text([*written, "Veloria."], LABEL)
    assert "in days" not in text
    assert text.count("headache") == 1


def test_a_writer_who_uses_no_claim_gets_those_of_the_label() -> None:
    assert USE in regulated_text(["Good morning.", "Veloria."], LABEL)


def test_the_narration_from_a_label_fails_no_blocking_rule() -> None:
    brief = a_brief(duration=75, mode="pharma", label=LABEL)
    rules = rule_set_for(LABEL, DAY)
    report = check_plan(
        planned_ad(brief, regulated_text([USE, RESULT, "Veloria."], LABEL), LABEL, rules.version), rules
    )
    failed = [one for one in report.findings if one.status is RuleStatus.FAILED and one.severity is Severity.BLOCKING]
    assert failed == []
