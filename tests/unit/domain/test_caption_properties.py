"""Captions of whole cuts, for any script and any times of its words: no overlap, no word lost, no line too wide."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.captions import Cue
from omnigen.domain.line_breaking import LINES_PER_CUE, characters
from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot, Voice, WordTiming
from omnigen.domain.timeline_planning import plan_timeline

LINE_WIDTHS = {
    Canvas(width=1280, height=720): 42,
    Canvas(width=720, height=720): 30,
    Canvas(width=720, height=1280): 24,
}
"""Cells on a line, by canvas."""

WITH_SPACES = ("a-zäöüéñ", "а-яё", "α-ωάή", "א-ת", "ا-ي", "क-ह", "가-힣")
"""Letters of Latin, Cyrillic, Greek, Hebrew, Arabic, Devanagari and Hangul: scripts with spaces between words."""

WITHOUT_SPACES = ("一-龥", "ぁ-ん", "ァ-ヶ")
"""Han and Kana; whole sentences of Thai and Khmer are in `test_captions`, as letters by chance are no words there."""

LONGEST_WORD = 11
"""With a punctuation mark, no wider than the narrowest line even where every letter takes two cells."""


def words_of(letters: str, longest: int = LONGEST_WORD) -> st.SearchStrategy[str]:
    word = st.from_regex(f"[{letters}]{{1,{longest}}}", fullmatch=True)
    return st.tuples(word, st.sampled_from(["", "", "", ",", ".", "!", "?", "…"])).map("".join)


scripts = st.sampled_from(WITH_SPACES).flatmap(lambda letters: st.lists(words_of(letters), min_size=1, max_size=30))
dense_scripts = st.sampled_from(WITHOUT_SPACES).flatmap(
    lambda letters: st.lists(words_of(letters), min_size=1, max_size=12)
)


@st.composite
def voices(draw: st.DrawFn, texts: st.SearchStrategy[list[str]]) -> list[Voice]:
    """Recordings one after the other; of some words it is known when they are heard, in hundredths of a second."""
    found: list[Voice] = []
    free = 0
    for number in range(draw(st.integers(1, 3))):
        words = draw(texts)
        now = Decimal(draw(st.integers(0, 40))) / 100
        timed = []
        for word in words:
            begins = now + Decimal(draw(st.integers(0, 30))) / 100
            now = begins + Decimal(draw(st.integers(0, 120))) / 100
            if draw(st.booleans()):
                timed.append(WordTiming(text=word, start_seconds=begins, end_seconds=now))
        start = free + draw(st.integers(0, 2 * SAMPLE_RATE))
        samples = max(int(now * SAMPLE_RATE), SAMPLE_RATE)
        found.append(
            Voice(
                scene_id=f"s{number:02}",
                start_sample=start,
                samples=samples,
                skip_samples=0,
                text=" ".join(words),
                words=tuple(timed),
            )
        )
        free = start + samples + SAMPLE_RATE // 8
    return found


def cut_of(canvas: Canvas, spoken: list[Voice]) -> Timeline:
    """A cut of one shot a voice, the last of them long enough for the end of what is said."""
    ends = [0, *(int(voice.end_sample * FRAME_RATE / SAMPLE_RATE) for voice in spoken)]
    frames = [later - earlier for earlier, later in pairwise(ends)]
    frames[-1] += 24
    shots = [TimelineShot(scene_id=voice.scene_id, frames=count) for voice, count in zip(spoken, frames, strict=True)]
    return plan_timeline(canvas, shots, spoken)


def said(cues: tuple[Cue, ...]) -> str:
    """Everything that captions say, without spaces."""
    return "".join("".join(line.split()) for cue in cues for line in cue.lines)


@given(st.sampled_from(list(LINE_WIDTHS)), voices(scripts) | voices(dense_scripts))
def test_captions_never_overlap_and_stay_within_the_cut(canvas: Canvas, spoken: list[Voice]) -> None:
    cut = cut_of(canvas, spoken)
    assert all(0 <= cue.start < cue.end <= cut.frames for cue in cut.cues)
    assert all(before.end <= after.start for before, after in pairwise(cut.cues))


@given(st.sampled_from(list(LINE_WIDTHS)), voices(scripts) | voices(dense_scripts))
def test_every_line_of_a_caption_fits_and_there_are_at_most_two(canvas: Canvas, spoken: list[Voice]) -> None:
    fits = characters(LINE_WIDTHS[canvas])
    for cue in cut_of(canvas, spoken).cues:
        assert 1 <= len(cue.lines) <= LINES_PER_CUE
        assert all(map(fits, cue.lines)), cue.lines


@given(st.sampled_from(list(LINE_WIDTHS)), voices(scripts) | voices(dense_scripts))
def test_captions_say_every_word_once_in_order(canvas: Canvas, spoken: list[Voice]) -> None:
    assert said(cut_of(canvas, spoken).cues) == "".join("".join(voice.text.split()) for voice in spoken)
