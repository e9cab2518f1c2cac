"""Captions: narration cut into cues of at most two lines, timed by its words, and written as SubRip and WebVTT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.line_breaking import CLAUSE_ENDS, LINES_PER_CUE, SENTENCE_ENDS, FitsLine, fill_lines, wrap
from omnigen.domain.timebase import FRAME_RATE, to_seconds

MIN_CUE_FRAMES = 20
"""Five sixths of a second: shorter cues cannot be read (the usual broadcast minimum)."""

MAX_CUE_FRAMES = 144
"""Six seconds: the usual broadcast maximum."""


@dataclass(frozen=True, kw_only=True)
class CaptionWord:
    """A word as written, with the frames in which it is heard: `[start, end)`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Cue:
    """Lines that stand on screen in the frames `[start, end)`; `words` are what they are made of, with their frames."""

    start: int
    end: int
    lines: tuple[str, ...]
    words: tuple[CaptionWord, ...] = ()

    @property
    def text(self) -> str:
        """The lines as one text, a line feed between them."""
        return "\n".join(self.lines)


def spread_words(words: Sequence[str], start: int, end: int) -> list[CaptionWord]:
    """Words for which no times are known, each given time in proportion to its length."""
    total = sum(len(word) + 1 for word in words)
    end = max(end, start)
    timed, done = [], 0
    for word in words:
        begin = start + (end - start) * done // total
        done += len(word) + 1
        timed.append(CaptionWord(text=word, start=begin, end=start + (end - start) * done // total))
    return timed


def cut_cues(words: Sequence[CaptionWord], fits: FitsLine, ceiling: int) -> list[Cue]:
    """Cues in order, without overlaps, each starting with its first word and ending with its last one.

    Only one that would be too short to be read stands longer; none stands past the frame `ceiling`.

    A cue is full when its words need a third line or stand too long; it also ends where a sentence does, and by
    preference at the end of a clause, so that no line is torn in the middle of a thought.
    """
    groups: list[list[CaptionWord]] = []
    for word in words:
        if groups and not _closes(groups[-1], word, fits):
            groups[-1].append(word)
        else:
            groups.append([word])
    groups = _join_hasty(groups, fits)
    return [cue for number in range(len(groups)) if (cue := _cue(groups, number, fits, ceiling))]


def to_srt(cues: Sequence[Cue], rate: Fraction = FRAME_RATE) -> str:
    """SubRip: numbered cues with times to the millisecond."""
    blocks = [
        f"{number}\n{_clock(cue.start, rate, ',')} --> {_clock(cue.end, rate, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def to_webvtt(cues: Sequence[Cue], rate: Fraction = FRAME_RATE) -> str:
    """WebVTT, the format that browsers show beside a video."""
    blocks = [
        f"{_clock(cue.start, rate, '.')} --> {_clock(cue.end, rate, '.')}\n{_escape_vtt(cue.text)}\n" for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _closes(group: Sequence[CaptionWord], word: CaptionWord, fits: FitsLine) -> bool:
    """Whether a new cue must start with `word`."""
    texts = [one.text for one in group]
    if len(fill_lines([*texts, word.text], fits)) > LINES_PER_CUE or word.end - group[0].start > MAX_CUE_FRAMES:
        return True
    if texts[-1][-1] in SENTENCE_ENDS:
        return group[-1].end - group[0].start >= MIN_CUE_FRAMES
    return texts[-1][-1] in CLAUSE_ENDS and len(fill_lines(texts, fits)) == LINES_PER_CUE


def _join_hasty(groups: Sequence[list[CaptionWord]], fits: FitsLine) -> list[list[CaptionWord]]:
    """A cue too short to be read joins the one before, or takes words from it, where both still fit."""
    joined: list[list[CaptionWord]] = []
    for group in groups:
        short = group[-1].end - group[0].start < MIN_CUE_FRAMES
        if not (joined and short):
            joined.append(group)
        elif len(fill_lines([word.text for word in [*joined[-1], *group]], fits)) <= LINES_PER_CUE:
            joined[-1] = [*joined[-1], *group]
        elif shared := _share_out([*joined[-1], *group], fits):
            joined[-1:] = shared
        else:
            joined.append(group)
    return joined


def _share_out(words: list[CaptionWord], fits: FitsLine) -> list[list[CaptionWord]]:
    """Two cues of about equal length, cut at a clause's end near the middle; none where one would not fit."""
    middle = len(words) // 2
    near = [middle - 1, middle, middle + 1]
    places = [place for place in near if 0 < place < len(words) and words[place - 1].text[-1] in CLAUSE_ENDS]
    halves = [words[: (place := (places or [middle])[0])], words[place:]]
    fitting = all(len(fill_lines([word.text for word in half], fits)) <= LINES_PER_CUE for half in halves)
    return halves if fitting else []


def _cue(groups: Sequence[Sequence[CaptionWord]], number: int, fits: FitsLine, ceiling: int) -> Cue | None:
    group = groups[number]
    following = groups[number + 1][0].start if number + 1 < len(groups) else ceiling
    wanted = max(group[-1].end, group[0].start + MIN_CUE_FRAMES)
    end = min(wanted, following, ceiling)
    if end <= group[0].start:
        return None
    return Cue(
        start=group[0].start, end=end, lines=tuple(wrap([word.text for word in group], fits)), words=tuple(group)
    )


def _clock(frame: int, rate: Fraction, point: str) -> str:
    milliseconds = round(to_seconds(frame, rate) * 1000)
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _escape_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
