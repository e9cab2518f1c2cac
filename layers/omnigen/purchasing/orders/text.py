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
from omnigen.domain.narration import balance, divide, fit_texts, word_budget
from omnigen.domain.purchase import Kind, order
from omnigen.domain.review import rejection
from omnigen.domain.script import Script, ScriptDraft, Segment
from omnigen.domain.storyboard import StoryboardDraft, plan_seconds
from omnigen.errors import BadOutput, ModelGone, OmnigenError
from omnigen.prompts import render_script, render_storyboard
from omnigen.providers.protocols import Draft, TextRequest, Written
from omnigen.purchasing import Buyer, Goods
from omnigen.runtime.context import Studio

_STILL_SECONDS = Decimal(15)
"""A still may be looked at for so long."""


@dataclass(frozen=True)
class Answer(Generic[Draft]):
    """A draft that was paid for, who wrote it, by which version of our prompt, and the order it came from."""

    draft: Draft
    model: str
    prompt_version: str
    input_hash: str


def write_script(studio: Studio, buyer: Buyer, job: Job) -> tuple[Script, Answer[ScriptDraft]]:
    """A script that fits its scenes exactly; the user's own words, if the brief brings them, are kept to the letter."""
    own = job.brief.script_text
    seconds = plan_seconds(job.brief.duration, _clip_seconds(studio, job))
    pace = studio.settings.omnigen_words_per_second
    texts: Sequence[str] = ()
    if own:
        texts = divide(own, len(seconds))
        longest = max(_clip_seconds(studio, job), default=_STILL_SECONDS)
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
        return [] if own else scripts.complaints(draft, budgets)

    desk = _Desk(studio, buyer, Kind.SCRIPT, len(budgets), rendered.version)
    answer = desk.answer(request, check, job.script_hash)
    said = texts or fit_texts([segment.text for segment in answer.draft.segments], budgets)
    segments = tuple(Segment(text=text, duration=part) for text, part in zip(said, seconds, strict=True))
    return Script(**(dict(answer.draft) | {"segments": segments})), answer


def plan_storyboard(studio: Studio, buyer: Buyer, job: Job, script: Script) -> Answer[StoryboardDraft]:
    """One scene for each segment of the script."""
    return _plan(studio, buyer, job, script, "", None)


def plan_scene(studio: Studio, buyer: Buyer, job: Job, scene: Scene, reviewer_says: str) -> Answer[StoryboardDraft]:
    """The storyboard once more, for the sake of one scene and with the reviewer's words about it."""
    return _plan(studio, buyer, job, job.written_script, f"Scene {scene.number}: {reviewer_says}", scene)


def _plan(
    studio: Studio, buyer: Buyer, job: Job, script: Script, says: str, scene: Scene | None
) -> Answer[StoryboardDraft]:
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
        reviewer_says=says,
        seed=job.seed,
    )
    desk = _Desk(studio, buyer, Kind.STORYBOARD, len(seconds), rendered.version)
    about = [job.script_hash, scene.id, scene.revision] if scene else job.script_hash
    return desk.answer(request, lambda draft: storyboards.complaints(draft, len(seconds)), about)


@dataclass(frozen=True)
class _Desk:
    """Where drafts are ordered, looked at, and sent back once."""

    studio: Studio
    buyer: Buyer
    kind: Kind
    scenes: int
    prompt_version: str

    def answer(
        self, request: TextRequest[Draft], complain: Callable[[Draft], list[str]], about: object
    ) -> Answer[Draft]:
        inputs = {"instructions": request.instructions, "input": request.input, "seed": request.seed, "about": about}
        try:
            first = self._buy(request, inputs, move_on=(ModelGone,))
            complaints, refused = complain(first.draft), first.draft.model_dump_json()
        except BadOutput as error:
            first, complaints, refused = None, [str(error)], error.answer
        if first and not complaints:
            return first
        again = request.again(" ".join(complaints), refused)
        return self._buy(again, inputs | {"complaint": again.complaint}, move_on=(ModelGone, BadOutput))

    def _buy(
        self, request: TextRequest[Draft], inputs: dict[str, object], move_on: tuple[type[OmnigenError], ...]
    ) -> Answer[Draft]:
        what = order(self.kind, inputs)
        named = replace(request, order_id=what.id)
        goods = self.buyer.now(
            what,
            self.studio.providers.writers,
            quote=lambda writer: writer.quote(named),
            ask=lambda writer: writer.write(named),
            find=lambda writer: writer.find(named),
            keep=self._keep,
            move_on=move_on,
        )
        draft = request.form.model_validate(goods["draft"])
        model = str(goods["model"])
        return Answer(draft=draft, model=model, prompt_version=self.prompt_version, input_hash=what.input_hash)

    def _keep(self, written: Written[Draft]) -> Goods:
        parts = written.draft.segments if isinstance(written.draft, ScriptDraft) else written.draft.scenes
        if len(parts) != self.scenes:
            raise BadOutput(
                f"{written.model} wrote {len(parts)} parts where {self.scenes} were asked for",
                usd=written.usage.usd,
                answer=written.draft.model_dump_json(),
            )
        return Goods(facts={"draft": written.draft.model_dump(), "model": written.model}, usage=written.usage)


def _clip_seconds(studio: Studio, job: Job) -> tuple[Decimal, ...]:
    """The clip lengths on sale, where clips are filmed."""
    return studio.providers.filmmakers[0].durations_seconds if job.brief.pictures is Pictures.CLIPS else ()
