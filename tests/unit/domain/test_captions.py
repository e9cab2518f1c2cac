"""Captions can be read in their time, and say exactly what is said."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.captions import CaptionWord, Cue, cut_cues, spread_words, to_srt, to_webvtt
from omnigen.domain.line_breaking import LINES_PER_CUE, characters, join_words, split_words, wrap
from omnigen.domain.word_alignment import align

LINE = characters(42)

sentences = st.lists(
    st.text(st.characters(categories=["L", "N"], include_characters=".,!?'-"), min_size=1, max_size=12),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(sentences, st.integers(0, 500), st.integers(24, 2000))
def test_captions_hold_every_word_once_in_order(text: str, start: int, length: int) -> None:
    words = spread_words(split_words(text), start, start + length)
    cues = cut_cues(words, LINE, start + length + 200)
    assert "".join(cue.text for cue in cues).replace("\n", "").replace(" ", "") == "".join(text.split())


@given(sentences, st.integers(0, 500), st.integers(240, 2000))
def test_captions_never_overlap_never_end_late_and_have_at_most_two_lines(text: str, start: int, length: int) -> None:
    ceiling = start + length
    cues = cut_cues(spread_words(split_words(text), start, ceiling), LINE, ceiling)
    assert all(cue.start < cue.end <= ceiling for cue in cues)
    assert all(before.end <= after.start for before, after in pairwise(cues))
    assert all(len(cue.lines) <= LINES_PER_CUE for cue in cues)


@given(sentences)
def test_lines_fit_unless_one_word_alone_is_too_long(text: str) -> None:
    for line in wrap(split_words(text), LINE):
        assert LINE(line) or " " not in line


def test_a_caption_starts_with_its_first_word() -> None:
    words = [CaptionWord(text="One", start=10, end=30), CaptionWord(text="two.", start=30, end=50)]
    words.append(CaptionWord(text="Three.", start=80, end=110))
    first, second = cut_cues(words, LINE, 240)
    assert (first.start, first.lines, second.start, second.lines) == (10, ("One two.",), 80, ("Three.",))
    assert first.end <= 80


def test_a_last_word_does_not_flash_by_alone() -> None:
    text = "We have worked for many years to bring you something that is really quite new today."
    cues = cut_cues(spread_words(split_words(text), 0, 120), LINE, 120)
    assert all(cue.end - cue.start >= 20 for cue in cues)


def test_two_lines_are_of_about_equal_length() -> None:
    upper, lower = wrap(["Introducing", "Respira", "the", "once", "daily", "tablet", "that", "helps"], LINE)
    assert abs(len(upper) - len(lower)) <= 10


def test_text_without_spaces_is_broken_between_characters_and_keeps_its_punctuation() -> None:
    text = "毎朝、深呼吸から始めよう。新しい一日があなたを待っています。"
    lines = wrap(split_words(text), characters(24))
    assert join_words(split_words(text)) == text
    assert "".join(lines) == text
    assert all(line[0] not in "、。" for line in lines)


def test_words_mixed_of_latin_and_han_keep_their_spaces() -> None:
    assert join_words(split_words("使用 Respira 每天 一次")) == "使用 Respira 每天一次"


CUES = [
    Cue(start=6, end=74, lines=("Every morning should", "start with a breath.")),
    Cue(start=86_400, end=86_401, lines=("Tom & <b>Jerry</b> --> end",)),
]


def test_subrip_is_numbered_and_timed_to_the_millisecond() -> None:
    assert to_srt(CUES) == (
        "1\n00:00:00,250 --> 00:00:03,083\nEvery morning should\nstart with a breath.\n"
        "\n2\n01:00:00,000 --> 01:00:00,042\nTom & <b>Jerry</b> --> end\n"
    )


def test_webvtt_says_the_same_with_markup_made_harmless() -> None:
    assert to_webvtt(CUES) == (
        "WEBVTT\n\n00:00:00.250 --> 00:00:03.083\nEvery morning should\nstart with a breath.\n"
        "\n01:00:00.000 --> 01:00:00.042\nTom &amp; &lt;b&gt;Jerry&lt;/b&gt; --&gt; end\n"
    )


@pytest.mark.parametrize("write", [to_srt, to_webvtt])
def test_no_captions_make_an_empty_but_valid_file(write: object) -> None:
    assert not re.search(r"-->", write([]))  # type: ignore[operator]


def test_words_that_were_heard_keep_their_times_and_the_others_share_the_gap() -> None:
    heard = [CaptionWord(text="take", start=0, end=10), CaptionWord(text="daily", start=40, end=60)]
    timed = align(["Take", "10", "mg", "daily!"], heard, 0, 72)
    assert [word.text for word in timed] == ["Take", "10", "mg", "daily!"]
    assert (timed[0].start, timed[0].end, timed[3].start, timed[3].end) == (0, 10, 40, 60)
    assert 10 <= timed[1].start < timed[1].end <= timed[2].start < timed[2].end <= 40


def test_times_of_another_text_are_not_believed() -> None:
    heard = [CaptionWord(text="something", start=0, end=5), CaptionWord(text="else", start=5, end=9)]
    timed = align(["Breathe", "easier."], heard, 0, 48)
    assert (timed[0].start, timed[-1].end) == (0, 48)


@given(st.lists(st.sampled_from("abcdefg"), max_size=12), st.lists(st.sampled_from("abcdefg"), max_size=12))
def test_aligned_words_are_the_scripts_and_stay_in_order(script: list[str], said: list[str]) -> None:
    heard = [CaptionWord(text=word, start=5 * n, end=5 * n + 4) for n, word in enumerate(said)]
    timed = align(script, heard, 0, 60)
    assert [word.text for word in timed] == script
    assert all(before.start <= after.start for before, after in pairwise(timed))
