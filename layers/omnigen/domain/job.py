"""The job record: a brief and everything made from it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, field_validator

from omnigen.domain import ids
from omnigen.domain.approvals import ApprovalEntry, Waiver
from omnigen.domain.asset import Asset
from omnigen.domain.bookends import Bookend
from omnigen.domain.brand import BrandFile
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Pictures
from omnigen.domain.brief_texts import MAX_LANGUAGE_CHARACTERS
from omnigen.domain.budget import DEPLOYMENT
from omnigen.domain.caller import RunStart
from omnigen.domain.job_parts import CompositionState, Decision, JobFailure, PendingReview, ScriptMetadata, Video
from omnigen.domain.job_status import (
    DAY_SECONDS,
    KEEP_COMPLETED_DAYS,
    KEEP_UNFINISHED_DAYS,
    RUNNING,
    TERMINAL,
    TRANSITIONS,
    JobStatus,
    expires_at,
    sources_of,
)
from omnigen.domain.next_actions import possible_now
from omnigen.domain.own_media import OWN_MEDIA
from omnigen.domain.purchase import Purchase
from omnigen.domain.record_size import MAX_GROWING_RECORD_BYTES, json_bytes
from omnigen.domain.scene import ApprovalStatus, Clip, Composite, Image, MusicTrack, ProductCutout, Scene
from omnigen.domain.script import MusicDirection, Script, joined
from omnigen.domain.shot import is_continued
from omnigen.domain.speech import OWN_RECORDING, Narration, RecordedWord, Take
from omnigen.domain.strict_model import Recorded
from omnigen.errors import Conflict, NotFound

__all__ = [
    "DAY_SECONDS",
    "KEEP_COMPLETED_DAYS",
    "KEEP_UNFINISHED_DAYS",
    "OWN_RECORDING",
    "RECORD_VERSION",
    "RUNNING",
    "TERMINAL",
    "TRANSITIONS",
    "ApprovalStatus",
    "Clip",
    "Composite",
    "CompositionState",
    "Decision",
    "Image",
    "Job",
    "JobFailure",
    "JobStatus",
    "MusicTrack",
    "Narration",
    "PendingReview",
    "ProductCutout",
    "Recorded",
    "RecordedWord",
    "Scene",
    "ScriptMetadata",
    "Take",
    "Video",
    "expires_at",
    "new_job",
    "sources_of",
]


MAX_STARTS = 100
"""Entries of `started_by` on a record, of some 150 bytes each."""

RECORD_VERSION = 1
"""Of job records. Whoever changes them so that an older program would misread them raises it, and reads both. Records
without a number are of version 1."""


class Job(Recorded):
    """A job record. Money in USD, times in Unix seconds. A record of a newer version is not read.

    `audio_spec` repeats the script's music direction for those who read the table; the program reads the script.
    `pending_events` are the webhook events that were not queued yet: the name of each (`domain/webhook.py`) and the
    `rev` of the change that it is about. `removable_at` is set when the job is deleted: from then on its record may be
    removed, once nothing of it is open. `started_by` says who has begun its runs, the latest last; a run that the host
    itself has taken up again has no entry.
    """

    job_id: str
    user_id: str
    status: JobStatus
    brief: Brief
    record_version: Annotated[int, Field(le=RECORD_VERSION)] = 1
    run: int = 0
    rev: int = 0
    execution_arn: str | None = None
    title: str = ""
    brand_files: Mapping[str, BrandFile] = {}
    """By asset id, the job's own copies of its brand's logos and fonts."""
    style: str = ""
    script: Script | None = None
    script_hash: str = ""
    script_metadata: ScriptMetadata = ScriptMetadata()
    scenes: tuple[Scene, ...] = ()
    audio_spec: MusicDirection | None = None
    narration: Narration = Narration()
    cutouts: tuple[ProductCutout, ...] = ()
    music: MusicTrack | None = None
    assets: tuple[Asset, ...] = ()
    """The job's copies of the assets that its brief names."""
    purchases: Mapping[str, Purchase] = {}
    reviews: Mapping[str, PendingReview] = {}
    decisions: Mapping[str, Decision] = {}
    videos: tuple[Video, ...] = ()
    video_key: str | None = None
    made_from: Mapping[str, str] = {}
    """By scene, what the newest approved video shows of it (`Scene.content_hash`)."""
    thumbnail_key: str | None = None
    composition: CompositionState = CompositionState()
    problem: JobFailure | None = None
    error_message: str | None = None
    committed_usd: Decimal = Decimal(0)
    spent_usd: Decimal = Decimal(0)
    usage: Mapping[str, Decimal] = {}
    created_at: int
    updated_at: int
    completed_at: int | None = None
    ttl: int | None = None
    rule_set: str = ""
    """The version of the rule set with which an ad for a medicine was accepted."""

    waivers: tuple[Waiver, ...] = ()
    approvals: tuple[ApprovalEntry, ...] = ()
    pending_events: Mapping[str, int] = {}
    removable_at: int | None = None
    started_by: tuple[RunStart, ...] = ()

    @field_validator("brief", mode="before")
    @classmethod
    def _language_of_older_records(cls, brief: Any) -> Any:
        """Records of earlier versions may hold a language tag of any length; its first part names the language."""
        narration = brief.get("narration") if isinstance(brief, Mapping) else None
        if not narration or len(str(narration.get("language", ""))) <= MAX_LANGUAGE_CHARACTERS:
            return brief
        return {**brief, "narration": {**narration, "language": str(narration["language"]).partition("-")[0]}}

    def file_key(self, reference: str) -> str:
        """The key of a file that the brief names: of the job's copy of an asset, or of an upload."""
        return next((asset.key for asset in self.assets if asset.asset_id == reference), reference)

    @property
    def public_status(self) -> JobStatus:
        """The status as people see it."""
        if self.status is JobStatus.PROCESSING and self.open_reviews:
            return JobStatus.AWAITING_REVIEW
        return self.status

    @property
    def open_reviews(self) -> tuple[PendingReview, ...]:
        """The gates of the current run that wait for a person."""
        return tuple(review for review in self.reviews.values() if review.run == self.run)

    @property
    def budget_owners(self) -> tuple[str, ...]:
        """Owners of the budgets, besides its user's, that purchases of its current run are counted against."""
        return self.started_by[-1].owners if self.started_by else (DEPLOYMENT,)

    def with_start(self, start: RunStart) -> tuple[RunStart, ...]:
        """Who has begun its runs, with one entry more; the oldest ones are dropped."""
        return (*self.started_by, start)[-MAX_STARTS:]

    @property
    def seed(self) -> int:
        """The seed of all purchases: the brief's, or one derived from the job's id."""
        return ids.seed_of(self.job_id) if self.brief.seed is None else self.brief.seed

    def seed_for(self, scene: Scene) -> int:
        """The seed of a scene's still and clip: another one for each scene and each redraw, below 2^31."""
        return (self.seed + scene.scene_index + 1_000 * scene.redraws) % 2**31

    @property
    def written_script(self) -> Script:
        """The script; Conflict when there is none yet."""
        if self.script is None:
            raise Conflict(f"The job {self.job_id!r} has no script yet. {possible_now(self)}")
        return self.script

    @property
    def worded_brief(self) -> Brief:
        """The brief with what was heard in the user's recording as its own text, where it brought no other."""
        heard = self.narration.transcript
        return self.brief if self.brief.script_text or not heard else self.brief.with_words(heard)

    @property
    def speech_misfits(self) -> bool:
        """Whether the script's speech was measured, and did not fit the video."""
        return bool(self.script_hash) and self.narration.misfit == self.script_hash

    @property
    def spoken_text(self) -> str:
        """What is said in the video, with its paragraphs: of the scenes once there are some, which may be edited."""
        if self.scenes:
            return joined([(scene.lead_in, scene.narration) for scene in self.scenes])
        return self.script.text if self.script else ""

    def scene(self, scene_id: str) -> Scene:
        """The scene with this id; NotFound when the job has none such."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise NotFound(f"The job {self.job_id!r} has no scene {scene_id!r}; it has {len(self.scenes)}")

    def cutout(self, asset: str) -> ProductCutout | None:
        """The cut-out of this photo, if it was made."""
        return next((known for known in self.cutouts if known.asset == asset), None)

    @property
    def lacks_cutouts(self) -> bool:
        """Whether a photo of its product was not cut out yet."""
        return any(self.cutout(photo.asset) is None for photo in self.brief.photos)

    def draws_still(self, scene: Scene) -> bool:
        """Whether a still of this scene is wanted: for all of them, or as the place in which the product is shown."""
        return scene.own_picture is None and (self.brief.stills_wanted or scene.is_hero)

    def films(self, scene: Scene) -> bool:
        """Whether a clip of this scene is wanted; one that shows the product itself is made from its still."""
        return self.brief.pictures is Pictures.CLIPS and scene.own_picture is None and not scene.is_hero

    def before(self, scene: Scene) -> Scene | None:
        """The scene shown before this one."""
        return self.scenes[scene.scene_index - 1] if scene.scene_index else None

    def after(self, scene: Scene) -> Scene | None:
        """The scene shown after this one."""
        return self.scenes[scene.scene_index + 1] if scene.number < len(self.scenes) else None

    def continues(self, scene: Scene) -> bool:
        """Whether the scene's clip starts on the last frame of the clip before, where both are filmed."""
        before = self.before(scene)
        if any(one.own_picture or one.is_hero for one in (scene, before) if one):
            return False
        return is_continued(scene.join, scene.scene_index, self.brief.pictures, self.brief.continuity)

    @property
    def filmed_in_order(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the scenes in groups: within a group each clip waits for the one before, groups do not wait."""
        groups: list[list[str]] = []
        for scene in self.scenes:
            if self.continues(scene):
                groups[-1].append(scene.id)
            else:
                groups.append([scene.id])
        return tuple(map(tuple, groups))

    def require_room(self) -> None:
        """Conflict when the record has grown so large that neither a run nor a purchase may be added to it."""
        size = json_bytes(self)
        if size > MAX_GROWING_RECORD_BYTES:
            raise Conflict(
                f"The record of the job {self.job_id!r} is full: it has {size // 1000} kB of at most "
                f"{MAX_GROWING_RECORD_BYTES // 1000}. Make another job of the same brief"
            )

    def require(self, *statuses: JobStatus, to: str) -> None:
        """Conflict unless the job, as people see it, is in one of these; `to` says what was wanted ("resume it")."""
        if self.public_status not in statuses:
            allowed = " or ".join(statuses)
            raise Conflict(
                f"The job {self.job_id!r} is {self.public_status}; only a job that is {allowed} lets you {to}. "
                f"{possible_now(self)}"
            )


def new_job(
    *,
    job_id: str,
    user_id: str,
    brief: Brief,
    now: int,
    draft: bool,
    assets: Sequence[Asset] = (),
    brand_files: Mapping[str, BrandFile] = MappingProxyType({}),
    rule_set: str = "",
) -> Job:
    """The record of a brief just accepted, without a run yet.

    `assets` are the job's copies of those it names, `brand_files` those of its brand's.
    """
    ids.check_job_id(job_id)
    status = JobStatus.DRAFT if draft else JobStatus.PENDING
    return Job(
        job_id=job_id,
        user_id=user_id,
        status=status,
        brief=brief,
        assets=tuple(assets),
        music=next((own_music(asset) for asset in assets if asset.asset_id == brief.music.asset), None),
        record_version=RECORD_VERSION,
        title=brief.title or "",
        brand_files=dict(brand_files),
        rule_set=rule_set,
        created_at=now,
        updated_at=now,
        ttl=expires_at(status, now),
    )


def bookends_of(job: Job) -> list[tuple[str, Bookend, Asset]]:
    """The job's intro and outro, as many as there are: name, how it is shown, the job's copy of the clip."""
    named = {"intro": job.brief.intro, "outro": job.brief.outro}
    assets = {asset.asset_id: asset for asset in job.assets}
    return [(name, shown, assets[shown.asset]) for name, shown in named.items() if shown and shown.asset in assets]


def own_music(asset: Asset) -> MusicTrack:
    """The user's own music as the job's music bed."""
    return MusicTrack(
        key=asset.key,
        sha256=asset.sha256,
        input_hash=asset.sha256,
        model=OWN_MEDIA,
        seconds=asset.facts.seconds or Decimal(0),
    )
