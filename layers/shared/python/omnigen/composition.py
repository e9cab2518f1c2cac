"""A job's finished video: its files fetched, cut together, checked, and put beside them."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from omnigen.aws.assets import Assets
from omnigen.domain import ids
from omnigen.domain.assets import Keys
from omnigen.domain.brief import Pictures
from omnigen.domain.cutting import Heard, place_voices, shots
from omnigen.domain.job import Job, Review, Scene, Video
from omnigen.domain.timeline import Canvas, plan_timeline
from omnigen.errors import Conflict
from omnigen.media.compose import compose
from omnigen.media.edit import Edit
from omnigen.media.listening import inspect_sounds
from omnigen.media.overlay import caption_fits
from omnigen.media.recipe import RECIPE_VERSION
from omnigen.media.report import Cut
from omnigen.media.tempo import at_tempo
from omnigen.studio import Studio

REPORT_EVERY_SECONDS = 1.0
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Bench:
    """Where one run of a job is composed: its files come from the bucket and go back there."""

    studio: Studio
    job: Job
    folder: Path

    def make(self) -> Video:
        """Compose the job as it stands; the very same cut made before is taken as it is."""
        edit_hash = self._edit_hash()
        known = next((video for video in self.job.videos if video.edit_hash == edit_hash), None)
        if known and self.studio.aws.assets.size(known.key):
            return known
        progress = _Progress(self.studio, self.job)
        cut = compose(self._edit(), self.folder / "cut", SegmentStore(self), progress.tell)
        return self._deliver(cut, edit_hash)

    @property
    def keys(self) -> Keys:
        """Where the job's files lie."""
        return Keys(self.job.user_id, self.job.job_id)

    def fetch(self, key: str) -> Path:
        """A file of the bucket, here."""
        path = self.folder / key.rpartition("/")[2]
        if not path.exists():
            self.studio.aws.assets.get_file(key, path)
        return path

    def _edit(self) -> Edit:
        job, brief = self.job, self.job.brief
        width, height = self.studio.settings.scaled(brief.size)
        canvas = Canvas(width=width, height=height)
        heard, recordings = self._voices()
        script = job.script
        timeline = plan_timeline(
            canvas,
            shots(job),
            place_voices(job, heard),
            title=job.title,
            product_name=script.product_name if script else "",
            call_to_action=script.call_to_action if script else "",
            fits=caption_fits(canvas),
        )
        return Edit(
            timeline=timeline,
            pictures=tuple(self.fetch(self._picture_key(scene)) for scene in job.scenes),
            voices=tuple(recordings),
            music=self.fetch(job.music.key) if job.music and brief.music.enabled else None,
            captions=brief.captions,
            language=brief.narration.language,
            target_lufs=float(self.studio.settings.omnigen_loudness_lufs),
        )

    def _voices(self) -> tuple[list[Heard], list[Path]]:
        spoken = [scene for scene in self.job.scenes if scene.speech and self.job.brief.narration.enabled]
        recordings = [self._recording(scene) for scene in spoken]
        sounds = inspect_sounds(recordings, self.folder)
        heard = [
            Heard(scene=scene, heard_from=sound.heard_from, heard_to=sound.heard_to)
            for scene, sound in zip(spoken, sounds, strict=True)
        ]
        return heard, recordings

    def _recording(self, scene: Scene) -> Path:
        assert scene.speech
        return at_tempo(self.fetch(scene.speech.key), scene.speech.tempo, self.folder)

    def _picture_key(self, scene: Scene) -> str:
        made = scene.clip if self.job.brief.pictures is Pictures.CLIPS else scene.image
        if made is None:
            raise Conflict(f"Scene {scene.number} has no picture to compose. Resume the job to have it made")
        return made.key

    def _edit_hash(self) -> str:
        """Names the cut by everything that goes into it."""
        job = self.job
        parts: dict[str, Any] = {
            "recipe": RECIPE_VERSION,
            "size": self.studio.settings.scaled(job.brief.size),
            "loudness": str(self.studio.settings.omnigen_loudness_lufs),
            "captions": job.brief.captions,
            "texts": [job.title, job.script and [job.script.product_name, job.script.call_to_action]],
            "music": job.music.sha256 if job.music and job.brief.music.enabled else None,
            "scenes": [_ingredients(job, scene) for scene in job.scenes],
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()

    def _deliver(self, cut: Cut, edit_hash: str) -> Video:
        """Put everything beside the video and describe it; the record, written last, makes it count."""
        assets, keys, report = self.studio.aws.assets, self.keys, cut.report
        number = len(self.job.videos) + 1
        captions = {"srt": cut.srt, "vtt": cut.vtt}
        sidecars = {kind: path for kind, path in captions.items() if path}
        _put_all(assets, {keys.captions(kind): (path, "text/plain; charset=utf-8") for kind, path in sidecars.items()})
        assets.put_file(keys.job_thumbnail, cut.thumbnail, "image/jpeg")
        assets.put(keys.report, report.model_dump_json(indent=1).encode(), "application/json")
        assets.put(keys.script, _script_json(self.job), "application/json")
        assets.put_file(keys.video(number), cut.video, "video/mp4")
        return Video(
            id=ids.video_id(self.job.job_id, number),
            key=keys.video(number),
            status=Review.APPROVED,
            created_at=self.studio.aws.jobs.now(),
            duration=report.seconds,
            frames=report.frames,
            width=report.width,
            height=report.height,
            bytes=report.file_bytes,
            loudness_lufs=_rounded(report.loudness_lufs),
            true_peak_dbtp=_rounded(report.true_peak_dbtp),
            captions={kind: keys.captions(kind) for kind in sidecars},
            thumbnail_key=keys.job_thumbnail,
            report_key=keys.report,
            edit_hash=edit_hash,
        )


@dataclass(frozen=True)
class SegmentStore:
    """Encoded pieces of the job's cuts, kept in the bucket so that a re-cut encodes only what changed."""

    bench: Bench

    def get(self, key: str) -> Path | None:
        """The piece kept under this hash, or None."""
        stored = self.bench.keys.segment(key)
        return self.bench.fetch(stored) if self.bench.studio.aws.assets.size(stored) else None

    def put(self, key: str, path: Path) -> None:
        """Keep a finished piece."""
        self.bench.studio.aws.assets.put_file(self.bench.keys.segment(key), path, "video/mp4")


class _Progress:
    """Frames done of frames due, on the record at most once a second."""

    def __init__(self, studio: Studio, job: Job) -> None:
        self._studio = studio
        self._job = job
        self._told_at = 0.0

    def tell(self, done: int, due: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= REPORT_EVERY_SECONDS:
            self._told_at = now
            facts = {"frames_done": done, "frames_due": due}
            self._studio.aws.artifacts.composition(self._job.job_id, self._job.run, facts)


def _ingredients(job: Job, scene: Scene) -> list[object]:
    picture = scene.clip if job.brief.pictures is Pictures.CLIPS else scene.image
    speech = scene.speech if job.brief.narration.enabled else None
    return [
        scene.frames,
        scene.transition,
        picture.sha256 if picture else None,
        [speech.sha256, str(speech.tempo), scene.narration] if speech else None,
    ]


def _script_json(job: Job) -> bytes:
    scenes = [
        {
            "scene_index": scene.scene_index,
            "duration": str(scene.duration),
            "narration": scene.narration,
            "visual_prompt": scene.visual_prompt,
            "transition": scene.transition,
        }
        for scene in job.scenes
    ]
    script = job.script.model_dump(mode="json") if job.script else None
    return json.dumps({"title": job.title, "script": script, "scenes": scenes}, ensure_ascii=False, indent=1).encode()


def _put_all(assets: Assets, files: Mapping[str, tuple[Path, str]]) -> None:
    for key, (path, media_type) in files.items():
        assets.put_file(key, path, media_type)


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(_THOUSANDTH)
