"""What the rules for ads for medicines find in a finished cut, with waivers and approvals that people gave since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.aws.dynamodb import Update
from omnigen.aws.job_records import ConditionFalse
from omnigen.compliance import (
    RULES,
    ComplianceReport,
    MeasuredAd,
    MeasuredVideo,
    PlannedAd,
    RuleSet,
    RuleStatus,
    check_plan,
    check_video,
    rule_set_of,
)
from omnigen.compliance.findings import overall
from omnigen.domain.approvals import Waiver, approval_after
from omnigen.domain.job import Job, Video
from omnigen.errors import Conflict, InvalidRequest, NotFound
from omnigen.runtime.context import AppContext

MAX_WAIVERS = 100
MAX_APPROVALS = 100


@dataclass(frozen=True, kw_only=True)
class RuleReport:
    """The ad as planned and as measured, and what the rules of both halves find."""

    ad: PlannedAd
    video: MeasuredVideo
    rules: RuleSet
    plan: ComplianceReport
    file: ComplianceReport

    @property
    def status(self) -> RuleStatus:
        """The result of both halves."""
        return overall([*self.plan.findings, *self.file.findings])


def rule_report(app: AppContext, job: Job, video: Video, packet: Sequence[str] | None = None) -> RuleReport | None:
    """The report on a cut as it stands; None for a video that is no ad for a medicine.

    `packet` names the parts of its review packet, where one is made.
    """
    if not video.measured_key:
        return None
    found = MeasuredAd.model_validate_json(app.aws.objects.get(video.measured_key))
    rules = rule_set_of(job, found.ad.label)
    waivers = [one for one in job.waivers if one.video_id == video.id]
    measured = found.video.model_copy(update={"approvals": job.approvals, "packet": packet})
    return RuleReport(
        ad=found.ad,
        video=measured,
        rules=rules,
        plan=check_plan(found.ad, rules, waivers),
        file=check_video(found.ad, measured, rules, waivers),
    )


def waive(app: AppContext, job: Job, video: Video, *, rule_id: str, person: str, reason: str) -> Job:
    """Note that a named person accepts what a rule found in this cut; the same twice is noted once.

    InvalidRequest for a rule that is not known.
    """
    if all(rule.id != rule_id for rule in RULES):
        raise InvalidRequest(f"There is no rule {rule_id!r} to waive; docs/rules.md lists them", "rule_id")
    if not video.measured_key:
        raise NotFound(f"No rules were checked on {video.id!r}: it is no ad for a medicine")
    if len(job.waivers) >= MAX_WAIVERS:
        raise Conflict(f"The job {job.job_id!r} has {MAX_WAIVERS} waivers, which is as many as it may have")
    if any((one.rule_id, one.person, one.video_id) == (rule_id, person, video.id) for one in job.waivers):
        return job
    waiver = Waiver(rule_id=rule_id, person=person, reason=reason, at=app.now(), video_id=video.id)
    return _append(app, job, "waivers", waiver, len(job.waivers))


def approve(app: AppContext, job: Job, video: Video, *, role: str, person: str) -> Job:
    """Add a named person's approval of this file to the job's chain; the same twice is added once."""
    if not video.sha256:
        raise Conflict(f"The video {video.id!r} was made by an older version, without a hash; make it again first")
    if len(job.approvals) >= MAX_APPROVALS:
        raise Conflict(f"The job {job.job_id!r} has {MAX_APPROVALS} approvals, which is as many as it may have")
    if any((one.role, one.person, one.artifact_sha256) == (role, person, video.sha256) for one in job.approvals):
        return job
    entry = approval_after(job.approvals, role=role, person=person, artifact_sha256=video.sha256, at=app.now())
    return _append(app, job, "approvals", entry, len(job.approvals))


def _append(app: AppContext, job: Job, name: str, entry: object, known: int) -> Job:
    """Append to a list of the record, if it is as long as it was read: two people may act at once."""
    update = Update().set(name, [*getattr(job, name), entry])
    update.when(f"attribute_not_exists(<{name}>) OR size(<{name}>) = :known", known=known)
    try:
        return app.aws.jobs.write(job.job_id, update)
    except ConditionFalse as error:
        raise Conflict(f"Somebody else has just written {name} of {job.job_id!r}; send it again") from error
