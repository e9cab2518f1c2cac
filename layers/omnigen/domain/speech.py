"""The recorded narration: takes, where each is heard, and what had to be changed for it to fit."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.strict_model import Recorded

OWN_RECORDING = "upload"
"""The `model` of a recording that the user brought: it holds the whole narration."""


class RecordedWord(Recorded):
    """A word of a take, in seconds from the start of its recording."""

    text: str
    start: Decimal
    end: Decimal


class Take(Recorded):
    """One recording: a paragraph or a group of sentences, spoken in one go.

    Seconds are counted from the start of the recording, played at its own pace. `audible_from` and `audible_to` bound
    what is heard of it, `pauses` are the silences between them. `words` is empty where the voice gives no times;
    otherwise it holds (text, start, end) of every word, in order. `start` is the second of the video at which the take
    is first heard.
    """

    text: str
    key: str
    sha256: str
    input_hash: str
    model: str
    seconds: Decimal
    audible_from: Decimal
    audible_to: Decimal
    pauses: tuple[tuple[Decimal, Decimal], ...] = ()
    words: tuple[RecordedWord, ...] = ()
    start: Decimal = Decimal(0)

    @property
    def audible_seconds(self) -> Decimal:
        """How long something is heard, at the recording's own pace."""
        return self.audible_to - self.audible_from


class Narration(Recorded):
    """What is spoken in the video.

    All takes are played `tempo` times as fast as they were recorded. `cut_from` names the takes from which the scenes
    were cut: with others they are cut anew. `misfit` is the hash of a script whose speech was too long or too short: it
    took `measured_seconds` to say, at a `pace` in words per second, and is to be written again; `rewrites` counts how
    often it was. `notes` say what was left out, in sentences. `transcript` is what was heard in the user's own
    recording, where its words were not given.
    """

    takes: tuple[Take, ...] = ()
    tempo: Decimal = Decimal(1)
    cut_from: str = ""
    misfit: str = ""
    measured_seconds: Decimal = Decimal(0)
    pace: Decimal | None = None
    rewrites: int = 0
    notes: tuple[str, ...] = ()
    transcript: str = ""

    @property
    def spoken_seconds(self) -> Decimal:
        """How long somebody speaks in the video."""
        return sum((take.audible_seconds for take in self.takes), Decimal(0)) / self.tempo
