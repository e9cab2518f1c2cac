"""Scenes are cut where the voice lets them be: exactly, at the ends of phrases, and as clips are sold."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.phrases import Break, Phrase
from omnigen.domain.scene_borders import CutScene, cut_scenes
from omnigen.domain.speech_placement import PlacedPhrase
from omnigen.domain.timebase import QUANTUM_SECONDS

SOLD = [(), (4, 6, 8), (5, 10), (6, 10), tuple(range(2, 16))]


def said(*phrases: tuple[str, float, float, Break]) -> list[PlacedPhrase]:
    return [
        PlacedPhrase(
            phrase=Phrase(text=text, lead_in=" " if number else "", ends=ends),
            start=Decimal(str(start)),
            end=Decimal(str(end)),
        )
        for number, (text, start, end, ends) in enumerate(phrases)
    ]


def borders(scenes: list[CutScene]) -> list[Decimal]:
    return [*accumulate(scene.duration for scene in scenes)][:-1]


@st.composite
def narrations(draw: st.DrawFn) -> tuple[int, list[PlacedPhrase]]:
    """A length, and phrases that are said one after the other within it."""
    total = draw(st.integers(6, 120))
    at, phrases = Decimal("0.25"), list[PlacedPhrase]()
    while True:
        length = Decimal(draw(st.integers(300, 7_000))) / 1000
        pause = Decimal(draw(st.integers(0, 500))) / 1000
        if at + length > total:
            return total, phrases
        ends = draw(st.sampled_from([Break.CLAUSE, Break.SENTENCE, Break.PARAGRAPH]))
        phrases += [
            PlacedPhrase(phrase=Phrase(text=f"w{len(phrases)}", lead_in=" ", ends=ends), start=at, end=at + length)
        ]
        at += length + pause


@given(narrations(), st.sampled_from(SOLD))
def test_scenes_sum_exactly_say_everything_once_and_cut_no_clause(
    narration: tuple[int, list[PlacedPhrase]], sold: tuple[int, ...]
) -> None:
    total, phrases = narration
    clips = [Decimal(seconds) for seconds in sold]
    scenes = cut_scenes(phrases, Decimal(total), clips)
    assert sum(scene.duration for scene in scenes) == total
    assert all(scene.duration > 0 and scene.duration % QUANTUM_SECONDS == 0 for scene in scenes)
    assert len(scenes) <= MAX_SCENES
    assert max(scene.duration for scene in scenes) <= max(clips, default=Decimal(15))
    assert " ".join(scene.text for scene in scenes if scene.text) == " ".join(one.phrase.text for one in phrases)
    for border in borders(scenes):
        inside = [one for one in phrases if one.start + QUANTUM_SECONDS / 2 < border < one.end - QUANTUM_SECONDS / 2]
        assert not inside, (border, inside)


def test_the_picture_changes_at_the_end_of_a_sentence_rather_than_of_a_clause() -> None:
    phrases = said(
        ("Here,", 0.25, 4, Break.CLAUSE), ("now.", 4.3, 6, Break.SENTENCE), ("And there.", 6.4, 11.5, Break.PARAGRAPH)
    )
    scenes = cut_scenes(phrases, Decimal(12))
    assert [scene.text for scene in scenes] == ["Here, now.", "And there."]
    assert borders(scenes) == [Decimal("6.25")]


def test_a_sentence_too_long_for_a_clip_is_cut_at_a_clause_and_goes_on() -> None:
    phrases = said(("A long first half,", 0.25, 5.5, Break.CLAUSE), ("and a second.", 5.8, 11, Break.PARAGRAPH))
    scenes = cut_scenes(phrases, Decimal(12), [Decimal(4), Decimal(6), Decimal(8)])
    assert [scene.text for scene in scenes] == ["A long first half,", "and a second."]


def test_a_clause_longer_than_every_clip_runs_on_under_the_next_picture() -> None:
    scenes = cut_scenes(said(("One endless clause", 0.25, 11.5, Break.PARAGRAPH)), Decimal(12), [Decimal(8)])
    assert [scene.text for scene in scenes] == ["One endless clause", ""]
    assert max(scene.duration for scene in scenes) <= 8


def test_silence_after_the_last_word_is_in_the_last_scenes() -> None:
    scenes = cut_scenes(said(("Just do it.", 0.25, 1.2, Break.PARAGRAPH)), Decimal(15))
    assert [bool(scene.text) for scene in scenes] == [True, *([False] * (len(scenes) - 1))]
    assert len(scenes) >= 2


@pytest.mark.parametrize("sold", SOLD)
def test_six_seconds_have_two_pictures(sold: tuple[int, ...]) -> None:
    phrases = said(("Meet the bottle.", 0.25, 2.5, Break.PARAGRAPH), ("Find yours.", 2.9, 5.5, Break.PARAGRAPH))
    assert len(cut_scenes(phrases, Decimal(6), [Decimal(one) for one in sold])) == 2
