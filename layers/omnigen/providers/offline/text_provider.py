"""A writer that needs neither key nor network: it reads the brief by rules and fills the shape of a script."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from omnigen.domain.brand import PinnedBrand
from omnigen.domain.brand_words import never_said
from omnigen.domain.brief import Brief
from omnigen.domain.narration import spoken_words
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.script import MusicDirection, ScriptDraft, SegmentDraft
from omnigen.domain.script_shape import sections_of
from omnigen.domain.storage_keys import digest
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.fulfilment import SyncFulfilment
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.offline.writing.bank import writer_languages
from omnigen.providers.offline.writing.direction import look_of, music_mood
from omnigen.providers.offline.writing.length import NarrationLength
from omnigen.providers.offline.writing.narration import write_narration
from omnigen.providers.offline.writing.regulated import subject_of, write_regulated
from omnigen.providers.offline.writing.shots import plan_shots
from omnigen.providers.offline.writing.titles import call_to_action, name_shown, title_of
from omnigen.providers.offline.writing.understanding import foreign_features, understand
from omnigen.providers.protocols import OutputT, TextRequest, TextResult, Usage

_PRICE_USD = Decimal("0.01")
_ATTEMPTS_TO_AVOID = 12


@dataclass(frozen=True)
class OfflineTextProvider:
    """Answers in the form asked for, the same way for the same seed."""

    vendor: OfflineVendor
    model: str = "offline/writer"

    @property
    def languages(self) -> frozenset[str]:
        """Those with a bank of sentences."""
        return frozenset(writer_languages())

    def untranslated(self, brief: Brief) -> tuple[str, ...]:
        """Features in another of its languages: it reads them, but translates kinds of things only."""
        return () if brief.script_text else foreign_features(brief, brief.narration.language.lower().split("-")[0])

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def quote(self, request: TextRequest[OutputT]) -> Decimal:  # noqa: ARG002 - every answer costs the same
        """The list price of one answer."""
        return self.vendor.price(_PRICE_USD)

    def write(self, request: TextRequest[OutputT]) -> TextResult[OutputT]:
        """Write the script or plan the storyboard."""
        return self._counter(request).sell(request, self._usage(request))

    def find_existing(self, request: TextRequest[OutputT]) -> TextResult[OutputT] | None:
        """The answer ordered before; it is the same again."""
        return self._counter(request).placed(request, self._usage(request))

    def _counter(self, request: TextRequest[OutputT]) -> SyncFulfilment[TextRequest[OutputT], TextResult[OutputT]]:
        kind = PurchaseKind.SCRIPT if request.form is ScriptDraft else PurchaseKind.STORYBOARD
        return SyncFulfilment(self.vendor, kind, self.model, self._answer)

    def _answer(self, request: TextRequest[OutputT], usage: Usage) -> TextResult[OutputT]:
        draft = _script(request) if request.form is ScriptDraft else _storyboard(request)
        return TextResult(draft=cast("OutputT", draft), model=self.model, usage=usage)

    def _usage(self, request: TextRequest[OutputT]) -> Usage:
        words = spoken_words(request.instructions) + spoken_words(request.input)
        return Usage(input_tokens=words * 4 // 3, output_tokens=sum(request.word_budgets) * 2, usd=self.quote(request))


def _script(request: TextRequest[OutputT]) -> ScriptDraft:
    brief = request.brief
    language = brief.narration.language.lower().split("-")[0]
    written = language in writer_languages()
    if not (written or request.texts):
        raise InvalidRequest(
            f"The offline writer writes {', '.join(writer_languages())}, not {brief.narration.language!r}. "
            "Give the text yourself as script_text, or use live providers",
            "narration.language",
        )
    chance = _chance(request)
    understood = understand(brief, language if written else "en")
    if request.label:
        understood = understood.model_copy(update=subject_of(request.label))
    mood = music_mood(brief)
    texts: Sequence[str] = request.texts
    if request.label:
        texts = write_regulated(request.label, request.word_budgets)
    elif not texts:
        texts = _narration(request, understood, language, chance)
    return ScriptDraft(
        understood=understood,
        title=brief.title or (title_of(understood, texts, language) if written else ""),
        product_name=name_shown(understood, language) if written and not request.texts else understood.name,
        call_to_action=call_to_action(understood, language, chance) if written else "",
        look=look_of(brief, chance),
        sound=MusicDirection(mood=mood, description=f"{mood} instrumental bed"),
        segments=tuple(SegmentDraft(text=text) for text in texts),
    )


def _narration(
    request: TextRequest[OutputT], understood: UnderstoodBrief, language: str, chance: random.Random
) -> Sequence[str]:
    """A narration with what the brand must say and, as far as there are other sentences, without what it never says."""
    brand: PinnedBrand | None = request.brief.brand
    features = (*(brand.must_say if brand else ()), *understood.features)
    points = understood.model_copy(update={"features": tuple(dict.fromkeys(features))})
    length = _length(request)
    for _ in range(_ATTEMPTS_TO_AVOID):
        texts = write_narration(points, language, request.word_budgets, chance, length)
        if not never_said({"narration": " ".join(texts)}, brand, language):
            break
    return texts


def _length(request: TextRequest[OutputT]) -> NarrationLength | None:
    """How long the narration should take to say; None where nothing is said."""
    if not request.spoken_seconds:
        return None
    voice = request.brief.narration
    return NarrationLength(seconds=float(request.spoken_seconds), language=voice.language, voice=voice.voice)


def _storyboard(request: TextRequest[OutputT]) -> StoryboardDraft:
    understood = request.understood or understand(request.brief, "en")
    sections = sections_of(request.brief.mode, request.scene_seconds)
    return plan_shots(understood, sections, request.texts, request.reviewer_says, _chance(request), request.brief)


def _chance(request: TextRequest[OutputT]) -> random.Random:
    said = f"{request.brief.subject} {request.brief.mode} {request.reviewer_says} {request.refused_answer}"
    return random.Random(f"{request.seed} {digest(said.encode())}")
