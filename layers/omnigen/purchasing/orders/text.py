"""The script and the storyboard: asked for in form, checked by the rules, repaired once, then made to fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Generic

from omnigen.compliance import objections, regulated_text, rule_set_of, writer_seconds
from omnigen.domain import script as scripts
from omnigen.domain import storyboard as storyboards
from omnigen.domain.brand_script import (
    brand_complaints,
    call_to_action,
    drafted_texts,
    storyboard_complaints,
    without_never_said,
)
from omnigen.domain.brand_words import never_said
from omnigen.domain.brief_options import Gate, Pictures
from omnigen.domain.estimate import speech_seconds
from omnigen.domain.job import ApprovalStatus, Job, Scene
from omnigen.domain.messages import JobRef
from omnigen.domain.narration import word_budget
from omnigen.domain.narration_layout import MIN_FILL, WANTED_FILL, estimated_cut, wanted_seconds
from omnigen.domain.phrases import as_paragraphs
from omnigen.domain.purchase import PurchaseKind, purchase_key
from omnigen.domain.review import rejection
from omnigen.domain.scene_borders import CutScene
from omnigen.domain.script import Script, ScriptDraft, Segment
from omnigen.domain.storyboard import StoryboardDraft, plan_seconds
from omnigen.domain.timebase import split
from omnigen.domain.wording import without_repeats
from omnigen.errors import BadOutput, ModelGone, OmnigenError, PolicyBlocked
from omnigen.prompts import render_script, render_storyboard
from omnigen.providers.protocols import OutputT, TextProvider, TextRequest, TextResult
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import label_of
from omnigen.text import named, pace_ratio, undrawable


@dataclass(frozen=True)
class PaidDraft(Generic[OutputT]):
    """A draft that was paid for, who wrote it, by which version of our prompt, and the order it came from.

    `complaints` is what the rules find wrong with it although it was asked for once more.
    """

    draft: OutputT
    model: str
    prompt_version: str
    input_hash: str
    complaints: tuple[str, ...] = ()


def write_script(app: AppContext, ref: JobRef, job: Job) -> tuple[Script, PaidDraft[ScriptDraft]]:
    """A script, cut into scenes by the usual length of what is said; the user's own words are kept to the letter.

    When the last one took too long or too short a time to say, the writer is told by how much.
    """
    brief = job.worded_brief
    own = brief.script_text
    clips = clip_seconds_on_sale(app, job)
    label = None if own else label_of(app, job)
    room = writer_seconds(label, rule_set_of(job, label), brief.duration) if label else brief.story_seconds
    cut = estimated_cut(own, brief.narration.language, brief.story_seconds, clips) if own else []
    seconds = [scene.duration for scene in cut] or plan_seconds(room, clips)
    budgets = _budgets(app, job, seconds)
    says = _reviewer_says(job)
    measured = "" if label else _measured(job)
    rendered = render_script(brief, seconds, budgets, job.style, says, measured, label)
    request = TextRequest(
        order_id="",
        brief=brief,
        instructions=rendered.instructions,
        input=rendered.input,
        form=ScriptDraft,
        scene_seconds=tuple(seconds),
        word_budgets=tuple(budgets),
        spoken_seconds=_spoken_seconds(job, seconds),
        texts=tuple(scene.text for scene in cut),
        label=label,
        reviewer_says=says,
        seed=job.seed,
    )

    def check(draft: ScriptDraft) -> list[str]:
        drawn = "" if own else " ".join(segment.text for segment in draft.segments)
        missing = undrawable(f"{draft.title} {draft.product_name} {draft.call_to_action} {drawn}")
        found = [f"No font can draw {named(missing)}. Leave that out."] if missing else []
        found += brand_complaints(draft, brief)
        if label:
            return [*found, *objections([segment.text for segment in draft.segments], label)]
        return found if own else [*found, *scripts.complaints(draft, budgets, brief)]

    purchase = _DraftPurchase(app, ref, PurchaseKind.SCRIPT, len(budgets), rendered.version)
    answer = purchase.buy_valid(request, check, job.script_hash)
    _refuse_never_said(answer.draft, job)
    if not own and (label or any(segment.text for segment in answer.draft.segments)):
        texts = [segment.text for segment in answer.draft.segments]
        text = regulated_text(texts, label) if label else as_paragraphs(without_repeats(texts))
        cut = estimated_cut(text, brief.narration.language, brief.story_seconds, clips)
    cut = cut or [CutScene(text="", lead_in="", duration=part) for part in seconds]
    segments = tuple(Segment(text=part.text, duration=part.duration, lead_in=part.lead_in) for part in cut)
    words = {"segments": segments, "call_to_action": call_to_action(answer.draft, brief)}
    return Script(**(dict(answer.draft) | words)), answer


def _refuse_never_said(draft: ScriptDraft, job: Job) -> None:
    """PolicyBlocked for a draft that still says, after it was asked for once more, what the brand never says."""
    if found := never_said(drafted_texts(draft, job.worded_brief), job.brief.brand, job.brief.narration.language):
        listed = "; ".join(f"the {name} says {phrase!r}" for name, phrase in found)
        raise PolicyBlocked(
            f"The script was written twice, and {listed}, which the brand never says. Change the brief or the brand"
        )


def _reviewer_says(job: Job) -> str:
    """The reason of a reviewer who turned a script down; it still holds when the next one is written once more."""
    decision = job.decisions.get(Gate.SCRIPT)
    if job.speech_misfits and decision and decision.decision is ApprovalStatus.REJECTED:
        return decision.reason
    return rejection(job, Gate.SCRIPT)


def _budgets(app: AppContext, job: Job, seconds: Sequence[Decimal]) -> list[int]:
    """Words for each part of these lengths, at the pace at which the last version was spoken, if there is one."""
    if not job.brief.narration.enabled:
        return [0] * len(seconds)
    pace = job.narration.pace or app.settings.omnigen_words_per_second * pace_ratio(job.brief.narration.language)
    total = sum(seconds, Decimal(0))
    words = int(wanted_seconds(total, len(seconds)) * pace)
    return split(max(words, len(seconds)), seconds)


def _spoken_seconds(job: Job, seconds: Sequence[Decimal]) -> Decimal:
    """How long the narration should take by estimate; the last version tells by how much estimates are off."""
    if not job.brief.narration.enabled:
        return Decimal(0)
    wanted = wanted_seconds(sum(seconds, Decimal(0)), len(seconds))
    if not (job.speech_misfits and job.script and job.narration.measured_seconds):
        return wanted
    estimated = sum(speech_seconds(job.script.text, job.brief.narration), Decimal(0))
    return (wanted * estimated / job.narration.measured_seconds).quantize(Decimal("0.01"))


def _measured(job: Job) -> str:
    """What the writer is told about the last version, in words; empty when there is none that did not fit."""
    if not job.speech_misfits:
        return ""
    wanted = wanted_seconds(job.brief.story_seconds, len(job.narration.takes) or 1)
    return (
        f"The last version took {job.narration.measured_seconds:.1f} s to say; "
        f"this one should take {wanted * MIN_FILL / WANTED_FILL:.1f} to {wanted:.1f} s"
    )


def plan_storyboard(app: AppContext, ref: JobRef, job: Job, script: Script) -> PaidDraft[StoryboardDraft]:
    """One scene for each segment of the script."""
    return _plan(app, ref, job, script, "", None)


def plan_scene(app: AppContext, ref: JobRef, job: Job, scene: Scene, reviewer_says: str) -> PaidDraft[StoryboardDraft]:
    """The storyboard once more, for the sake of one scene and with the reviewer's words about it."""
    return _plan(app, ref, job, job.written_script, f"Scene {scene.number}: {reviewer_says}", scene)


def _plan(
    app: AppContext, ref: JobRef, job: Job, script: Script, says: str, scene: Scene | None
) -> PaidDraft[StoryboardDraft]:
    seconds = [segment.duration for segment in script.segments]
    rendered = render_storyboard(job.brief, script, job.style, says)
    request = TextRequest(
        order_id="",
        brief=job.brief,
        instructions=rendered.instructions,
        input=rendered.input,
        form=StoryboardDraft,
        scene_seconds=tuple(seconds),
        word_budgets=tuple(word_budget(part) for part in seconds),
        texts=tuple(segment.text for segment in script.segments),
        understood=script.understood,
        reviewer_says=says,
        seed=job.seed,
    )
    purchase = _DraftPurchase(app, ref, PurchaseKind.STORYBOARD, len(seconds), rendered.version)
    about = [job.script_hash, scene.id, scene.revision] if scene else job.script_hash

    def check(draft: StoryboardDraft) -> list[str]:
        return storyboards.complaints(draft, len(seconds), job.brief) + storyboard_complaints(draft, job.brief)

    answer = purchase.buy_valid(request, check, about)
    return replace(answer, draft=without_never_said(answer.draft, job.brief))


@dataclass(frozen=True)
class _DraftPurchase:
    """A draft in a given form: bought, checked by the rules, and asked for once more with what was wrong."""

    app: AppContext
    ref: JobRef
    kind: PurchaseKind
    scenes: int
    prompt_version: str

    def buy_valid(
        self, request: TextRequest[OutputT], complain: Callable[[OutputT], list[str]], about: object
    ) -> PaidDraft[OutputT]:
        inputs = {"instructions": request.instructions, "input": request.input, "seed": request.seed, "about": about}
        try:
            first = self._buy(request, inputs, fall_back_on=(ModelGone,))
            complaints, refused = complain(first.draft), first.draft.model_dump_json()
        except BadOutput as error:
            first, complaints, refused = None, [str(error)], error.answer
        if first and not complaints:
            return first
        again = request.again(" ".join(complaints), refused)
        second = self._buy(again, inputs | {"complaint": again.complaint}, fall_back_on=(ModelGone, BadOutput))
        return replace(second, complaints=tuple(complain(second.draft)))

    def _buy(
        self, request: TextRequest[OutputT], inputs: dict[str, object], fall_back_on: tuple[type[OmnigenError], ...]
    ) -> PaidDraft[OutputT]:
        key = purchase_key(self.kind, inputs)
        named = replace(request, order_id=key.id, job_id=self.ref.job_id)
        spec: SyncSpec[TextProvider, TextResult[OutputT]] = SyncSpec(
            key=key,
            providers=self.app.providers.text_providers,
            quote=lambda provider: provider.quote(named),
            ask=lambda provider: provider.write(named),
            find_existing=lambda provider, claimed: provider.find_existing(named.without(claimed)),
            keep=self._keep,
            fall_back_on=fall_back_on,
        )
        result = buy(self.app, self.ref, spec)
        draft = request.form.model_validate(result["draft"])
        model = str(result["model"])
        return PaidDraft(draft=draft, model=model, prompt_version=self.prompt_version, input_hash=key.input_hash)

    def _keep(self, written: TextResult[OutputT]) -> PurchaseResult:
        parts = written.draft.segments if isinstance(written.draft, ScriptDraft) else written.draft.scenes
        if len(parts) != self.scenes:
            raise BadOutput(
                f"{written.model} wrote {len(parts)} parts where {self.scenes} were asked for",
                usd=written.usage.usd,
                answer=written.draft.model_dump_json(),
            )
        return PurchaseResult(facts={"draft": written.draft.model_dump(), "model": written.model}, usage=written.usage)


def clip_seconds_on_sale(app: AppContext, job: Job) -> tuple[Decimal, ...]:
    """The clip lengths on sale, where clips are filmed."""
    video_provider = app.providers.video_providers_for(job.brief.aspect_ratio)[0]
    return video_provider.durations_seconds if job.brief.pictures is Pictures.CLIPS else ()
