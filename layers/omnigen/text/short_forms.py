"""Whether a full stop ends a sentence or belongs to an abbreviation.

The abbreviations of each language are in `data/short_forms.json`, in three kinds. `before`: a name or another word
always follows, as after "Dr."; `number`: an abbreviation where a number follows, elsewhere an ordinary word or an end,
as "no."; `end`: may end a sentence, as "etc.", where a word with a capital follows that is not one of `after`. Forms of
several parts are written there without spaces and without the last full stop: "z.b", "p.m". A form with a capital is
one only when it is written so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_FORM = re.compile(r"(?:(?<=\s)|(?<=[(\"'“„«])|^)((?:[^\W\d_]{1,2}\.\s?)*[^\W\d_][^\s.]*(?:\.[^\s.]+)*)\.\s*$")
"""The last word, with the short parts before it that each end on a full stop: "z. B.", "EE. UU."."""

_NEXT_PART = re.compile(r"([^\W\d_]{1,2})\.")
_NEXT_WORD = re.compile(r"[\"'“„«¿¡(]*([^\W_]+)")
_VOWELS = frozenset("aeiouyæøœıаеиоуыэюяєіαεηιουω")
_FEWEST_WORD_LETTERS = 2


def ends_sentence(before: str, after: str, language: str) -> bool | None:
    """Whether a sentence ends between these texts; None where the last word does not tell.

    `before` ends on the white space behind a full stop, `after` begins with what follows. `language` is the primary
    part of a tag.
    """
    found = _FORM.search(before)
    following = _NEXT_WORD.match(after)
    if not (found and following):
        return None
    forms, word = _forms(language), re.sub(r"\s", "", found[1])
    if (part := _NEXT_PART.match(after)) and _is_one_of(f"{word}.{part[1]}", {*forms["before"], *forms["end"]}):
        return False
    if _is_one_of(word, forms["before"]):
        return _is_street(before, word)
    if _is_one_of(word, forms["number"]):
        return not following[1][0].isdigit()
    if _is_one_of(word, forms["end"]):
        return following[1][0].isupper() and following[1] not in forms["after"]
    return True if _is_word(found[1]) and language in _table() else None


def _is_one_of(word: str, forms: frozenset[str] | set[str]) -> bool:
    return word in forms or word.casefold() in forms


def _is_street(before: str, word: str) -> bool:
    """Whether "St." is the end of a street's name and not a saint's beginning: "on Main St."."""
    return word == "St" and re.search(r"\s[A-Z]\w+ St\.\s*$", before) is not None


def _is_word(written: str) -> bool:
    """Whether it can be an ordinary word: no full stop in it, and a vowel or a letter of a writing without vowels."""
    bare = [letter for letter in unicodedata.normalize("NFD", written.casefold()) if letter.isalpha()]
    can_be_said = bool(_VOWELS & set(bare)) or not any(_has_vowels(letter) for letter in bare)
    return "." not in written and len(bare) >= _FEWEST_WORD_LETTERS and can_be_said


def _has_vowels(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "CYRILLIC", "GREEK"))


@cache
def _forms(language: str) -> Mapping[str, frozenset[str]]:
    """The forms of a language by kind, those of every language with them; its own come before those."""
    general, own = _table()["und"], _table().get(language, {})
    of_its_own = {form for kind in own.values() for form in kind.split()}
    return {
        kind: frozenset(own.get(kind, "").split()) | (frozenset(general.get(kind, "").split()) - of_its_own)
        for kind in ("before", "number", "end", "after")
    }


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    read = files(__package__).joinpath("data", "short_forms.json").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, str]] = json.loads(read)
    return table
