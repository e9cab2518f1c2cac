"""Rendering a job: fetches its files, renders and checks the video, and uploads the result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from omnigen.compliance import MeasuredAd, MeasuredVideo, planned_ad_of, segments_in, supers_of
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Captions, Mode
from omnigen.domain.disclosure import disclosure_line, disclosure_seconds
from omnigen.domain.job import Job, Scene, Take, Video, bookends_of
from omnigen.domain.placement import known_placements
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.punch_in_planning import with_punch_ins
from omnigen.domain.shot import ElementKind
from omnigen.domain.storage_keys import Keys
from omnigen.domain.supers import SpokenPart
from omnigen.domain.timebase import to_frames
from omnigen.domain.timeline import Canvas, Overlay
from omnigen.domain.timeline_builder import place_voices, small_print, with_spellings, with_supers
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import Conflict, NotFound
from omnigen.media.probe import probe
from omnigen.rendering.audio.effects import with_effects
from omnigen.rendering.audio.loudness import inspect_sounds
from omnigen.rendering.audio.mix import PEAK_CEILING_DBTP
from omnigen.rendering.audio.tempo import at_tempo
from omnigen.rendering.audio.word_times import with_word_times
from omnigen.rendering.bookends import BookendClip, BookendedCut, bookend_clip
from omnigen.rendering.cache import file_sha256
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.ffmpeg.encoder_settings import RECIPE_VERSION
from omnigen.rendering.own_media import HeardSound, bed_with_sounds, cut_clip
from omnigen.rendering.planned_shots import planned_shots
from omnigen.rendering.progress import RenderProgress
from omnigen.rendering.publishing import Published, publish, signed_facts
from omnigen.rendering.quality.listening import can_listen
from omnigen.rendering.render import compose
from omnigen.rendering.segment_store import SegmentStore
from omnigen.rendering.text.brand_look import BrandLook, look_of, seen_of
from omnigen.rendering.text.captions import caption_rules
from omnigen.rendering.text.overlays import OverlayStyle
from omnigen.rendering.text.text_areas import taken_by_text
from omnigen.rendering.upload import deliver
from omnigen.rendering.video.closer_views import with_seen_punch_ins
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import label_of


@dataclass(frozen=True)
class JobRenderer:
    """Renders one run of a job, with files from the bucket and to it."""

    app: AppContext
    job: Job
    folder: Path

    def make(self) -> Video:
        """Compose the job as it stands; the very same cut made before is taken as it is.

        A first cut goes through one process where that is cheaper. Who changes a video once will change it again: from
        the second cut on, its pieces are kept.
        """
        edit_hash = self._edit_hash()
        same = [video for video in reversed(self.job.videos) if video.edit_hash == edit_hash]
        known = next((video for video in same if self.app.aws.objects.is_intact(video.key, video.sha256)), None)
        if known:
            return known
        progress = RenderProgress(self.app, self.job)
        store = SegmentStore(self.app.aws.objects, self.keys, self.folder)
        cut = compose(
            self.edit(),
            self.folder / "cut",
            store,
            progress.report,
            strategy="segments" if self.job.videos else "auto",
        )
        published = publish(self.job, cut, self.folder, self.app.settings)
        return deliver(self.app, self.job, published, edit_hash, self._measured(published))

    def _measured(self, published: Published) -> MeasuredAd | None:
        """What was measured, of the file as it is delivered, with the ad that was planned; None for other videos."""
        if self.label is None or published.cut.measured is None:
            return None
        signed = {"sha256": published.cut.report.sha256, **signed_facts(published.store)}
        video = MeasuredVideo.model_validate({**dict(published.cut.measured), **signed})
        return MeasuredAd(ad=planned_ad_of(self.job, self.label), video=video)

    @property
    def keys(self) -> Keys:
        """Where the job's files lie."""
        return Keys(self.job.user_id, self.job.job_id)

    @cached_property
    def label(self) -> ProductLabel | None:
        """The label of an ad for a medicine."""
        return label_of(self.app, self.job)

    def _fetch(self, made: _Made, what: str) -> Path:
        """Download a file of the bucket and return its path.

        NotFound, with its description, when it is gone or is not what was put there.
        """
        path = self.folder / made.key.rpartition("/")[2]
        try:
            if not path.exists():
                self.app.aws.objects.get_file(made.key, path)
        except NotFound as error:
            raise NotFound(f"{what} cannot be composed: {error}. Resume the job to have it made again") from error
        if file_sha256(path) != made.sha256:
            raise NotFound(f"{what} is damaged: {made.key!r}. Resume the job to have it made again")
        return path

    def edit(self) -> EditDecision:
        """The cut as it is planned, its files fetched into the folder. NotFound names one that is gone or damaged."""
        job, brief = self.job, self.job.brief
        width, height = self.app.settings.scaled(brief.size)
        canvas = Canvas(width=width, height=height)
        covered = known_placements()[brief.placement].formats[brief.aspect_ratio].covered
        takes = job.narration.takes if brief.narration.enabled else ()
        voices = [self._recording(take) for take in takes]
        language, script = brief.narration.language, job.script
        placed = place_voices(job) if takes else []
        timed = with_word_times(placed, voices, language, self.folder)
        music = self._fetch(job.music, "The music") if job.music and brief.music.enabled else None
        timeline = plan_timeline(
            canvas,
            planned_shots(job, timed, canvas, music, self.folder),
            with_spellings(timed, brief.caption_spellings),
            title=job.title,
            product_name=script.product_name if script else "",
            call_to_action=script.call_to_action if script else "",
            small_print=small_print(brief),
            disclosure=_disclosure(brief),
            captions=caption_rules(canvas, covered, language, brief.caption_style),
        )
        parts: list[SpokenPart] = []
        if self.label:
            segments = {one.id: one.text for one in segments_in(brief, job.spoken_text, self.label)}
            timeline, parts = with_supers(timeline, supers_of(job, self.label), segments, language)
        framed = zip(job.scenes, timeline.shots, strict=True)
        pictures = tuple(self._picture(scene, shot.frames, canvas) for scene, shot in framed)
        drawn = brief.caption_style if brief.captions in {Captions.BURNED, Captions.BOTH} else None
        style = OverlayStyle(brand=self._brand_look(), language=language, covered=covered, captions=drawn)
        story = with_seen_punch_ins(
            with_punch_ins(timeline), pictures, lambda shot: taken_by_text(timeline, shot, style)
        )
        whole = BookendedCut(story=story, clips=self._bookends(canvas))
        music = self._bed(music, whole, pictures)
        if music and self._has_effects:
            music = with_effects(music, whole.scored, self.folder)
        sounds = inspect_sounds(voices, self.folder, music=music, seconds=float(whole.scored.seconds))
        return EditDecision(
            timeline=whole.film,
            pictures=whole.pictures(pictures),
            title=job.title,
            heroes={
                whole.shot_of(scene.scene_index): self._cutout(scene.product_photo)
                for scene in job.scenes
                if scene.is_hero
            },
            pack_shot=self._cutout(brief.photos[0].asset) if brief.photos else None,
            voices=tuple(voices),
            music=music,
            music_start=whole.music_start,
            music_samples=whole.scored.samples if whole.inserts else None,
            inserts=whole.inserts,
            captions=brief.captions,
            caption_style=brief.caption_style,
            placement=brief.placement,
            covered=covered,
            language=language,
            target_lufs=self._loudness_lufs(),
            max_true_peak_dbtp=float(known_placements()[brief.placement].true_peak_dbtp or PEAK_CEILING_DBTP),
            sounds=tuple(sounds),
            script_to_hear=" ".join(voice.text for voice in placed) if self._listens() and not self.label else "",
            must_be_heard=brief.mode is Mode.PHARMA,
            listens=self._listens(),
            notes=(*job.narration.notes, *notes_on_own_media(job)),
            spoken_parts=tuple(parts),
            brand=self._brand_look(),
            music_db=brief.music.volume_db,
        )

    def _brand_look(self) -> BrandLook:
        """The look of the job's brand, from the job's own copies of its files."""
        brand = self.job.brief.brand
        if brand is None:
            return BrandLook()
        paths = {one: self._fetch(made, "A file of the brand") for one, made in self.job.brand_files.items()}
        return look_of(brand, paths, self.folder)

    @property
    def _has_effects(self) -> bool:
        """Whether cuts are heard. While risks are spoken nothing distracts."""
        return self.job.brief.music.effects and self.job.brief.mode is not Mode.PHARMA

    def _recording(self, take: Take) -> Path:
        spoken = self._fetch(take, f"The narration from {take.start} s on")
        return at_tempo(spoken, self.job.narration.tempo, self.folder)

    def _bookends(self, canvas: Canvas) -> dict[str, BookendClip]:
        """Intro and outro, as many as there are."""
        return {
            name: bookend_clip(
                self._fetch(asset, f"The {name}"),
                to_frames(shown.seconds or 0),
                canvas,
                self.folder,
                keep_sound=shown.keep_sound,
            )
            for name, shown, asset in bookends_of(self.job)
        }

    def _bed(self, music: Path | None, whole: BookendedCut, pictures: Sequence[Path]) -> Path | None:
        """What lies under the narration: the music, the sounds of the user's own clips that are kept, and effects."""
        cut, shift = whole.story, whole.scored.story_start
        framed = zip(self.job.scenes, pictures, cut.shots, cut.starts, strict=True)
        sounds = [
            sound
            for scene, picture, shot, start in framed
            if (sound := self._sound(scene, picture, start + shift, start + shift + shot.frames))
        ]
        return bed_with_sounds(music, sounds, whole.scored.samples, self.folder) if sounds else music

    def _sound(self, scene: Scene, picture: Path, start: int, end: int) -> HeardSound | None:
        """What is heard of the scene's clip in these frames; None where nothing is."""
        if scene.own_picture:
            own = scene.own_picture
            return HeardSound(self._own(scene), Fraction(own.start_seconds), start, end) if own.keep_sound else None
        if not (self.job.brief.clip_sound and self.job.films(scene) and probe(picture).has_audio):
            return None
        return HeardSound(picture, Fraction(0), start, end, is_effect=True)

    def _own(self, scene: Scene) -> Path:
        """The job's copy of the picture that the user brought."""
        if scene.own_asset is None:
            raise Conflict(f"Scene {scene.number} names a picture that is not on the record; set it again")
        return self._fetch(scene.own_asset, f"Your own picture of scene {scene.number}")

    def _picture(self, scene: Scene, frames: int, canvas: Canvas) -> Path:
        if scene.own_picture:
            own = self._own(scene)
            return cut_clip(own, scene.own_picture, frames, canvas, self.folder) if scene.is_own_clip else own
        made = scene.clip if self.job.films(scene) else scene.image
        if made is None:
            raise Conflict(f"Scene {scene.number} has no picture to compose. Resume the job to have it made")
        return self._fetch(made, f"The picture of scene {scene.number}")

    def _cutout(self, photo: str) -> Path:
        made = self.job.cutout(photo)
        if made is None:
            raise Conflict(f"The photo {photo!r} of the product was not cut out. Resume the job to have it done")
        return self._fetch(made, f"The photo {photo!r} of the product")

    def _listens(self) -> bool:
        """Whether a recogniser compares the finished sound with the script."""
        return self.app.settings.omnigen_listening == "auto" and can_listen(self.job.brief.narration.language)

    def _loudness_lufs(self) -> float:
        """What the placement asks for, else what the settings say."""
        asked = known_placements()[self.job.brief.placement].loudness_lufs
        return float(self.app.settings.omnigen_loudness_lufs if asked is None else asked)

    def _edit_hash(self) -> str:
        """The hash of everything that goes into the video."""
        job = self.job
        spoken = job.narration.takes if job.brief.narration.enabled else ()
        parts: dict[str, Any] = {
            "recipe": RECIPE_VERSION,
            "size": self.app.settings.scaled(job.brief.size),
            "loudness": self._loudness_lufs(),
            "captions": [job.brief.captions, job.brief.caption_style, job.brief.placement],
            "disclosure": disclosure_line(job.brief.markets, job.brief.narration.language),
            "texts": [job.title, job.script and [job.script.product_name, job.script.call_to_action]],
            "small_print": str(small_print(job.brief)),
            "spellings": sorted(job.brief.caption_spellings.items()),
            "brand": [seen_of(job.brief.brand), sorted(made.sha256 for made in job.brand_files.values())],
            "music": [job.music.sha256 if job.music and job.brief.music.enabled else None, job.brief.music.volume_db],
            "effects": self._has_effects,
            "voice": [str(job.narration.tempo), [[take.sha256, str(take.start), take.text] for take in spoken]],
            "pack_shot": [made.sha256 for photo in job.brief.photos[:1] if (made := job.cutout(photo.asset))],
            "scenes": [_ingredients(job, scene) for scene in job.scenes],
        }
        if job.brief.clip_sound:
            parts["clip_sound"] = True
        if shown := bookends_of(job):
            parts["bookends"] = [[name, asset.sha256, one.keep_sound, one.seconds] for name, one, asset in shown]
        if job.brief.label:
            parts["label"] = job.brief.label
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _disclosure(brief: Brief) -> Overlay | None:
    """What the markets want said in the picture, from the first frame on."""
    text = disclosure_line(brief.markets, brief.narration.language)
    end = to_frames(Decimal(min(disclosure_seconds(brief.markets), brief.duration)))
    return Overlay(kind="disclosure", start=0, end=end, text=text) if text else None


def notes_on_own_media(job: Job) -> list[str]:
    """For the report: under which licences the user's own files are shown and heard, and which are not shown."""
    shown = {scene.own_asset.asset_id: scene.own_asset for scene in job.scenes if scene.own_asset}
    pictures = {picture.asset for picture in job.brief.own_pictures}
    used = [*shown.values(), *(asset for asset in job.assets if asset.asset_id not in pictures | shown.keys())]
    notes = [f"{asset.file_name!r} is used under: {asset.licence}" for asset in used if asset.licence]
    unused = [asset for asset in job.assets if asset.asset_id in pictures - shown.keys()]
    return [*notes, *(f"{asset.file_name!r} is not shown: the video has {len(job.scenes)} scenes" for asset in unused)]


class _Made(Protocol):
    """A file of the bucket, with the hash of its content."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def sha256(self) -> str:
        """Its hash."""


def _ingredients(job: Job, scene: Scene) -> Sequence[object]:
    products = [one.id for one in scene.elements if one.kind is ElementKind.PRODUCT]
    shown: list[object] = [scene.frames, scene.transition, scene.on_screen_text, products]
    if scene.own_picture and scene.own_asset:
        return [*shown, scene.own_asset.sha256, scene.own_picture.model_dump(mode="json")]
    picture = scene.clip if job.films(scene) else scene.image
    made = [*shown, picture.sha256 if picture else None]
    cutout = job.cutout(scene.product_photo) if scene.is_hero else None
    return [*made, cutout.sha256, scene.shot_size] if cutout else made
