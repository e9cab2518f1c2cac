"""Uploads a finished video with its captions, report and thumbnail, and describes it for the job record."""

from __future__ import annotations

import json
from decimal import Decimal

from omnigen.compliance import MeasuredAd
from omnigen.domain import ids
from omnigen.domain.job import ApprovalStatus, Job, Video
from omnigen.domain.storage_keys import Keys
from omnigen.rendering.manifest import manifest_of
from omnigen.rendering.publishing import Published
from omnigen.runtime.context import AppContext

_THOUSANDTH = Decimal("0.001")
_CAPTION_TYPES = {"srt": "application/x-subrip; charset=utf-8", "vtt": "text/vtt; charset=utf-8"}


def deliver(
    app: AppContext, job: Job, published: Published, edit_hash: str, measured: MeasuredAd | None = None
) -> Video:
    """Put everything beside the video; the record, written later, makes it count.

    Keys depend on the job's record only: whoever is killed here and starts again writes over the same objects.
    """
    assets, keys, cut = app.aws.objects, Keys(job.user_id, job.job_id), published.cut
    number = len(job.videos) + 1
    sidecars = {kind: path for kind, path in (("srt", cut.srt), ("vtt", cut.vtt)) if path}
    for kind, path in sidecars.items():
        assets.put_file(keys.captions(kind), path, _CAPTION_TYPES[kind])
    if cut.voice_over:
        assets.put_file(keys.voice_over, cut.voice_over, "audio/mpeg")
    assets.put_file(keys.job_thumbnail, cut.thumbnail, "image/jpeg")
    assets.put(keys.report, cut.report.model_dump_json(indent=1).encode(), "application/json")
    assets.put(keys.script, _script_json(job), "application/json")
    manifest = manifest_of(job, cut.report, app.settings)
    assets.put(keys.manifest(number), manifest.model_dump_json(indent=1).encode(), "application/json")
    if published.store:
        assets.put(keys.provenance(number), published.store, "application/json")
    if measured:
        assets.put(keys.measured(number), measured.model_dump_json().encode(), "application/json")
    assets.put_file(keys.video(number), cut.video, "video/mp4")
    video = _video(app, job, published, edit_hash, {kind: keys.captions(kind) for kind in sidecars})
    return video.model_copy(update={"measured_key": keys.measured(number) if measured else ""})


def _video(app: AppContext, job: Job, published: Published, edit_hash: str, captions: dict[str, str]) -> Video:
    keys, report, number = Keys(job.user_id, job.job_id), published.cut.report, len(job.videos) + 1
    return Video(
        id=ids.video_id(job.job_id, number),
        key=keys.video(number),
        status=ApprovalStatus.APPROVED,
        created_at=app.now(),
        duration=report.seconds,
        frames=report.frames,
        width=report.width,
        height=report.height,
        bytes=report.file_bytes,
        sha256=report.sha256,
        loudness_lufs=_rounded(report.loudness_lufs),
        true_peak_dbtp=_rounded(report.true_peak_dbtp),
        captions=captions,
        thumbnail_key=keys.job_thumbnail,
        report_key=keys.report,
        unsigned_sha256=report.unsigned_sha256,
        manifest_key=keys.manifest(number),
        provenance_key=keys.provenance(number) if published.store else "",
        edit_hash=edit_hash,
    )


def _script_json(job: Job) -> bytes:
    scenes = [
        {
            "scene_index": scene.scene_index,
            "duration": str(scene.duration),
            "narration": scene.narration,
            "visual_prompt": scene.visual_prompt,
            "purpose": scene.purpose,
            "transition": scene.transition,
            **scene.direction,
        }
        for scene in job.scenes
    ]
    script = job.script.model_dump(mode="json") if job.script else None
    return json.dumps({"title": job.title, "script": script, "scenes": scenes}, ensure_ascii=False, indent=1).encode()


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(_THOUSANDTH)
