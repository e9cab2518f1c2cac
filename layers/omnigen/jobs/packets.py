"""Review packets: all that a reviewer needs of one video in one zip, made for every mode."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from omnigen.compliance import SuperKind
from omnigen.compliance.rules.records import PACKET_PARTS
from omnigen.domain.ids import video_number
from omnigen.domain.job import Job, Video
from omnigen.domain.purchase import PurchaseStatus
from omnigen.domain.storage_keys import Keys
from omnigen.jobs.packet_page import packet_page
from omnigen.jobs.rule_reports import RuleReport, rule_report
from omnigen.media.frames import jpegs_at
from omnigen.media.packet_file import APPROVALS, PacketPart, write_packet
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import label_of

_ZIP = "application/zip"
_AFTER_TRANSITION_SECONDS = 0.6
"""So long after its start a scene is seen alone."""

_TO_COMPLETE = "to be completed by a person"


@dataclass(frozen=True, kw_only=True)
class Packet:
    """A packet that was made: where it lies, its size in bytes, and its SHA-256."""

    key: str
    bytes: int
    sha256: str


def make_packet(app: AppContext, job: Job, video: Video) -> Packet:
    """Make the packet of a video as it stands now, with its approvals and waivers, and put it into the bucket."""
    keys = Keys(job.user_id, job.job_id)
    key = keys.packet(video_number(video.id))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app.aws.objects.get_file(video.key, folder / "video.mp4")
        parts = _parts(app, job, video, folder / "video.mp4")
        facts = {"job_id": job.job_id, "video_id": video.id, "video_sha256": video.sha256, "made_at": app.now()}
        path = folder / "packet.zip"
        sha256 = write_packet(path, parts, facts)
        app.aws.objects.put_file(key, path, _ZIP, sha256=sha256)
        return Packet(key=key, bytes=path.stat().st_size, sha256=sha256)


def _parts(app: AppContext, job: Job, video: Video, file: Path) -> list[PacketPart]:
    report = rule_report(app, job, video, PACKET_PARTS)
    label = label_of(app, job)
    scenes = _storyboard(job)
    supers = _supers(report)
    frames = jpegs_at(file, [scene["frame_at"] for scene in scenes] + [one["frame_at"] for one in supers])
    pictures = [
        PacketPart(name=one["picture"], content=data) for one, data in zip([*scenes, *supers], frames, strict=True)
    ]
    documents: dict[str, Any] = {
        "storyboard.json": scenes,
        "transcript.json": _transcript(job, report),
        "models.json": _models(job),
        APPROVALS: {"chain": _plain(job.approvals), "reviews": _plain(job.decisions.values())},
        "rule_report.json": _rules(app, video, report, job),
    }
    if report and label:
        documents |= {
            "supers.json": supers,
            "claims.json": _plain(label.claims),
            "label.json": {"label_id": job.brief.label, **label.model_dump(mode="json")},
            "form_2253_draft.json": _filing(job, video, report),
        }
    page = packet_page(job, video, documents, report)
    return [
        PacketPart(name="index.html", content=page.encode()),
        PacketPart(name="video.mp4", content=file),
        PacketPart(name="video.sha256", content=f"{video.sha256}  video.mp4\n".encode()),
        *(PacketPart(name=name, content=_json(value)) for name, value in documents.items()),
        *pictures,
    ]


def _storyboard(job: Job) -> list[dict[str, Any]]:
    """Each scene with its timecodes, its words, and when its picture is taken."""
    starts = accumulate((float(scene.duration) for scene in job.scenes[:-1]), initial=0.0)
    return [
        {
            "scene": scene.number,
            "start_seconds": start,
            "end_seconds": start + float(scene.duration),
            "frame_at": start + min(_AFTER_TRANSITION_SECONDS, float(scene.duration) / 2),
            "picture": f"storyboard/scene-{scene.number:02}.jpg",
            "narration": scene.narration,
            "visual_prompt": scene.visual_prompt,
        }
        for scene, start in zip(job.scenes, starts, strict=True)
    ]


def _supers(report: RuleReport | None) -> list[dict[str, Any]]:
    """Each super with its times, and when its picture is taken: half-way."""
    return [
        {
            "super": number,
            "kind": str(SuperKind(one.kind)),
            "text": one.text,
            "start_seconds": one.start_seconds,
            "end_seconds": one.end_seconds,
            "frame_at": (one.start_seconds + one.end_seconds) / 2,
            "picture": f"supers/super-{number:02}.jpg",
            "read_text": one.read_text,
            "contrast": one.contrast,
            "cap_height_px": one.cap_height_px,
        }
        for number, one in enumerate(report.video.supers if report else (), start=1)
    ]


def _transcript(job: Job, report: RuleReport | None) -> list[dict[str, Any]]:
    """What is said when: by segment and role for an ad for a medicine, by take for other videos."""
    if report:
        planned = {one.id: one for one in report.ad.segments}
        return [
            {
                "role": str(planned[one.segment_id].role),
                "text": planned[one.segment_id].text,
                "start_seconds": one.start_seconds,
                "end_seconds": one.end_seconds,
            }
            for one in report.video.segments
        ]
    tempo = job.narration.tempo
    return [
        {
            "role": "narration",
            "text": take.text,
            "start_seconds": float(take.start),
            "end_seconds": float(take.start + take.audible_seconds / tempo),
        }
        for take in job.narration.takes
    ]


def _models(job: Job) -> list[dict[str, str]]:
    """Every model that something was bought from, with what it made."""
    bought = {
        (one.kind, str(one.result["model"]))
        for one in job.purchases.values()
        if one.status is PurchaseStatus.DONE and one.result and one.result.get("model")
    }
    return [{"made": str(kind), "model": model} for kind, model in sorted(bought)]


def _rules(app: AppContext, video: Video, report: RuleReport | None, job: Job) -> dict[str, Any]:
    """The rules that apply: those for ads for medicines, and the checks that every finished file passes."""
    quality = json.loads(app.aws.objects.get(video.report_key)) if video.report_key else None
    own = {"sha256": quality.get("sha256"), "findings": quality.get("findings")} if quality else None
    found: dict[str, Any] = {"every_file": own if own and own["sha256"] == video.sha256 else None}
    if report:
        found |= {
            "status": str(report.status),
            "before_spending": report.plan.model_dump(mode="json"),
            "finished_file": report.file.model_dump(mode="json"),
            "waivers": _plain(one for one in job.waivers if one.video_id == video.id),
        }
    return found


def _filing(job: Job, video: Video, report: RuleReport) -> dict[str, Any]:
    """Draft fields of Form FDA 2253 (transmittal of advertisements); a person completes and files it."""
    label = report.ad.label
    return {
        "form": "FDA 2253, draft",
        "application_number": label.approval_reference or _TO_COMPLETE,
        "proprietary_name": label.brand or "",
        "established_name": label.generic or "",
        "label_version": label.version or _TO_COMPLETE,
        "material_type": "video, consumer",
        "material_id": video.id,
        "length_seconds": float(video.duration),
        "date_of_first_dissemination": _TO_COMPLETE,
        "applicant": _TO_COMPLETE,
        "responsible_person": job.approvals[-1].person if job.approvals else _TO_COMPLETE,
        "file_sha256": video.sha256,
    }


def _plain(models: Any) -> list[Mapping[str, Any]]:
    return [one.model_dump(mode="json") for one in models]


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()
