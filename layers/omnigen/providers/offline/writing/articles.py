"""Nouns and phrases with the article they need, so that they can stand after "this is" in each language."""

from __future__ import annotations

import re

from omnigen.providers.offline.writing.kinds import Kind, KindMention, find_kinds
from omnigen.providers.offline.writing.reading_words import reading_words

_INDEFINITE = {
    "de": {"m": "ein", "f": "eine", "n": "ein"},
    "fr": {"m": "un", "f": "une", "p": "des"},
    "es": {"m": "un", "f": "una", "p": "unos"},
    "pt": {"m": "um", "f": "uma", "p": ""},
    "it": {"m": "un", "f": "una", "p": ""},
}
_VOWELS = "aeiouyhàâäéèêëîïôöùûüœæ"
_SPOKEN_LIKE_YOU = ("uni", "use", "usa", "euro", "one", "uk", "ukulele", "u")
_SPOKEN_VOWEL = ("hour", "honest", "heir", "honour", "suv", "f", "h", "l", "m", "n", "r", "s", "x")
"""Beginnings of English words that sound otherwise than they are written; single letters for abbreviations."""


def noun_phrase(kind: Kind, language: str, word: str = "") -> str:
    """The kind's noun with the article that a first mention takes: "a shampoo", "eine Lampe", "du pain".

    `word` is another one of its words, of the same gender, to be said.
    """
    noun = kind.nouns[language]
    word = word or noun.words[0]
    if language == "en":
        return word if not kind.counted or word.endswith("s") else f"{_a(word)} {word}"
    if not kind.counted:
        return f"{_partitive(word, noun.gender)}{word}" if language == "fr" else word
    article = _INDEFINITE[language].get(noun.gender, "")
    if language == "it":
        article = _italian(word, noun.gender)
    if language == "es" and noun.gender == "p" and word.split()[0].endswith("as"):
        article = "unas"
    return f"{article}{'' if article.endswith(chr(39)) or not article else ' '}{word}"


def with_article(phrase: str, language: str) -> str:
    """A phrase of the brief as it stands after "this is".

    German objects become subjects. A bare noun that is counted gets its article; anything else stays as it was written.
    """
    if language == "de":
        phrase = _nominative(phrase)
    if reading_words(language).article.match(phrase):
        return phrase
    named = [mention for mention in find_kinds(phrase, language) if mention.end == len(phrase.strip())]
    if not named or named[-1].plural or not named[-1].kind.counted or phrase.casefold().endswith("s"):
        return phrase
    if language == "en":
        return f"{_a(phrase)} {phrase}"
    alone = named[-1].start == 0
    noun = named[-1].kind.nouns[language]
    if not alone or phrase.casefold() != noun.words[0].casefold():
        return phrase
    return noun_phrase(named[-1].kind, language)


def _a(word: str) -> str:
    first = word.split(maxsplit=1)[0].split("-", maxsplit=1)[0].casefold()
    letters = word.split(maxsplit=1)[0].isupper()
    if (letters and first[0] in "fhlmnrsx") or first.startswith(_SPOKEN_VOWEL[:4]):
        return "an"
    return "an" if first[0] in "aeiou8" and not first.startswith(_SPOKEN_LIKE_YOU[:6]) else "a"


def _partitive(word: str, gender: str) -> str:
    if gender == "p":
        return "des "
    if word[0].casefold() in _VOWELS:
        return "de l'"
    return "du " if gender == "m" else "de la "


def _italian(word: str, gender: str) -> str:
    if gender == "p":
        return ""
    if gender == "f":
        return "un'" if word[0].casefold() in "aeiou" else "una"
    return "uno" if re.match(r"s[^aeiou]|z|gn|ps|x|y", word.casefold()) else "un"


_ADJECTIVES = r"((?:[a-zäöüß-]+{ending}\s+)*)"


def _nominative(phrase: str) -> str:
    """A German phrase after "für" or "von" as a subject: "einen kleinen Laden" is "ein kleiner Laden"."""
    for article, subject, ending in (("einen", "ein", "er"), ("den", "der", "e"), ("einer", "eine", "e")):
        match = re.match(rf"(?:{article})\s+{_ADJECTIVES.format(ending='en')}", phrase)
        if match:
            adjectives = re.sub(r"en\b", ending, match.group(1))
            return f"{subject} {adjectives}{phrase[match.end() :]}"
    return phrase


_DEFINITE = {
    "en": {"a": "the", "an": "the", "the": "the"},
    "fr": {"un": "le", "une": "la", "le": "le", "la": "la", "l'": "l'"},
    "es": {"un": "el", "una": "la", "el": "el", "la": "la"},
    "pt": {"um": "o", "uma": "a", "o": "o", "a": "a"},
    "it": {"un": "il", "uno": "lo", "una": "la", "un'": "l'", "il": "il", "lo": "lo", "la": "la", "l'": "l'"},
}
_ELIDED = frozenset({"fr", "it"})


def the_thing(kind: str, language: str) -> tuple[str, str]:
    """The noun of a phrase like "a small shop" with its definite article, as subject and as object; empty if unclear.

    The phrase's own article tells the gender: a synonym may have another one than the kind's usual noun.
    """
    mentions = [one for one in find_kinds(kind, language) if not one.plural]
    phrase = re.match(r"(?P<article>\w+['’]?)\s*(?P<rest>.*)", kind)
    if not mentions or not phrase:
        return "", ""
    article, rest = phrase["article"], phrase["rest"]
    named = mentions[-1 if language in ("en", "de") else 0]
    noun = kind[named.start : named.end]
    if language == "de":
        gender = _german_gender(article, rest, noun, named)
        return ("", "") if not gender else (f"{_SUBJECT[gender]} {noun}", f"{_OBJECT[gender]} {noun}")
    definite = _DEFINITE[language].get(article.casefold().replace("’", "'"), "")
    if definite and language in _ELIDED and noun[0].casefold() in _VOWELS and definite != "lo":
        definite = "l'"
    thing = f"{definite}{'' if definite.endswith(chr(39)) else ' '}{noun}" if definite else ""
    return thing, thing


_SUBJECT = {"m": "der", "f": "die", "n": "das"}
_OBJECT = {"m": "den", "f": "die", "n": "das"}


def _german_gender(article: str, rest: str, noun: str, named: KindMention) -> str:
    """m, f or n by article and adjective ("ein kleiner"); of a bare "ein" by the kind; empty if nothing tells."""
    told = {"eine": "f", "die": "f", "der": "m", "das": "n"}.get(article.casefold(), "")
    if told or article.casefold() != "ein":
        return told
    adjective = rest.partition(" ")[0]
    if adjective[:1].islower():
        return {"er": "m", "es": "n"}.get(adjective[-2:], "")
    usual = named.kind.nouns["de"]
    return usual.gender if usual.words[0].casefold() == noun.casefold() and usual.gender in "mn" else ""
