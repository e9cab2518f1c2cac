"""The script and the storyboard: asked for in form, checked by the rules, repaired once, then made to fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Generic

from omnigen.domain import script as scripts
from omnigen.domain import storyboard as storyboards
from omnigen.domain.brief import Gate, Pictures
from omnigen.domain.job import Job, Scene
from omnigen.domain.messages import JobRef
from omnigen.domain.narration import balance, divide, fit_texts, word_budget
from omnigen.domain.purchase import PurchaseKind, purchase_key
from omnigen.domain.review import rejection
from omnigen.domain.script import Script, ScriptDraft, Segment
from omnigen.domain.storyboard import StoryboardDraft, plan_seconds
from omnigen.domain.wording import without_repeats
from omnigen.errors import BadOutput, ModelGone, OmnigenError
from omnigen.prompts import render_script, render_storyboard
from omnigen.providers.protocols import OutputT, TextProvider, TextRequest, TextResult
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext

_STILL_SECONDS = Decimal(15)
"""A still may be looked at for so long."""


@dataclass(frozen=True)
class PaidDraft(Generic[OutputT]):
    """A draft that was paid for, who wrote it, by which version of our prompt, and the order it came from."""

    draft: OutputT
    model: str
    prompt_version: str
    input_hash: str


def write_script(app: AppContext, ref: JobRef, job: Job) -> tuple[Script, PaidDraft[ScriptDraft]]:
    """A script that fits its scenes exactly; the user's own words, if the brief brings them, are kept to the letter."""
    own = job.brief.script_text
    seconds = plan_seconds(job.brief.duration, _clip_seconds(app, job))
    pace = app.settings.omnigen_words_per_second
    texts: Sequence[str] = ()
    if own:
        texts = divide(own, len(seconds))
        longest = max(_clip_seconds(app, job), default=_STILL_SECONDS)
        seconds = balance(texts, job.brief.duration, longest, pace)
    budgets = [word_budget(part, pace) if job.brief.narration.enabled else 0 for part in seconds]
    says = rejection(job, Gate.SCRIPT)
    rendered = render_script(job.brief, seconds, budgets, job.style, says)
    request = TextRequest(
        order_id="",
        brief=job.brief,
        instructions=rendered.instructions,
        input=rendered.input,
        form=ScriptDraft,
        scene_seconds=tuple(seconds),
        word_budgets=tuple(budgets),
        texts=tuple(texts),
        reviewer_says=says,
        seed=job.seed,
    )

    def check(draft: ScriptDraft) -> list[str]:
        return [] if own else scripts.complaints(draft, budgets, job.brief)

    purchase = _DraftPurchase(app, ref, PurchaseKind.SCRIPT, len(budgets), rendered.version)
    answer = purchase.buy_valid(request, check, job.script_hash)
    said = texts or fit_texts(without_repeats([segment.text for segment in answer.draft.segments]), budgets)
    segments = tuple(Segment(text=text, duration=part) for text, part in zip(said, seconds, strict=True))
    return Script(**(dict(answer.draft) | {"segments": segments})), answer


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
    return purchase.buy_valid(request, lambda draft: storyboards.complaints(draft, len(seconds)), about)


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
        return self._buy(again, inputs | {"complaint": again.complaint}, fall_back_on=(ModelGone, BadOutput))

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


def _clip_seconds(app: AppContext, job: Job) -> tuple[Decimal, ...]:
    """The clip lengths on sale, where clips are filmed."""
    video_provider = app.providers.video_providers_for(job.brief.aspect_ratio)[0]
    return video_provider.durations_seconds if job.brief.pictures is Pictures.CLIPS else ()
