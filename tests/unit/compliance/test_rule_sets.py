"""Rule sets by market, type and day; feasibility; waivers; and the rules without adequate provision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from omnigen.compliance import (
    PlannedAd,
    Role,
    RuleStatus,
    Waiver,
    check_plan,
    check_video,
    known_rule_sets,
    require_feasible,
    rule_set_for,
    shortest_seconds,
)
from omnigen.domain.product_label import AdType
from omnigen.errors import InvalidRequest

from tests.unit.compliance.ads import DAY, HELP_SEEKING, LABEL, REMINDER, a_help_seeking_ad, a_reminder, an_ad


def label_with(words: int, **changes: Any) -> PlannedAd:
    """An ad without a script, with so many words of risk in its label."""
    statement = " ".join(["nausea"] * words)
    label = LABEL.model_copy(update={"major_statement": statement, "key_risk_terms": ("nausea",)})
    return PlannedAd(label=label, **{"duration_seconds": 30, **changes})


@pytest.mark.parametrize(
    ("label", "name"), [(LABEL, "us-claim-2024"), (REMINDER, "us-reminder"), (HELP_SEEKING, "us-help-seeking")]
)
def test_the_rule_set_follows_from_market_type_and_day(label: Any, name: str) -> None:
    assert rule_set_for(label, DAY).id == name
    with pytest.raises(InvalidRequest, match="in force on 2024-05-19"):
        rule_set_for(label, date(2024, 5, 19))


def test_the_rules_without_adequate_provision_are_in_force_once_they_have_a_day() -> None:
    without = rule_set_for(LABEL, DAY, "us-claim-2024-no-provision")
    assert (without.adequate_provision, without.in_force(DAY)) == (False, False)
    dated = without.model_copy(update={"effective_from": DAY, "effective_to": DAY})
    assert [dated.in_force(date(2026, 11, day)) for day in (26, 27, 28)] == [False, True, False]
    with pytest.raises(InvalidRequest, match="there are: us-claim-2024, us-claim-2024-no-provision"):
        rule_set_for(LABEL, DAY, "us-claim-1997")


@pytest.mark.parametrize(
    ("market", "words"), [("CA", "name, price and quantity only"), ("NZ", "were not read"), ("DE", "'DE'")]
)
def test_other_markets_are_refused_with_a_sentence(market: str, words: str) -> None:
    with pytest.raises(InvalidRequest, match=words) as refused:
        rule_set_for(LABEL.model_copy(update={"market": market}), DAY)
    assert refused.value.field == "label.market"


def test_without_adequate_provision_every_risk_of_the_label_is_said() -> None:
    without = rule_set_for(LABEL, DAY, "us-claim-2024-no-provision")
    no_provision = an_ad().segment("provision", text="Thank you.").label(provision=None).plan(rule_set=without.version)
    assert check_plan(no_provision.ad, without).status_of("PH-070") is RuleStatus.PASSED
    more = no_provision.label(warnings=("Tell your doctor if you are pregnant.",))
    report = check_plan(more.ad, without)
    assert report.status_of("PH-070") is RuleStatus.FAILED
    assert "Tell your doctor if you are pregnant." in next(
        one.message for one in report.findings if one.rule_id == "PH-070"
    )


def test_a_claim_ad_needs_provision_in_its_label() -> None:
    report = check_plan(an_ad().label(provision=None).ad, an_ad().rules)
    assert [one.message for one in report.findings if one.rule_id == "PH-070"] == [
        "The label has no adequate provision; add provision to it"
    ]


def test_thirty_seconds_with_140_words_of_risk_are_refused_with_the_shortest_length() -> None:
    ad = label_with(140)
    rules = rule_set_for(ad.label, DAY)
    assert shortest_seconds(ad, rules) == 82
    with pytest.raises(InvalidRequest) as refused:
        require_feasible(ad, rules)
    assert refused.value.field == "duration"
    assert str(refused.value) == (
        "An ad of 30 s cannot hold 140 words of risk: they take 56 s, and the shortest ad with them is 82 s. "
        "Ask for at least 82 s, or make a reminder or help-seeking ad"
    )
    require_feasible(label_with(140, duration_seconds=82), rules)


def test_a_statement_that_no_video_holds_is_said_to_be_one() -> None:
    ad = label_with(300, duration_seconds=120)
    with pytest.raises(InvalidRequest, match="No video is longer than 120 s: shorten the major statement"):
        require_feasible(ad, rule_set_for(ad.label, DAY))


def test_a_script_is_counted_by_its_own_words() -> None:
    example = an_ad()
    assert 25 <= shortest_seconds(example.ad, example.rules) <= 40
    longer = example.says(" ".join(["word"] * 100), Role.BENEFIT)
    assert shortest_seconds(longer.ad, longer.rules) == shortest_seconds(example.ad, example.rules) + 40


def test_a_reminder_needs_no_room_for_risks() -> None:
    example = a_reminder()
    require_feasible(example.plan(duration_seconds=6).ad, example.rules)


@pytest.mark.parametrize(
    "text", ["For adults with plaque psoriasis.", "It relieves itching.", "Take 20 mg once daily."]
)
def test_a_reminder_that_says_use_benefit_or_dose_fails(text: str) -> None:
    assert check_plan(a_reminder().says(text).ad, a_reminder().rules).status_of("PH-001") is RuleStatus.FAILED


def test_a_help_seeking_ad_that_names_the_drug_fails() -> None:
    example = a_help_seeking_ad().label(brand="Veloria").says("Ask about Veloria.")
    assert check_plan(example.ad, example.rules).status_of("PH-001") is RuleStatus.FAILED


def test_a_waiver_has_a_person_and_a_reason_and_stays_in_the_report() -> None:
    example = an_ad().measured(cuts=(26.0, 29.0, 32.0, 35.0, 38.0))
    waiver = Waiver(rule_id="PH-040", person="Ada", reason="Slow dissolves", at=1_795_780_800)
    report = check_video(example.ad, example.video, example.rules, [waiver])
    assert report.status is RuleStatus.PASSED
    assert [one.waiver for one in report.findings if one.rule_id == "PH-040"] == [waiver]
    assert [one.status for one in report.findings if one.rule_id == "PH-040"] == [RuleStatus.FAILED]
    with pytest.raises(ValueError, match="reason"):
        Waiver(rule_id="PH-040", person="Ada", reason=" ", at=1_795_780_800)
    with pytest.raises(InvalidRequest, match="no rule 'PH-999'"):
        check_plan(example.ad, example.rules, [waiver.model_copy(update={"rule_id": "PH-999"})])


def test_every_rule_set_says_where_it_is_from() -> None:
    assert all(one.source and one.version.startswith(one.id) for one in known_rule_sets())
    assert {one.ad_type for one in known_rule_sets()} == set(AdType)
