"""Words that fit their scenes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.narration import (
    divide,
    fit_texts,
    spoken_words,
    word_budget,
)

words = st.sampled_from(["a", "bottle,", "light.", '"Yes."', "(really)", "水瓶", "你好。", "—", "Dr. ", "it's", "a你b"])
texts = st.lists(words, max_size=40).map(" ".join)


@given(st.lists(st.tuples(st.one_of(texts, st.text()), st.integers(0, 40)), max_size=6))
def test_fitted_texts_never_exceed_their_budgets(given_texts: list[tuple[str, int]]) -> None:
    fitted = fit_texts([text for text, _ in given_texts], [budget for _, budget in given_texts])
    assert all(spoken_words(text) <= budget for text, (_, budget) in zip(fitted, given_texts, strict=True))


@given(texts, st.integers(0, 100))
def test_text_within_its_budget_is_left_as_it_is(text: str, spare: int) -> None:
    assert fit_texts([text], [spoken_words(text) + spare]) == [text.strip()]


def test_whole_sentences_go_before_clauses_and_clauses_before_words() -> None:
    text = "Take a breath, take your time. Then take the bottle."
    assert fit_texts([text] * 3, [6, 4, 2]) == ["Take a breath, take your time.", "Take a breath.", "Take a."]


def test_nothing_is_said_where_no_word_fits() -> None:
    assert fit_texts(["Meet the bottle.", "水瓶", "..."], [0, 0, 0]) == ["", "", "..."]


def test_words_of_writings_without_spaces_are_counted_by_dictionary() -> None:
    assert spoken_words("我喜欢水 very much") == 5
    assert spoken_words("— … !") == 0


@given(texts, st.integers(1, 24))
def test_divided_text_keeps_every_mark_in_order(text: str, parts: int) -> None:
    pieces = divide(text, parts)
    assert len(pieces) == parts
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_text_is_divided_between_sentences_where_it_can_be() -> None:
    assert divide("One is here. Two is here. Three is here. Four is here.", 2) == [
        "One is here. Two is here.",
        "Three is here. Four is here.",
    ]


def test_every_scene_gets_words_where_there_are_enough() -> None:
    assert all(divide("One long sentence that has to be cut into several pieces somewhere", 5))


@pytest.mark.parametrize(("seconds", "budget"), [("0.25", 1), ("5", 10), ("8", 17)])
def test_word_budget_leaves_the_lead_in_silent(seconds: str, budget: int) -> None:
    assert word_budget(Decimal(seconds)) == budget
