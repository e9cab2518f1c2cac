"""What a rule finds: passed, failed, or a person must look. Never that an ad is lawful."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from omnigen.domain.approvals import Waiver
from omnigen.domain.strict_model import StrictModel


class Basis(StrEnum):
    """Why there is a rule. The numbers of rules from a law are often ours; the page of rules says which."""

    LAW = "law"
    GUIDANCE = "guidance"
    ENFORCEMENT = "enforcement"
    HOUSE = "house"


class Severity(StrEnum):
    """What a failed rule does: stop delivery, ask a named person to accept it, or only be read."""

    BLOCKING = "blocking"
    WARNING = "warning"
    INFORMATION = "information"


class RuleStatus(StrEnum):
    """The result of a rule, and of all together."""

    PASSED = "passed"
    FAILED = "failed"
    NEEDS_PERSON = "needs_person"


class RuleStage(StrEnum):
    """When a rule is checked: on the plan, before anything is bought, or on the finished file."""

    BEFORE_SPENDING = "before_spending"
    FINISHED_FILE = "finished_file"


class AdPlace(StrictModel):
    """Where in the ad: a segment, a super (counted from 0), a time range in seconds of the video, its first frame."""

    segment_id: str | None = None
    super_index: int | None = None
    start_seconds: float | None = None
    end_seconds: float | None = None
    frame: int | None = None


class Observed(StrictModel):
    """One thing that a check saw. `severity` is given where it differs from the rule's own."""

    status: RuleStatus
    message: str
    measured: str = ""
    limit: str = ""
    place: AdPlace = AdPlace()
    severity: Severity | None = None


class RuleFinding(StrictModel):
    """What a rule found at one place, with what it measured, its limit and its basis."""

    rule_id: str
    status: RuleStatus
    severity: Severity
    basis: Basis
    message: str
    measured: str
    limit: str
    place: AdPlace
    waiver: Waiver | None = None


class ComplianceReport(StrictModel):
    """The results of one check. `status` is the result of all rules; `checked` names the rules that were applied."""

    rule_set: str
    rule_set_version: str
    effective_from: date | None
    effective_to: date | None
    stage: RuleStage
    label_version: str | None
    approval_reference: str | None
    status: RuleStatus
    checked: tuple[str, ...]
    findings: tuple[RuleFinding, ...] = Field(default=())

    def status_of(self, rule_id: str) -> RuleStatus:
        """The result of one rule; a waiver counts as passed here as it does for the whole.

        Raises LookupError for a rule that was not applied.
        """
        if rule_id not in self.checked:
            raise LookupError(f"The rule {rule_id!r} was not applied; checked names those that were")
        return overall(finding for finding in self.findings if finding.rule_id == rule_id)


def overall(findings: Iterable[RuleFinding]) -> RuleStatus:
    """Failed if a blocking rule failed, else a person's if a rule failed or could not tell, else passed."""
    open_ones = [one for one in findings if one.waiver is None and one.severity is not Severity.INFORMATION]
    if any(one.status is RuleStatus.FAILED and one.severity is Severity.BLOCKING for one in open_ones):
        return RuleStatus.FAILED
    if any(one.status is not RuleStatus.PASSED for one in open_ones):
        return RuleStatus.NEEDS_PERSON
    return RuleStatus.PASSED


def failed(message: str, measured: object = "", limit: object = "", place: AdPlace | None = None) -> Observed:
    """A check failed."""
    return Observed(
        status=RuleStatus.FAILED, message=message, measured=str(measured), limit=str(limit), place=place or AdPlace()
    )


def warned(message: str, measured: object = "", limit: object = "", place: AdPlace | None = None) -> Observed:
    """A check of a blocking rule failed in a part for which a person's word is enough."""
    return failed(message, measured, limit, place).model_copy(update={"severity": Severity.WARNING})


def person(message: str, place: AdPlace | None = None, measured: object = "") -> Observed:
    """A check cannot tell, or what it reads was not measured."""
    return Observed(status=RuleStatus.NEEDS_PERSON, message=message, measured=str(measured), place=place or AdPlace())


def passed(message: str, measured: object = "", limit: object = "") -> Observed:
    """A check passed, and its figures are worth reading."""
    return Observed(status=RuleStatus.PASSED, message=message, measured=str(measured), limit=str(limit))
