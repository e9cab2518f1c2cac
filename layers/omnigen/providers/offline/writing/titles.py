"""What stands on screen: the title, the name, the call to action."""

from __future__ import annotations

import random
from collections.abc import Sequence

from omnigen.domain.narration import spoken_words
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.domain.wording import closed, sentence_texts
from omnigen.providers.offline.writing.bank import bank
from omnigen.providers.offline.writing.kinds import find_kinds
from omnigen.providers.offline.writing.reading_words import reading_words

_MAX_TITLE_WORDS = 6
_MAX_ACTION_WORDS = 5


def title_of(brief: UnderstoodBrief, texts: Sequence[str], language: str) -> str:
    """A title of at most six words: the name, the kind with its place, or the beginning of what is said."""
    shown = name_shown(brief, language)
    place = next((feature for feature in brief.features if reading_words(language).marker.match(feature)), "")
    if shown and not brief.name and place and spoken_words(f"{shown} {place}") <= _MAX_TITLE_WORDS:
        return f"{shown} {place}"
    return shown or _first_words(next((text for text in texts if text), ""), language)


def name_shown(brief: UnderstoodBrief, language: str) -> str:
    """What is advertised as it stands on screen: its name, or its kind without an article."""
    if brief.name:
        return brief.name
    kind = next(iter(find_kinds(brief.noun, "en")), None)
    bare = reading_words(language).article.sub("", brief.kind)
    if not bare and kind:
        bare = kind.kind.nouns[language].words[0]
    return _first_words(bare[:1].upper() + bare[1:], language) if bare else ""


def call_to_action(brief: UnderstoodBrief, language: str, chance: random.Random) -> str:
    """What viewers are asked to do, in at most five words: the brief's own words, or those of its category."""
    own = brief.action.rstrip(".!")
    if own and spoken_words(own) <= _MAX_ACTION_WORDS:
        return own
    if reading_words(language).question.match(brief.kind):
        return bank(language).lines("topic.action")[0]
    return chance.choice(bank(language).lines("action", category=brief.category))


def _first_words(text: str, language: str) -> str:
    sentence = (sentence_texts(text) or [""])[0].rstrip(".!")
    if spoken_words(sentence) <= _MAX_TITLE_WORDS:
        return sentence
    return closed(" ".join(sentence.split()[:_MAX_TITLE_WORDS]), language)
