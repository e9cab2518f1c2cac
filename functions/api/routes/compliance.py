"""Rules for ads for medicines: what they find in a script and in a finished video, waivers, and approvals."""

from __future__ import annotations

from typing import Annotated

from omnigen.domain.approvals import ApprovalEntry, Waiver, first_broken
from omnigen.domain.brief_texts import Line
from omnigen.domain.job import Job, Video
from omnigen.domain.job_view import ViewModel
from omnigen.domain.strict_model import StrictModel
from omnigen.errors import NotFound
from omnigen.jobs.packets import make_packet
from omnigen.jobs.regulated import plan_report
from omnigen.jobs.rule_reports import RuleReport, approve, rule_report, waive
from pydantic import Field

from functions.api.auth import RequestContext, request_context
from functions.api.routes.router import Routes
from functions.api.rule_views import PlanResponse, RuleView, SpokenView, SuperView, plan_response, rule_views

router = Routes()


class ComplianceResponse(ViewModel):
    """What the rules find in a video: passed, failed, or a person must look; never that it is lawful.

    `rules` are those of both halves. `chain_broken_at` is the number, from 1, of the first approval that was changed.
    """

    video_id: str
    delivered: bool
    rule_set: str
    rule_set_version: str
    label_id: str
    label_version: str | None
    approval_reference: str | None
    status: str
    rules: tuple[RuleView, ...]
    segments: tuple[SpokenView, ...]
    supers: tuple[SuperView, ...]
    waivers: tuple[Waiver, ...]
    approvals: tuple[ApprovalEntry, ...]
    chain_broken_at: int | None


class ApprovalsResponse(ViewModel):
    """The job's chain of approvals, oldest first; each entry carries the hash of the one before."""

    video_id: str
    approvals: tuple[ApprovalEntry, ...]


class WaiverRequest(StrictModel):
    """A named person accepts what a rule found, and says why."""

    rule_id: Annotated[str, Field(pattern=r"^PH-\d{3}$")]
    person: Line
    reason: Line


class ApprovalRequest(StrictModel):
    """A named person approves this very file, in a role such as medical, legal or regulatory."""

    role: Line
    person: Line


@router.get("/jobs/<job_id>/compliance", tags=["compliance"], summary="The rules on a job's script")
def show_job_compliance(job_id: str) -> PlanResponse:
    """What the rules find before anything is bought: on the script, or on the label alone while there is none."""
    call = request_context(router)
    job = call.job(job_id)
    report = plan_report(call.app, job)
    if report is None:
        raise _no_rules(f"The job {job_id!r}")
    return plan_response(report)


@router.get("/videos/<video_id>/compliance", tags=["compliance"], summary="The rules on a finished video")
def show_video_compliance(video_id: str) -> ComplianceResponse:
    """What the rules find in the script and in the finished file, with what they measured and where."""
    call = request_context(router)
    return _response(call, *_video(call, video_id))


@router.post("/videos/<video_id>/waivers", status_code=201, tags=["compliance"], summary="Waive a rule")
def create_waiver(video_id: str, request: WaiverRequest) -> ComplianceResponse:
    """A named person accepts what a rule found in this video. It stays in the report; resume the job to deliver."""
    call = request_context(router)
    job, video = _video(call, video_id)
    job = waive(call.app, job, video, rule_id=request.rule_id, person=request.person, reason=request.reason)
    return _response(call, job, video)


@router.post("/videos/<video_id>/approvals", status_code=201, tags=["compliance"], summary="Approve a video by name")
def create_approval(video_id: str, request: ApprovalRequest) -> ApprovalsResponse:
    """Adds an approval of this file to the job's chain, for videos of every mode; the answer is the whole chain."""
    call = request_context(router)
    job, video = _video(call, video_id)
    job = approve(call.app, job, video, role=request.role, person=request.person)
    return ApprovalsResponse(video_id=video.id, approvals=job.approvals)


class PacketResponse(ViewModel):
    """A review packet that was made just now, with a presigned URL."""

    video_id: str
    packet_url: str
    bytes: int
    sha256: str
    expires_at: int


@router.post("/videos/<video_id>/packet", status_code=201, tags=["compliance"], summary="Make a review packet")
def create_packet(video_id: str) -> PacketResponse:
    """A zip for reviewers, for videos of every mode: video, storyboard, transcript, rules, models, approvals.

    `omnigen verify` names what was changed in it.
    """
    call = request_context(router)
    job, video = _video(call, video_id)
    packet = make_packet(call.app, job, video)
    return PacketResponse(
        video_id=video.id,
        packet_url=call.app.aws.objects.url(packet.key, filename=f"{video.id}-packet.zip"),
        bytes=packet.bytes,
        sha256=packet.sha256,
        expires_at=call.app.now() + call.app.settings.omnigen_presign_seconds,
    )


def _video(call: RequestContext, video_id: str) -> tuple[Job, Video]:
    job = call.job(video_id)
    for video in job.videos:
        if video.id == video_id:
            return job, video
    raise NotFound(f"There is no video {video_id!r}")


def _response(call: RequestContext, job: Job, video: Video) -> ComplianceResponse:
    report = rule_report(call.app, job, video)
    if report is None:
        raise _no_rules(f"The video {video.id!r}")
    return _shown(job, video, report)


def _shown(job: Job, video: Video, report: RuleReport) -> ComplianceResponse:
    broken = first_broken(job.approvals)
    return ComplianceResponse(
        video_id=video.id,
        delivered=video.status == "approved",
        rule_set=report.rules.id,
        rule_set_version=report.rules.version,
        label_id=str(job.brief.label),
        label_version=report.file.label_version,
        approval_reference=report.file.approval_reference,
        status=report.status,
        rules=rule_views(report.plan, report.file),
        segments=tuple(SpokenView.of(one, report.ad) for one in report.video.segments),
        supers=tuple(SuperView.of(one) for one in report.video.supers),
        waivers=tuple(one for one in job.waivers if one.video_id == video.id),
        approvals=job.approvals,
        chain_broken_at=None if broken is None else broken + 1,
    )


def _no_rules(what: str) -> NotFound:
    return NotFound(f"{what} has no rules to pass: it is no ad for a medicine (mode pharma)")
