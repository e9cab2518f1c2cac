"""Captions: cues with their lines and words, written as SubRip and WebVTT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from omnigen.domain.caption_words import CaptionWord
from omnigen.domain.timebase import FRAME_RATE, to_seconds


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


def _clock(frame: int, rate: Fraction, point: str) -> str:
    milliseconds = round(to_seconds(frame, rate) * 1000)
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _escape_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
