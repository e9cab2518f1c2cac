"""A writer that needs neither key nor network: scripts from ready sentences, storyboards from ready shots."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from omnigen.domain.brief import Brief
from omnigen.domain.narration import spoken_words
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.script import Look, MusicDirection, ScriptDraft, SegmentDraft
from omnigen.domain.storage_keys import digest
from omnigen.domain.storyboard import SceneDraft, StoryboardDraft, Transition
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.copywriting import CALLS, music_mood, narration, subject_of
from omnigen.providers.offline.fulfilment import SyncFulfilment
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.protocols import OutputT, TextRequest, TextResult, Usage

_PRICE_USD = Decimal("0.01")

_LIGHTS = (
    Look(light="soft morning light", colour_grade="warm pastel tones", mood="calm and hopeful"),
    Look(light="golden hour light", colour_grade="rich amber tones", mood="warm and confident"),
    Look(light="bright daylight", colour_grade="fresh clean tones", mood="light and lively"),
    Look(light="soft studio light", colour_grade="cool neutral tones", mood="clear and precise"),
    Look(light="blue evening light", colour_grade="deep teal tones", mood="quiet and elegant"),
)
_SHOTS = (
    "Wide opening shot of {s} in a {outdoors}",
    "Close-up of {s} in a {indoors}",
    "{s} on a table in a {indoors}, seen in one slow move",
    "{s} in a {outdoors}, people walking by",
    "Detail of {s} in a {indoors}, soft focus behind it",
    "{s} in a {outdoors}, seen from below",
)
_LAST_SHOT = "Last view of {s} in the middle of the picture, calm and clear"
_OUTDOORS = ("green park", "quiet beach", "modern city street", "mountain valley", "forest clearing", "garden")
_INDOORS = ("sunlit kitchen", "bright living room", "tidy office", "warm studio")
_TRANSITIONS = (Transition.DISSOLVE, Transition.CUT, Transition.WIPE, Transition.DISSOLVE, Transition.FADE)


@dataclass(frozen=True)
class OfflineTextProvider:
    """Answers in the form asked for, the same way for the same seed."""

    vendor: OfflineVendor
    model: str = "offline/writer"

    @property
    def languages(self) -> frozenset[str]:
        """English."""
        return frozenset({"en"})

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
    english = brief.narration.language.lower().startswith("en")
    if not (english or request.texts):
        raise InvalidRequest(
            f"The offline writer writes English only, not {brief.narration.language!r}. "
            "Give the text yourself as script_text, or use live providers",
            "narration.language",
        )
    chance = _chance(request)
    subject = subject_of(brief).alone if english else ""
    mood = music_mood(brief)
    texts = request.texts or narration(brief, request.word_budgets, chance)
    return ScriptDraft(
        title=brief.title or subject,
        product_name=brief.product.name if brief.product else subject,
        call_to_action=CALLS[brief.mode] if english else "",
        look=_look(brief.subject, chance),
        sound=MusicDirection(mood=mood, description=f"{mood} instrumental bed"),
        segments=tuple(SegmentDraft(text=text) for text in texts),
    )


def _storyboard(request: TextRequest[OutputT]) -> StoryboardDraft:
    chance = _chance(request)
    outdoors, indoors = chance.sample(_OUTDOORS, len(_OUTDOORS)), chance.sample(_INDOORS, len(_INDOORS))
    count = len(request.texts)
    asked = f", {request.reviewer_says}" if request.reviewer_says else ""
    scenes = []
    for index in range(count):
        shot = _LAST_SHOT if index == count - 1 and count > 1 else _SHOTS[index % len(_SHOTS)]
        shot = shot.replace("{outdoors}", outdoors[index % len(outdoors)])
        seen = shot.replace("{indoors}", indoors[index % len(indoors)]).replace("{s}", _seen(request.brief))
        transition = _TRANSITIONS[(index - 1) % len(_TRANSITIONS)] if index else Transition.CUT
        scenes.append(SceneDraft(visual_prompt=seen[:1].upper() + seen[1:] + asked, transition=transition))
    return StoryboardDraft(scenes=tuple(scenes))


def _seen(brief: Brief) -> str:
    """The subject in words that can be drawn: a product's name alone says nothing about its looks."""
    subject = subject_of(brief).inside
    if brief.product is None:
        return subject
    return f"{subject}, {' '.join(brief.product.description.split()[:8]).rstrip('.,;')},"


def _look(subject: str, chance: random.Random) -> Look:
    words = subject.lower()
    if any(hint in words for hint in ("calm", "morning", "gentle", "soft")):
        return _LIGHTS[0]
    if any(hint in words for hint in ("night", "evening", "elegant")):
        return _LIGHTS[4]
    return chance.choice(_LIGHTS)


def _chance(request: TextRequest[OutputT]) -> random.Random:
    said = f"{request.brief.subject} {request.brief.mode} {request.reviewer_says} {request.refused_answer}"
    return random.Random(f"{request.seed} {digest(said.encode())}")
