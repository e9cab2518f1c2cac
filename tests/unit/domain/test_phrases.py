"""A narration in phrases and takes: whole, in order, and recorded again only where it was edited."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.phrases import Break, as_paragraphs, join_phrases, split_phrases
from omnigen.domain.take_grouping import MAX_TAKE_SECONDS, MAX_TAKES, group_takes, take_text
from omnigen.text import speaking_seconds

PIECES = [
    "Meet the bottle. ",
    "It keeps cold, all day, and warm: ",
    "水筒です。",
    "朝の一杯が、一日を変える。",
    "\n\n",
    "चाय का स्वाद। ",
    "ขวดน้ำ ",
    "¿Lista? ",
    "z. B. abends ",
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


def takes(text: str, known: list[str] | None = None) -> list[str]:
    return [take_text(take) for take in group_takes(text, "und", known or [])]


@given(st.one_of(texts, st.text(max_size=200)))
def test_phrases_put_together_have_the_same_phrases(text: str) -> None:
    phrases = split_phrases(text, "und")
    assert [one.text for one in split_phrases(join_phrases(phrases), "und")] == [one.text for one in phrases]


@given(texts)
def test_phrases_hold_every_word_once_and_in_order(text: str) -> None:
    assert "".join("".join(one.text for one in split_phrases(text, "und")).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "language", "phrases"),
    [
        ("Meet Dr. Smith of St. James Hospital at 5 p.m. on Baker St. yesterday.", "en", 1),
        ("Open a bank account in four minutes, from your own sofa.", "en", 2),
        ("Die Eröffnung dauert vier Minuten, z. B. abends auf dem Sofa.", "de", 2),
        ("Why choose us?\n- No monthly fee\n- Free cards", "en", 3),
        ("अदरक और इलायची का स्वाद। आज ही घर लाएँ।", "hi", 2),
        ("朝の一杯が、一日を変える。京都の茶畑から届いた、やさしい緑茶です。", "ja", 4),
    ],
)
def test_a_picture_may_change_only_where_a_clause_ends(text: str, language: str, phrases: int) -> None:
    assert len(split_phrases(text, language)) == phrases


def test_markers_of_lists_are_not_spoken() -> None:
    assert takes("Why?\n\n- No fee at all\n* Apple Pay is there") == ["Why?", "No fee at all", "Apple Pay is there"]


@given(texts)
def test_takes_hold_every_word_once_and_in_order_and_are_few(text: str) -> None:
    spoken = takes(text)
    assert "".join("".join(spoken).split()) == "".join(text.split())
    assert len(spoken) <= MAX_TAKES


def test_paragraphs_and_sentences_and_clauses_end_with_their_phrase() -> None:
    ends = [phrase.ends for phrase in split_phrases("It is fresh today, cold and clear. Yours.\n\nFind it.", "en")]
    assert ends == [Break.CLAUSE, Break.SENTENCE, Break.PARAGRAPH, Break.PARAGRAPH]


def test_a_paragraph_is_one_take_and_a_long_one_is_cut_between_sentences() -> None:
    assert takes("One is here. Two is here.\n\nThree.") == ["One is here. Two is here.", "Three."]
    long = " ".join(f"This is sentence number {number} of a long paragraph about a bottle." for number in range(20))
    spoken = takes(long)
    assert len(spoken) > 1
    assert all(take.endswith(".") for take in spoken)
    assert all(speaking_seconds(take, "en") <= Decimal("1.5") * MAX_TAKE_SECONDS for take in spoken)


@pytest.mark.parametrize("edited", range(6))
def test_an_edit_of_one_sentence_leaves_all_other_takes_as_they_are(edited: int) -> None:
    sentences = [f"Sentence {number} says something of about nine words, really." for number in range(36)]
    paragraphs = [" ".join(sentences[at : at + 12]) for at in range(0, 36, 12)]
    before = takes("\n\n".join(paragraphs))
    changed = "\n\n".join(paragraphs).replace(f"Sentence {edited * 6} ", f"New words here and {edited} ")
    after = takes(changed, before)
    assert len(set(before) - set(after)) == 1
    assert len(set(after) - set(before)) <= 2


def test_a_segment_that_does_not_end_a_sentence_goes_on_in_the_next() -> None:
    assert as_paragraphs(["Open a bank", "account today.", "", 'Say "yes."', "Now"]) == (
        'Open a bank account today.\n\nSay "yes."\n\nNow'
    )
