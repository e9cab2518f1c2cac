"""Names and texts use the words of docs/glossary.md, and no class name stands for two things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pytest

from tests.documents.vocabulary import ROOT, classes, names, texts, words_of

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

LEGITIMATE: Mapping[tuple[str, str], str] = {
    ("`studio`", "layers/omnigen/providers/offline/drawing/"): "a room in which products are photographed",
    ("`calm`", "layers/omnigen/domain/brief_options.py"): "a mood of music, and a value of the API",
    ("`desk`", "layers/omnigen/providers/offline/drawing/"): "a piece of furniture",
    ("`hold`", "layers/omnigen/aws/old_queue.py"): "an execution holds a render slot",
    ("`hold`", "layers/omnigen/aws/slots.py"): "an execution holds a render slot",
    ("`hold`", "layers/omnigen/domain/render_queue.py"): "an execution holds a render slot",
    ("`least_`", "layers/omnigen/domain/estimate.py"): "a field of the API",
    ("`recipe`", "layers/omnigen/rendering/"): "the version that is written into every video and its report",
    ("`vault`", "infra/backups.py"): "where AWS Backup keeps what it copies",
    ("`road`", "layers/omnigen/providers/offline/drawing/"): "a street",
}
"""Words of the list that are right in one place, and why."""

STILL_THERE: frozenset[str] = frozenset()
"""Words of the list that the program still has. It only gets shorter."""

STILL_TWICE: frozenset[str] = frozenset()
"""Class names that still stand for two things. It only gets shorter."""


@cache
def rules() -> Mapping[str, str]:
    """Every word and phrase that may not come back, with the term to use."""
    found: dict[str, str] = {}
    for term, instead in re.findall(r"^\| (.+?) \| .* \| (.*) \|$", GLOSSARY, re.MULTILINE):
        for word in re.findall(r"`[^`]+`|\"[^\"]+\"", instead):
            assert word not in found, f"{word} stands in two rows of the glossary"
            found[word] = term
    return found


def in_name(rule: str, name: str) -> bool:
    """Whether a word in code marks occurs in a name."""
    word = rule.strip("`")
    if word[0].isupper():
        return name.lstrip("_") == word
    parts = "_".join(words_of(name))
    if word.endswith("_"):
        return parts.startswith(word)
    return re.search(rf"(?:^|_){word}s?(?:_|$)", parts) is not None


def pattern(rule: str) -> re.Pattern[str]:
    """Finds a phrase in quotes as words of their own, not as part of a path or a name."""
    phrase = r"\s+".join(re.escape(word) for word in rule.strip('"').split())
    return re.compile(rf"(?<![\w/.-]){phrase}(?![\w/-])", re.IGNORECASE)


@cache
def places() -> Mapping[str, tuple[str, ...]]:
    """The places at which each word of the list still occurs."""
    phrases = {rule: pattern(rule) for rule in rules() if rule.startswith('"')}
    any_phrase = re.compile("|".join(found.pattern for found in phrases.values()), re.IGNORECASE)
    suspects = [(place, text) for place, text in texts() if any_phrase.search(text)]
    found = {rule: [place for place, text in suspects if phrase.search(text)] for rule, phrase in phrases.items()}
    by_name = defaultdict(list)
    for place, name in names():
        by_name[name].append(f"{place} {name}")
    for rule in rules().keys() - phrases:
        found[rule] = [place for name, where in by_name.items() if in_name(rule, name) for place in where]
    for rule, prefix in LEGITIMATE:
        found[rule] = [place for place in found[rule] if not place.startswith(prefix)]
    return {rule: tuple(where) for rule, where in found.items() if where}


@cache
def twice() -> Mapping[str, tuple[str, ...]]:
    """Class names that are defined more than once, with their places."""
    found = defaultdict(list)
    for place, name in classes():
        found[name].append(place)
    return {name: tuple(where) for name, where in found.items() if len(where) > 1}


def test_no_old_word_comes_back() -> None:
    new = {word: (f"use: {rules()[word]}", *where) for word, where in places().items() if word not in STILL_THERE}
    assert new == {}


def test_no_class_name_is_defined_twice() -> None:
    assert {name: where for name, where in twice().items() if name not in STILL_TWICE} == {}


def test_what_has_gone_is_no_longer_on_the_lists() -> None:
    assert STILL_THERE - set(places()) == set(), "take these words off STILL_THERE"
    assert STILL_TWICE - set(twice()) == set(), "take these names off STILL_TWICE"


def test_every_exception_is_needed() -> None:
    needless = [
        (rule, prefix)
        for rule, prefix in LEGITIMATE
        if not any(place.startswith(prefix) and in_name(rule, name) for place, name in names())
    ]
    assert needless == []


@pytest.mark.parametrize(
    ("rule", "name", "found"),
    [
        ("`studio`", "open_studio", True),
        ("`studio`", "StudioPage", True),
        ("`look_again`", "_LOOK_AGAIN_SECONDS", True),
        ("`maker`", "makers", True),
        ("`looks`", "look", False),
        ("`Desk`", "_Desk", True),
        ("`Desk`", "desk", False),
        ("`most_`", "MOST_ITEMS", True),
        ("`most_`", "at_most", False),
        ("`most_`", "almost_done", False),
    ],
)
def test_words_are_found_in_names(rule: str, name: str, found: bool) -> None:
    assert in_name(rule, name) is found


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        ('"ledger"', "The offline ledger shows it", True),
        ('"ledger"', "in .omnigen/ledger/ and OMNIGEN_LEDGER", False),
        ('"put off"', "is put\n    off every ten seconds", True),
        ('"the film"', "the filming of a scene", False),
    ],
)
def test_phrases_are_found_in_texts(rule: str, text: str, found: bool) -> None:
    assert (pattern(rule).search(text) is not None) is found


def test_classes_that_the_glossary_names_exist() -> None:
    rows = re.findall(r"^\| (.+?) \| (.*) \| .* \|$", GLOSSARY, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]*)+)[`(]", " ".join(row))}
    assert len(named) > 15
    assert named - {name for _, name in classes()} == set()
