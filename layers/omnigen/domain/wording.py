"""Checks of how texts are worded: ends that miss a word, sentences said twice, features left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from omnigen.domain.language_words import LINKING_WORDS, PREPOSITIONS
from omnigen.domain.narration import spoken_words
from omnigen.text import sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SPARE_WORDS = 12
"""Words of a script that are neither features nor facts: name, call to action."""


def sentence_texts(text: str, language: str = "und") -> list[str]:
    """The sentences of a text."""
    return [piece.text.strip() for piece in sentences(text, language)]


def repeats(texts: Sequence[str]) -> list[str]:
    """A complaint for each sentence of two words or more that is said again."""
    seen: set[str] = set()
    found = []
    for sentence in (one for text in texts for one in sentence_texts(text)):
        key = plain(sentence)
        if key in seen and " " in key:
            found.append(f'"{sentence}" is said twice. Say it once.')
        seen.add(key)
    return found


def without_repeats(texts: Sequence[str]) -> list[str]:
    """The texts without the sentences that an earlier text, or the same one, has said before."""
    seen: set[str] = set()
    kept = []
    for text in texts:
        new = []
        for sentence in sentence_texts(text):
            key = plain(sentence)
            if key not in seen or " " not in key:
                new.append(sentence)
            seen.add(key)
        kept.append(" ".join(new))
    return kept


def bad_endings(texts: Mapping[str, str], language: str) -> list[str]:
    """A complaint for each text that ends on a word which another must follow; titles and names are held stricter."""
    return [
        f'The {name} ends on a word that needs another after it: "{sentence}". Complete it.'
        for name, text in texts.items()
        for sentence in sentence_texts(text)
        if ends_open(sentence, language, shown=not name.startswith("segment"))
    ]


def ends_open(text: str, language: str, *, shown: bool = False) -> bool:
    """Whether the last word of a text needs another after it. `shown` also refuses prepositions, as titles should."""
    words = _WORD.findall(text.casefold())
    tag = tag_of(language)
    closed = set(LINKING_WORDS.get(tag, "").split()) | (set(PREPOSITIONS.get(tag, "").split()) if shown else set())
    return len(words) > 1 and not text.rstrip().endswith(tuple("0123456789%€$£")) and words[-1] in closed


def closed(text: str, language: str) -> str:
    """The text without the words at its end that need another after them."""
    kept = text.split()
    while kept and ends_open(" ".join(kept), language, shown=True):
        kept.pop()
    return " ".join(kept).rstrip(" ,;:–—-")


def unused(features: Sequence[str], texts: Sequence[str], room: int, language: str) -> list[str]:
    """A complaint for each feature of which no content word is said, as long as all features have room."""
    if sum(map(spoken_words, features)) + _SPARE_WORDS > room:
        return []
    said = plain(" ".join(texts)).split()
    return [
        f'The selling point "{feature}" is not said. Say it.'
        for feature in features
        if not _is_said(feature, said, language)
    ]


def plain(text: str) -> str:
    """The text in small letters, without marks and accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def _is_said(feature: str, said: Sequence[str], language: str) -> bool:
    tag = tag_of(language)
    dull = {plain(word) for word in f"{LINKING_WORDS.get(tag, '')} {PREPOSITIONS.get(tag, '')}".split()}
    content = [word for word in plain(feature).split() if word not in dull and (len(word) > 2 or word.isdigit())]
    hits = sum(any(word[:5] == other[:5] for other in said) for word in content)
    return hits * 2 >= len(content)


def tag_of(language: str) -> str:
    """The primary part of a language tag: "pt" of "pt-BR"."""
    return language.lower().split("-")[0]
