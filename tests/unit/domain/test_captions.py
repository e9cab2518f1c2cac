"""Captions can be read in their time, and say exactly what is said."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.caption_words import CaptionWord, running_text, written_words
from omnigen.domain.captions import Cue, to_srt, to_webvtt
from omnigen.domain.cue_cutting import MIN_GAP_FRAMES, CaptionRules, cut_cues, without_flicker
from omnigen.domain.line_breaking import LINES_PER_CUE, characters, line_cells, wrap
from omnigen.domain.word_alignment import align, spread_words

LINE = characters(42)
RULES = CaptionRules(fits=LINE)

scripts = st.lists(
    st.text(st.characters(categories=["L", "N"], include_characters=".,!?'-"), min_size=1, max_size=12),
    min_size=1,
    max_size=60,
).map(" ".join)


def cues_of(text: str, start: int, end: int, language: str = "en", rules: CaptionRules = RULES) -> list[Cue]:
    return cut_cues(spread_words(written_words(text, language), start, end, language), rules, end)


def lines_of(text: str, language: str, cells: int) -> list[str]:
    return wrap(written_words(text, language), characters(cells))


@given(scripts, st.integers(0, 500), st.integers(24, 2000))
def test_captions_hold_every_word_once_in_order(text: str, start: int, length: int) -> None:
    cues = cues_of(text, start, start + length)
    assert "".join(cue.text for cue in cues).replace("\n", "").replace(" ", "") == "".join(text.split())


@given(scripts, st.integers(0, 500), st.integers(240, 2000))
def test_captions_never_overlap_never_end_late_and_have_at_most_two_lines(text: str, start: int, length: int) -> None:
    ceiling = start + length
    cues = cues_of(text, start, ceiling)
    assert all(cue.start < cue.end <= ceiling for cue in cues)
    assert all(before.end <= after.start for before, after in pairwise(cues))
    assert all(len(cue.lines) <= LINES_PER_CUE for cue in cues)


@given(scripts)
def test_lines_fit_unless_one_word_alone_is_too_long(text: str) -> None:
    for line in lines_of(text, "en", 42):
        assert LINE(line) or " " not in line


def test_a_caption_starts_with_its_first_word() -> None:
    words = written_words("One two. Three.", "en")
    frames = [(10, 30), (30, 50), (80, 110)]
    timed = [replace(word, start=start, end=end) for word, (start, end) in zip(words, frames, strict=True)]
    first, second = cut_cues(timed, RULES, 240)
    assert (first.start, first.lines, second.start, second.lines) == (10, ("One two.",), 80, ("Three.",))
    assert first.end <= 80


def timed(text: str, *starts: int, end: int) -> list[CaptionWord]:
    """The words of a text, each heard until the next one."""
    words = written_words(text, "en")
    return [
        replace(word, start=start, end=until)
        for word, start, until in zip(words, starts, [*starts[1:], end], strict=True)
    ]


def test_a_short_sentence_before_a_pause_has_a_caption_of_its_own() -> None:
    words = timed("The road is empty. Look around.", 0, 6, 12, 18, 40, 48, end=54)
    assert [cue.text for cue in cut_cues(words, RULES, 130)] == ["The road is empty.", "Look around."]


def test_sentences_too_short_to_be_read_join_one_another_and_not_the_long_one_before() -> None:
    words = timed(
        "Who gets the front seat? Hold it. Turn it. Feel it.", 0, 8, 16, 24, 32, 48, 54, 62, 68, 76, 82, end=90
    )
    assert [cue.text for cue in cut_cues(words, RULES, 110)] == [
        "Who gets the front seat?",
        "Hold it. Turn it.",
        "Feel it.",
    ]


def test_a_hasty_rest_of_a_sentence_stays_with_its_sentence() -> None:
    words = timed("It keeps water cold for days, really. Try it today.", 0, 8, 16, 24, 32, 40, 52, 64, 76, 84, end=100)
    assert [cue.text for cue in cut_cues(words, RULES, 140)] == [
        "It keeps water cold for days, really.",
        "Try it today.",
    ]


def test_words_that_share_one_frame_are_all_shown() -> None:
    words = [replace(word, start=50, end=50) for word in written_words("One. Two. Three. " * 12, "en")]
    cues = cut_cues(words, RULES, 120)
    assert " ".join(cue.text for cue in cues).split() == ["One.", "Two.", "Three."] * 12
    assert all(cue.start < cue.end for cue in cues)


def test_words_for_which_no_frame_is_left_are_shown_all_the_same() -> None:
    words = [replace(word, start=50, end=52) for word in written_words("word " * 90, "en")]
    cues = cut_cues(words, RULES, 53)
    assert sum(len(cue.text.split()) for cue in cues) == 90
    assert all(50 <= cue.start < cue.end <= 53 for cue in cues)


def test_a_last_word_does_not_flash_by_alone() -> None:
    text = "We have worked for many years to bring you something that is really quite new today."
    assert all(cue.end - cue.start >= 20 for cue in cues_of(text, 0, 120))


def test_a_caption_stands_as_long_as_it_takes_to_read_where_there_is_time() -> None:
    words = [replace(word, start=0, end=24) for word in written_words("Said in one second, read in two or so.", "en")]
    [cue] = cut_cues(words, RULES, 240)
    assert cue.end == int(line_cells(cue.text.replace("\n", " ")) * 24 / 20)


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        (
            "en",
            "Ask Dr. Smith of EST. 1998 for a test, e.g. on Nov. 30th, or No. 7 at 5 p.m. today.",
            "Dr. Smith",
        ),
        ("en", "It costs no more than a coffee, and pays 2.5 % p.a. on all of your savings, every year.", "2.5 %"),
        (
            "de",
            "Die Eröffnung dauert vier Minuten, z. B. abends auf dem Sofa oder mittags im Park mit uns.",
            "z. B.",
        ),
        (
            "fr",
            "Le thermostat coûte 1 290 € et dure dix ans, c’est promis par nous et par M. Dupont.",
            "1 290 €",
        ),
    ],
)
def test_no_caption_and_no_line_ends_inside_an_abbreviation_or_a_number(language: str, text: str, kept: str) -> None:
    for cells in (24, 30, 42):
        for cue in cues_of(text, 0, 240, language, CaptionRules(fits=characters(cells), language=language)):
            assert not any(re.search(r"(?:^|\s)(?:Dr|z|e\.g|Nov|No|M|EST)\.$", line) for line in cue.lines)
        joined = "\n".join(cue.text for cue in cues_of(text, 0, 240, language, CaptionRules(fits=characters(cells))))
        assert kept in joined


def test_two_lines_are_of_about_equal_length() -> None:
    upper, lower = lines_of("Introducing Respira the once daily tablet that helps", "en", 42)
    assert abs(len(upper) - len(lower)) <= 10


@pytest.mark.parametrize(
    ("language", "text", "torn"),
    [
        ("ja", "毎朝、深呼吸から始めよう。新しい一日があなたを待っています。", ["変え\nる", "三十\n秒", "呼\n吸"]),
        ("ja", "三十秒で本格的なエスプレッソが一日を変える。", ["三十\n秒", "変え\nる", "三十秒\nで"]),
        ("zh-CN", "心率、睡眠、运动一目了然,电池可用两周。", ["运\n动", "睡\n眠", "两\n周"]),
        ("th", "หายใจสะดวกทุกวันเริ่มต้นวันใหม่ด้วยเครื่องชงกาแฟที่ทุกคนรอคอยมานาน", []),
        ("km", "ការផឹកកាហ្វេរាល់ព្រឹកធ្វើឱ្យថ្ងៃរបស់អ្នកកាន់តែល្អប្រសើរឡើង", []),
    ],
)
def test_writings_without_spaces_are_broken_between_words_and_never_too_wide(
    language: str, text: str, torn: list[str]
) -> None:
    for cells in (24, 32):
        rules = CaptionRules(fits=characters(cells))
        lines = [line for cue in cues_of(text, 0, 480, language, rules) for line in cue.lines]
        assert "".join(lines) == text
        assert all(line_cells(line) <= cells for line in lines)
        assert all(line[0] not in "、。,่้ิีึืุูั์" for line in lines)
        assert not any(pair in "\n".join(lines) for pair in torn)


def test_spaces_stay_as_they_were_written() -> None:
    text = "使用 Respira 每天 一次,หายใจ สะดวก"
    assert running_text(written_words(text, "zh")) == text


def test_lines_of_verse_stay_lines_in_captions() -> None:
    verse = (
        "And be one traveler, long I stood\nAnd looked down one as far as I could\nTo where it bent\nIn the undergrowth"
    )
    first, second = cues_of(verse, 0, 200)
    assert first.lines == ("And be one traveler, long I stood", "And looked down one as far as I could")
    assert second.lines == ("To where it bent", "In the undergrowth")


def test_one_line_captions_have_one_line() -> None:
    text = "We have worked for many years, Dr. Smith, to bring you something that is really quite new today."
    cues = cues_of(text, 0, 240, "en", CaptionRules(fits=characters(24), lines=1))
    assert all(len(cue.lines) == 1 for cue in cues)
    assert " ".join(cue.text for cue in cues) == text


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=1, max_size=8))
def test_no_pause_between_captions_is_a_flicker_and_longer_ones_stay(spans: list[tuple[int, int]]) -> None:
    cues, at = [], 0
    for length, pause in spans:
        cues.append(Cue(start=at, end=at + length, lines=("x",)))
        at += length + pause
    chained = without_flicker(cues)
    for (before, after), (was, _) in zip(pairwise(chained), pairwise(cues), strict=True):
        gap = after.start - before.end
        assert gap == 0 or (gap >= MIN_GAP_FRAMES and before.end == was.end)
    assert [cue.start for cue in chained] == [cue.start for cue in cues]


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
    timed = align(written_words("Take 10 mg daily!", "en"), heard, 0, 72, "en")
    assert [word.text for word in timed] == ["Take", "10", "mg", "daily!"]
    assert (timed[0].start, timed[0].end, timed[3].start, timed[3].end) == (0, 10, 40, 60)
    assert 10 <= timed[1].start < timed[1].end <= timed[2].start < timed[2].end <= 40


def test_times_of_another_text_are_not_believed() -> None:
    heard = [CaptionWord(text="something", start=0, end=5), CaptionWord(text="else", start=5, end=9)]
    timed = align(written_words("Breathe easier.", "en"), heard, 0, 48, "en")
    assert (timed[0].start, timed[-1].end) == (0, 48)


@given(st.lists(st.sampled_from("abcdefg"), max_size=12), st.lists(st.sampled_from("abcdefg"), max_size=12))
def test_aligned_words_are_the_scripts_and_stay_in_order(script: list[str], said: list[str]) -> None:
    heard = [CaptionWord(text=word, start=5 * n, end=5 * n + 4) for n, word in enumerate(said)]
    timed = align([CaptionWord(text=word, start=0, end=0) for word in script], heard, 0, 60)
    assert [word.text for word in timed] == script
    assert all(before.start <= after.start for before, after in pairwise(timed))


def test_figures_take_the_time_in_which_they_are_read_out() -> None:
    words = spread_words(written_words("Only $1,234,567.89 today.", "en"), 0, 240, "en")
    assert words[1].end - words[1].start > 200


def test_a_pause_is_left_behind_a_sentence_whose_times_are_not_known() -> None:
    first, second = spread_words(written_words("Breathe. Easier", "en"), 0, 96, "en")
    assert second.start - first.end > 20
