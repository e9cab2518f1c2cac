"""Estimates the highest cost of a brief, or of a job's next run, item by item.

Prices are the providers' quotes, the same that are reserved when something is bought. Nothing is bought here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ulid import ULID

from omnigen.domain import ids
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Continuity, Pictures, StopAt
from omnigen.domain.brief_texts import UNDETERMINED
from omnigen.domain.estimate import Estimate, LineItem, imagined_job, min_duration
from omnigen.domain.job import Job, Scene
from omnigen.domain.narration import word_budget
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, PurchaseStatus
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft, clip_length
from omnigen.errors import InvalidRequest, PolicyBlocked
from omnigen.jobs.advice import advice_on
from omnigen.jobs.brief_checks import check_choices, completed
from omnigen.jobs.feasibility import check_feasible
from omnigen.jobs.regulated import check_ad
from omnigen.prompts import render_script, render_storyboard
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import ClipRequest, ImageRequest, ReferenceImage, StyleRequest, TextRequest
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.image import ImagePurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.purchasing.orders.references import NO_PICTURE, reference_count
from omnigen.purchasing.orders.speech import speech_purchases
from omnigen.purchasing.orders.transcript import longest_transcript, transcript_wanted
from omnigen.purchasing.spec import Provider
from omnigen.runtime.context import AppContext

Amount = tuple[int | Decimal, str]
"""Quantity and unit."""


def estimate(app: AppContext, user_id: str, brief: Brief) -> Estimate:
    """What a job of this brief would cost, and why it could not be made if that is so.

    ConfigError when a price is not known.
    """
    detected = brief.narration.language == UNDETERMINED
    brief, _ = completed(app, user_id, brief)
    return _planned(app, user_id, brief, language_detected=detected)


def _planned(app: AppContext, user_id: str, brief: Brief, *, language_detected: bool = False) -> Estimate:
    """The estimate of a brief that is complete, as that of a job is."""
    pace = app.settings.omnigen_words_per_second
    video_provider = app.providers.video_providers_for(brief.aspect_ratio)[0]
    clip_seconds = video_provider.durations_seconds if brief.pictures is Pictures.CLIPS else ()
    job = imagined_job(ids.new_job_id(ULID()), user_id, brief, clip_seconds, pace)
    objection = ""
    try:
        check_choices(app, brief)
        check_feasible(app, brief)
        check_ad(app, user_id, brief)
    except InvalidRequest as error:
        objection = str(error)
    items = [*_words(app, job)]
    if brief.stop_at is StopAt.VIDEO:
        items += _Outstanding(app, job).items()
    found = _estimate(items, job, min_duration(brief), objection, language_detected=language_detected)
    return found if objection else found.model_copy(update={"warnings": advice_on(app, brief)})


def outstanding(app: AppContext, job: Job) -> Estimate:
    """What the next run of a job with a storyboard would buy: what is not on the record as it is wanted now."""
    items = [*_Outstanding(app, job).items()]
    return _estimate(items, job, min_duration(job.brief), "")


def remaining(app: AppContext, job: Job) -> Estimate:
    """What is left to buy until the job has its video, whatever its status.

    While there is no storyboard it is the brief's estimate without what was bought already.
    """
    if job.scenes:
        return outstanding(app, job)
    planned = _planned(app, job.user_id, job.brief.model_copy(update={"stop_at": StopAt.VIDEO}))
    bought = {
        PurchaseKind.SCRIPT if job.script else None,
        PurchaseKind.STYLE if job.style else None,
        PurchaseKind.TRANSCRIPT if job.narration.transcript else None,
    }
    items = [item for item in planned.items if item.kind not in bought]
    return _estimate(items, job, planned.least_duration_seconds, planned.objection)


def _estimate(
    items: Sequence[LineItem], job: Job, min_seconds: int, objection: str, *, language_detected: bool = False
) -> Estimate:
    total = sum((item.usd for item in items), Decimal(0))
    left = job.brief.max_cost_usd - job.committed_usd if job.brief.max_cost_usd is not None else None
    return Estimate(
        items=tuple(items),
        total_usd=total,
        prices_as_of=min((item.price_as_of for item in items), default=None),
        language=job.brief.narration.language,
        language_detected=language_detected,
        least_duration_seconds=min_seconds,
        feasible=not objection,
        objection=objection,
        within_max_cost=left is None or total <= left,
    )


def _words(app: AppContext, job: Job) -> Iterator[LineItem]:
    """Transcript, style description, script and storyboard; one draft each, as most answers need no repair."""
    assert job.script
    brief, providers = job.brief, app.providers
    seconds = [segment.duration for segment in job.script.segments]
    budgets = [word_budget(part, app.settings.omnigen_words_per_second) for part in seconds]
    if transcript_wanted(app, brief):
        heard, listener = longest_transcript(brief), providers.transcription_providers_for(brief.narration.language)[0]
        yield _line(PurchaseKind.TRANSCRIPT, listener, listener.quote(heard), (heard.seconds, "seconds"))
    if brief.style_images:
        reader = providers.vision_providers[0]
        pictures = tuple(ReferenceImage(data=b"") for _ in brief.style_images)
        usd = reader.quote(StyleRequest(order_id="", pictures=pictures))
        yield _line(PurchaseKind.STYLE, reader, usd, (len(pictures), "pictures"))
    writer = providers.text_providers[0]
    script = render_script(brief, seconds, budgets, job.style, "")
    board = render_storyboard(brief, job.script, job.style)
    common = {"order_id": "", "brief": brief, "scene_seconds": tuple(seconds), "word_budgets": tuple(budgets)}
    asked = TextRequest(instructions=script.instructions, input=script.input, form=ScriptDraft, **common)  # type: ignore[arg-type]
    planned = TextRequest(instructions=board.instructions, input=board.input, form=StoryboardDraft, **common)  # type: ignore[arg-type]
    yield _line(PurchaseKind.SCRIPT, writer, writer.quote(asked), (1, "answer"))
    yield _line(PurchaseKind.STORYBOARD, writer, writer.quote(planned), (1, "answer"))


@dataclass(frozen=True)
class _Outstanding:
    """A job with a storyboard, compared with its purchases."""

    app: AppContext
    job: Job

    def items(self) -> Iterator[LineItem]:
        drawn = {scene.id for scene in self.job.scenes if self._to_draw(scene)}
        for scene in self.job.scenes:
            if scene.id in drawn:
                request = self._image_request(scene)
                image_provider = self.app.providers.image_providers_for(request)[0]
                usd = image_provider.quote(request)
                yield _line(PurchaseKind.IMAGE, image_provider, usd, (1, "image"), scene)
        yield from self._speech()
        yield from self._music()
        if self.job.brief.pictures is Pictures.CLIPS:
            yield from self._clips(drawn)

    def _to_draw(self, scene: Scene) -> bool:
        return self.job.draws_still(scene) and not self._has(ImagePurchase(self.app, self.job, scene).key)

    def _speech(self) -> Iterator[LineItem]:
        if not self.job.brief.narration.enabled or self.job.brief.narration.upload:
            return
        speech_provider = self.app.providers.speech_providers[0]
        for take in speech_purchases(self.app, self.job):
            if not take.is_bought:
                usd = speech_provider.quote(take.request())
                yield _line(PurchaseKind.SPEECH, speech_provider, usd, (len(take.text), "characters"))

    def _music(self) -> Iterator[LineItem]:
        music = MusicPurchase(self.app, self.job)
        if self.job.brief.score_wanted and not self._has(music.key):
            music_provider = self.app.providers.music_providers[0]
            yield _line(PurchaseKind.MUSIC, music_provider, music_provider.quote(music.request()), (1, "track"))

    def _clips(self, drawn: set[str]) -> Iterator[LineItem]:
        """A clip is stale by itself, or because a picture on which it starts or ends will be another one."""
        before_changes = False
        for scene in self.job.scenes:
            if not self.job.films(scene):
                before_changes = False  # the next one starts anew
                continue
            after = self.job.after(scene)
            other_start = scene.id in drawn or (before_changes and self.job.continues(scene))
            stale = other_start or (after is not None and after.id in drawn) or not self._has_clip(scene)
            before_changes = stale
            if stale:
                request = self._clip_request(scene)
                video_provider = self.app.providers.video_providers_for_clip(request)[0]
                usd = video_provider.quote(request)
                bought = clip_length(scene.duration, video_provider.durations_seconds)
                yield _line(PurchaseKind.CLIP, video_provider, usd, (bought, "seconds"), scene)

    def _image_request(self, scene: Scene) -> ImageRequest:
        """The still by what its price depends on; the photos may not be cut out yet."""
        references = (NO_PICTURE,) * reference_count(self.job, scene)
        return replace(ImagePurchase(self.app, self.job, scene).request(), references=references)

    def _starts_on_picture(self, scene: Scene) -> bool:
        return self.job.brief.continuity is Continuity.KEYFRAMES or self.job.continues(scene)

    def _has_clip(self, scene: Scene) -> bool:
        try:
            return self._has(ClipPurchase(self.app, self.job, scene).key)
        except PolicyBlocked:  # the clip on which it would start is not there
            return False

    def _clip_request(self, scene: Scene) -> ClipRequest:
        """The clip by what its price depends on; the frames it starts and ends on may not exist yet."""
        brief = self.job.brief
        width, height = self.app.settings.scaled(brief.size)
        return ClipRequest(
            order_id="",
            prompt=scene.visual_prompt,
            start_frame=NO_PICTURE if self._starts_on_picture(scene) else None,
            references=(NO_PICTURE,) * reference_count(self.job, scene),
            seconds=scene.duration,
            aspect_ratio=brief.aspect_ratio,
            resolution=brief.resolution,
            width=width,
            height=height,
            with_sound=brief.clip_sound,
        )

    def _has(self, order: PurchaseKey) -> bool:
        known = self.job.purchases.get(order.id)
        return known is not None and known.status is PurchaseStatus.DONE


def _line(kind: PurchaseKind, provider: Provider, usd: Decimal, amount: Amount, scene: Scene | None = None) -> LineItem:
    quantity, unit = amount
    return LineItem(
        kind=kind,
        scene=scene.number if scene else None,
        model=provider.model,
        quantity=Decimal(quantity),
        unit=unit,
        usd=usd,
        price_as_of=find_model(provider.model).checked_on,
    )
