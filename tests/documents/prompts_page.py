"""`python -m tests.documents.prompts_page`: write docs/prompts.md, five prompts for each model and the rubric."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from string import Template

from omnigen.domain.claims import unsupported
from omnigen.domain.script import Look
from omnigen.domain.shot import Join, ShotSize
from omnigen.domain.storyboard import SceneDraft, StoryboardDraft, Transition, complaints
from omnigen.domain.wording import plain
from omnigen.prompts import ShotDirection
from omnigen.providers.model_registry import find_model
from omnigen.providers.video_prompts import ClipUse, ModelPrompts, prompt_for, video_prompts

from tests.documents.vocabulary import ROOT
from tests.unit.providers.offline.fifty_briefs import Written, cases, planned, written

PAGE = ROOT / "docs" / "prompts.md"
TEXT = Path(__file__).with_name("prompts_page.md")
SAMPLES = Path(__file__).with_name("prompt_samples.json")
LOOK = str(Look(light="low morning sun", colour_grade="warm amber tones", mood="calm and confident"))

Rule = Callable[[Written, StoryboardDraft], bool]


def page() -> str:
    """The whole page."""
    text = Template(TEXT.read_text(encoding="utf-8"))
    return text.substitute(
        version=video_prompts().version,
        rules="\n".join(f"| {name} | {share:.0%} |" for name, share in rubric().items()),
        models="\n".join(part for prompts in video_prompts().models for part in _of_model(prompts)),
    )


def rubric() -> dict[str, float]:
    """For each rule, the share of the fifty briefs that keep it."""
    made = [(one, planned(one)) for one in map(written, cases())]
    return {name: sum(rule(*both) for both in made) / len(made) for name, rule in RULES.items()}


def _within_rules(made: Written, board: StoryboardDraft) -> bool:
    return not complaints(board, len(made.texts), made.case.brief)


def _product_at_once(made: Written, board: StoryboardDraft) -> bool:
    return not board.elements or "product" in board.scenes[0].elements


def _varies(made: Written, board: StoryboardDraft) -> bool:
    return all(_framed(one) != _framed(other) for one, other in pairwise(board.scenes))


def _framed(scene: SceneDraft) -> object:
    return scene.shot_size, scene.angle, scene.elements


def _several_sizes(made: Written, board: StoryboardDraft) -> bool:
    return len({scene.shot_size for scene in board.scenes} & set(ShotSize)) >= min(2, len(board.scenes))


def _mostly_cuts(made: Written, board: StoryboardDraft) -> bool:
    seen = [scene for scene in board.scenes[1:] if scene.join is Join.NEW_SHOT]
    return sum(scene.transition is Transition.CUT for scene in seen) >= len(seen) / 2


def _no_claims(made: Written, board: StoryboardDraft) -> bool:
    return not unsupported([*made.texts, *(scene.on_screen_text for scene in board.scenes)], made.case.brief)


def _facts_read(made: Written, board: StoryboardDraft) -> bool:
    said = plain(" ".join(made.texts))
    facts = [fact for fact in made.understood.facts if plain(fact) in said and len(fact) <= 60]
    return set(facts) <= {scene.on_screen_text for scene in board.scenes}


def _elements_repeated(made: Written, board: StoryboardDraft) -> bool:
    return all(
        description.casefold() in prompt_for(prompts, ClipUse.TEXT_TO_VIDEO, shot).casefold()
        for shot in _directions(board)
        for description in shot.elements
        for prompts in video_prompts().models
    )


def _motion_only(made: Written, board: StoryboardDraft) -> bool:
    return not any(
        shot.seen.casefold() in prompt_for(prompts, ClipUse.IMAGE_TO_VIDEO, shot).casefold()
        for shot in _directions(board)
        for prompts in video_prompts().models
    )


def _short_enough(made: Written, board: StoryboardDraft) -> bool:
    return all(
        len(prompt_for(prompts, use, shot).split()) <= prompts.max_words
        for shot in _directions(board)
        for prompts in video_prompts().models
        for use in ClipUse
    )


def _says_no(made: Written, board: StoryboardDraft) -> bool:
    return not any(
        re.search(r"\b(?:no|don't|without)\b", prompt_for(prompts, use, shot), re.IGNORECASE)
        for shot in _directions(board)
        for prompts in video_prompts().models
        for use in ClipUse
    )


RULES: Mapping[str, Rule] = {
    "the storyboard passes the checks of the program": _within_rules,
    "the product is in the first scene": _product_at_once,
    "no two scenes after one another have the same size, angle and elements": _varies,
    "at least two shot sizes": _several_sizes,
    "at least half of the new shots come in with a cut": _mostly_cuts,
    "nothing is said or shown that the brief does not give": _no_claims,
    "every fact that is said can be read as well": _facts_read,
    "elements stand word for word in every prompt from text": _elements_repeated,
    "with a start picture the scene is not described again": _motion_only,
    "every prompt is within the model's length": _short_enough,
    'no prompt says "no"': _says_no,
}


def _directions(board: StoryboardDraft) -> Iterator[ShotDirection]:
    descriptions = {element.id: element.description for element in board.elements}
    for scene in board.scenes:
        yield ShotDirection(
            seen=scene.visual_prompt,
            action=scene.action,
            elements=tuple(descriptions[name] for name in scene.elements),
            size=scene.shot_size,
            angle=scene.angle,
            move=scene.camera_move,
            look=LOOK,
        )


def _of_model(prompts: ModelPrompts) -> Iterator[str]:
    yield f"### {', '.join(prompts.models)}\n"
    yield f"Form: {prompts.source}. At most {prompts.max_words} words.\n"
    if prompts.negative:
        yield f"To be left out: {prompts.negative}.\n"
    needs_picture = all(find_model(name).needs_start_frame for name in prompts.models)
    if needs_picture:
        yield "It films from a picture only: what others film from text, it films from a still of the scene.\n"
    for number, sample in enumerate(json.loads(SAMPLES.read_text(encoding="utf-8")), start=1):
        use = ClipUse(sample["use"])
        if needs_picture and use is ClipUse.TEXT_TO_VIDEO:
            use = ClipUse.IMAGE_TO_VIDEO
        shot = ShotDirection(**(sample["shot"] | {"elements": tuple(sample["shot"]["elements"]), "look": LOOK}))
        yield f"{number}. {sample['words']} ({use.replace('_', ' ')})\n\n   > {prompt_for(prompts, use, shot)}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
