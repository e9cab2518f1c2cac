"""Cases of the rules that read words and settings."""

from __future__ import annotations

from omnigen.compliance.ad import SuperKind

from tests.unit.compliance.ads import MAJOR_STATEMENT, REMINDER, RISK_TEXTS, USE, a_reminder
from tests.unit.compliance.example import Example
from tests.unit.compliance.rule_case import RuleCase


def _key_terms(ad: Example) -> Example:
    """The text shows the key terms with a few words around them, not all that is said."""
    return _risk_texts(
        ad,
        "serious liver injury. Do not take Veloria if you have active tuberculosis.",
        "Serious infections can happen. The most common side effects are headache and nausea",
    )


def _risk_texts(ad: Example, *texts: str) -> Example:
    rest = iter(texts)
    planned = tuple(
        one.model_copy(update={"text": next(rest)}) if one.kind is SuperKind.RISK else one for one in ad.ad.supers
    )
    rest = iter(texts)
    shown = tuple(
        one.model_copy(update={"text": (text := next(rest)), "read_text": text}) if one.kind is SuperKind.RISK else one
        for one in ad.video.supers
    )
    return ad.plan(supers=planned).measured(supers=shown)


def _claims(ad: Example, text: str) -> Example:
    return ad.segment("benefit", text=f"{USE} {text}")


def _provision(ad: Example, text: str) -> Example:
    supers = tuple(
        one.model_copy(update={"text": text}) if one.kind is SuperKind.PROVISION else one for one in ad.ad.supers
    )
    return ad.segment("provision", text=text).plan(supers=supers).shown(SuperKind.PROVISION, text=text)


PLAN_CASES = (
    RuleCase(
        rule_id="PH-001",
        passing="A product claim ad says Veloria and that it treats psoriasis.",
        failing="The same ad is declared a reminder.",
        fails=lambda ad: ad.plan(label=REMINDER),
    ),
    RuleCase(
        rule_id="PH-002",
        passing="A reminder ad for a drug without a boxed warning.",
        failing="A reminder ad for a drug with one.",
        passes=lambda _: a_reminder(),
        fails=lambda _: a_reminder().label(boxed_warning="Veloria can cause serious liver injury."),
    ),
    RuleCase(
        rule_id="PH-003",
        passing="An ad for the United States.",
        failing="The same ad for Canada.",
        fails=lambda ad: ad.label(market="CA"),
    ),
    RuleCase(
        rule_id="PH-010",
        passing="The risk segment says all five key terms.",
        failing='The risk segment ends before "nausea".',
        fails=lambda ad: ad.segment("risk", text=MAJOR_STATEMENT.replace(" and nausea", "")),
    ),
    RuleCase(
        rule_id="PH-013",
        passing="The text is two stretches of what is said, with all key terms.",
        failing='The voice says "serious liver injury", the text "liver injury that is serious".',
        passes=_key_terms,
        fails=lambda ad: _risk_texts(ad, "liver injury that is serious", RISK_TEXTS[1]),
    ),
    RuleCase(
        rule_id="PH-014",
        passing="All that is shown as a risk is said.",
        failing='A super says "Serious infections can happen.", the voice does not.',
        fails=lambda ad: ad.segment("risk", text=MAJOR_STATEMENT.replace("Serious infections can happen.", "")),
    ),
    RuleCase(
        rule_id="PH-020",
        passing="The risks are set to 0.9 of the usual speed and take 17 s.",
        failing="The same words take 8 s.",
        passes=lambda ad: ad.segment("risk", speed=0.9),
        fails=lambda ad: ad.spoken("risk", end_seconds=33.0),
    ),
    RuleCase(
        rule_id="PH-023",
        passing="The risks say liver injury, in sentences of at most 14 words.",
        failing="They say hepatotoxicity, which the label explains as liver injury.",
        fails=lambda ad: ad.segment("risk", text=MAJOR_STATEMENT.replace("liver injury", "hepatotoxicity")),
    ),
    RuleCase(
        rule_id="PH-070",
        passing="All four ways are spoken and shown for 12 s.",
        failing="The website is missing.",
        fails=lambda ad: _provision(ad, "Ask your doctor. Call 1-800-555-0123 or see our ad in Health Monthly."),
    ),
    RuleCase(
        rule_id="PH-080",
        passing="Both sentences of the benefits are claims of the label.",
        failing='"Veloria works in one week." is in no claim.',
        fails=lambda ad: _claims(ad, "Veloria works in one week."),
    ),
    RuleCase(
        rule_id="PH-081",
        passing="The benefits use no such word.",
        failing='"The safest choice." has no evidence.',
        fails=lambda ad: _claims(ad, "The safest choice."),
    ),
    RuleCase(
        rule_id="PH-082",
        passing='"70 out of 100 people", beside 20 out of 100 on placebo.',
        failing='"Reduces plaques by 70 percent." is relative only.',
        fails=lambda ad: _claims(ad, "Reduces plaques by 70 percent."),
    ),
    RuleCase(
        rule_id="PH-110",
        passing="75 s for 28 words of risk.",
        failing="The same script in 20 s.",
        fails=lambda ad: ad.plan(duration_seconds=20),
    ),
    RuleCase(
        rule_id="PH-120",
        passing="Accepted and checked with us-claim-2024.1.",
        failing="Accepted with us-claim-2024.0.",
        fails=lambda ad: ad.plan(rule_set="us-claim-2024.0"),
    ),
)
