"""Leaves out of a narration what can best be spared: never its beginning, its end, the name or the call to action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.narration_layout import SpokenTake
from omnigen.domain.phrases import Break, Phrase, join_phrases
from omnigen.domain.speech_placement import place_phrases


@dataclass(frozen=True, kw_only=True)
class ShortenedText:
    """The text without some sentences, and those."""

    text: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class _SpokenSentence:
    phrases: tuple[Phrase, ...]
    seconds: Decimal

    @property
    def text(self) -> str:
        return join_phrases(self.phrases)


def without_some(spoken: Sequence[SpokenTake], kept_words: Sequence[str], surplus: Decimal) -> ShortenedText | None:
    """The text without as many sentences as take `surplus` seconds to say, or as many as there are.

    The first sentence stays, the last one, and each that holds one of `kept_words`. None when no other is left.
    """
    sentences, left_out = _sentences(spoken), list[_SpokenSentence]()
    names = [word.casefold() for word in kept_words]
    spare = [one for one in sentences[1:-1] if not any(name in one.text.casefold() for name in names)]
    while spare and surplus > 0:
        enough = [one for one in spare if one.seconds >= surplus]
        chosen = min(enough, key=_seconds) if enough else max(spare, key=_seconds)
        spare.remove(chosen)
        left_out.append(chosen)
        surplus -= chosen.seconds
    kept = [phrase for one in sentences if not any(one is out for out in left_out) for phrase in one.phrases]
    said = tuple(one.text for one in sentences if any(one is out for out in left_out))
    return ShortenedText(text=join_phrases(kept), left_out=said) if said else None


def _seconds(sentence: _SpokenSentence) -> Decimal:
    return sentence.seconds


def _sentences(spoken: Sequence[SpokenTake]) -> list[_SpokenSentence]:
    sentences: list[_SpokenSentence] = []
    for one in spoken:
        placed = place_phrases(one.take, one.phrases, Decimal(0), Decimal(1))
        start = 0
        for number, phrase in enumerate(one.phrases):
            if phrase.ends >= Break.SENTENCE or number == len(one.phrases) - 1:
                seconds = placed[number].end - placed[start].start
                sentences.append(_SpokenSentence(phrases=tuple(one.phrases[start : number + 1]), seconds=seconds))
                start = number + 1
    return sentences
