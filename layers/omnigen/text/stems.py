"""What the inflected forms of a word have in common: Snowball's rules, and tables of forms that no rule tells."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol, cast

STEMMERS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "it": "italian",
    "nl": "dutch",
    "ru": "russian",
}
"""By the first part of a language tag. In other languages a word is its own stem."""

_MIN_VERB_STEM = 4
_WORD = re.compile(r"\w+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:  # noqa: N802 - Snowball's name
        """The stem of a word in small letters."""


class _Lookup(Protocol):
    def get_lemma(self, token: str, lang: str) -> str | None:
        """The word of which another one is a form."""


def stemmed_words(text: str, language: str) -> list[frozenset[str]]:
    """The possible stems of each word of a text, without accents. `language` is a BCP 47 tag.

    German has two for some verbs: Snowball leaves the endings and the prefix of "heilt", "heilte" and "geheilt".
    """
    name = language.partition("-")[0]
    return [_stems(word, name) for word in _WORD.findall(unicodedata.normalize("NFC", text.casefold()))]


def has_forms(text: str, phrase: str, language: str) -> bool:
    """Whether a text holds the words of a phrase in this order, each in any of its forms.

    Of irregular forms those of the phrase's words as they are written: "good" finds "better", "better" not "good".
    """
    wanted, within = stemmed_words(phrase, language), _formed_words(text, language.partition("-")[0])
    return bool(wanted) and any(
        all(one & other for one, other in zip(wanted, within[start : start + len(wanted)], strict=True))
        for start in range(len(within) - len(wanted) + 1)
    )


def _formed_words(text: str, language: str) -> list[frozenset[str]]:
    """The possible stems of each word of a text, and those of the word that it is an irregular form of."""
    found = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        lemma = _lemma(word.lower(), language) if language in STEMMERS and word.isalpha() else ""
        found.append(_stems(word.casefold(), language) | (_stems(lemma.casefold(), language) if lemma else frozenset()))
    return found


@lru_cache(maxsize=10_000)
def _lemma(word: str, language: str) -> str:
    """The word of which this is a form, such as "gut" of "besser"; empty where the table has none."""
    return _lookup().get_lemma(word, language) or ""


def _stems(word: str, language: str) -> frozenset[str]:
    if language not in STEMMERS or not word.isalpha():
        return frozenset({_bare(word)})
    stem = _stemmer(STEMMERS[language]).stemWord(word)
    found = {_bare(stem)}
    if language == "de" and stem.endswith("t"):
        verb = stem.removesuffix("t").removesuffix("te")
        found |= {_bare(one) for one in (verb, verb.removeprefix("ge")) if len(one) >= _MIN_VERB_STEM}
    return frozenset(found)


@cache
def _stemmer(algorithm: str) -> _Stemmer:
    import snowballstemmer  # it loads the rules of all languages, which few calls need

    return cast("_Stemmer", snowballstemmer.stemmer(algorithm))


@cache
def _lookup() -> _Lookup:
    """Tables in the form in which they take 2 to 24 MB of memory for a language, read when it is first asked for."""
    from simplemma.strategies import DictionaryLookupStrategy
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

    return cast("_Lookup", DictionaryLookupStrategy(StreamDictionaryFactory()))


def _bare(word: str) -> str:
    split = unicodedata.normalize("NFKD", word)
    return "".join(one for one in split if not unicodedata.combining(one))
