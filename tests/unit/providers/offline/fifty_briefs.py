"""Fifty briefs in six languages, and what the offline writer makes of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from omnigen.domain.brief import Brief
from omnigen.domain.narration import WORDS_PER_SECOND, word_budget
from omnigen.domain.narration_layout import wanted_seconds
from omnigen.domain.script_shape import Section, sections_of
from omnigen.domain.storyboard import StoryboardDraft, plan_seconds
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.providers.offline.writing.length import NarrationLength
from omnigen.providers.offline.writing.narration import write_narration
from omnigen.providers.offline.writing.shots import plan_shots
from omnigen.providers.offline.writing.understanding import understand
from omnigen.text import pace_ratio

DURATION = 30


@dataclass(frozen=True, eq=False)
class BriefCase:
    """A brief, the kind it is about, and the words that must be said."""

    language: str
    kind: str
    said: tuple[str, ...]
    brief: Brief = field(hash=False)


@dataclass(frozen=True)
class Written:
    """What the offline writer makes of a brief."""

    case: BriefCase
    understood: UnderstoodBrief
    sections: tuple[tuple[Section, ...], ...]
    budgets: tuple[int, ...]
    texts: tuple[str, ...]


@cache
def cases() -> tuple[BriefCase, ...]:
    lines = (Path(__file__).parent / "briefs.txt").read_text(encoding="utf-8").splitlines()
    return tuple(map(_case, (line.split(";", 3) for line in lines if not line.startswith("#"))))


def _case(row: list[str]) -> BriefCase:
    language, kind, said, text = row
    name, *more = text.split("|")
    product = {"name": name, "description": more[0], "selling_points": more[1:]} if more else None
    subject = {"product": product} if product else {"prompt": text}
    brief = Brief.model_validate({**subject, "duration": DURATION, "narration": {"language": language}})
    return BriefCase(language, kind, tuple(said.split(",")), brief)


@cache
def written(case: BriefCase, duration: int = DURATION, seed: int = 1) -> Written:
    seconds = plan_seconds(duration)
    pace = WORDS_PER_SECOND * pace_ratio(case.language)
    budgets = tuple(word_budget(part, pace) for part in seconds)
    length = NarrationLength(seconds=float(wanted_seconds(Decimal(duration), len(seconds))), language=case.language)
    understood = understand(case.brief, case.language)
    sections = sections_of(case.brief.mode, seconds)
    chance = random.Random(f"{seed} {case.brief.subject}")
    texts = write_narration(understood, case.language, budgets, chance, length)
    return Written(case, understood, sections, budgets, tuple(texts))


def planned(made: Written) -> StoryboardDraft:
    """The storyboard of a written brief."""
    return plan_shots(made.understood, made.sections, made.texts, "", random.Random(1), made.case.brief)
