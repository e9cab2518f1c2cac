"""What the offline vendor makes media with: drawn pictures and voices, or plain ones that need no further library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from omnigen.domain.area import Area
from omnigen.domain.shot import CameraMove
from omnigen.providers.offline.speech.word_timing import MeasuredWord
from omnigen.providers.protocols import ReferenceImage, SpeechRequest

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture."""


@dataclass(frozen=True)
class Still:
    """A picture: the PNG file, and where its subject is."""

    png: bytes
    subject_box: Box


@dataclass(frozen=True, kw_only=True)
class FilmRequest:
    """What a clip shall show; sizes in pixels. It starts on the one picture and ends on the other, where given.

    `sound` asks for that of what is seen; plain clips are silent all the same. `texts` are the places, in shares of the
    picture, that will be written on.
    """

    prompt: str
    width: int
    height: int
    seconds: float
    seed: int
    look: str = ""
    camera: CameraMove | None = None
    start_png: bytes | None = None
    end_png: bytes | None = None
    sound: bool = False
    texts: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Recording:
    """A WAV file, and when each word is heard."""

    wav: bytes
    words: tuple[MeasuredWord, ...]


class OfflineMedia(Protocol):
    """Makes what is ordered; the same order gives the same bytes."""

    def draw(
        self, prompt: str, width: int, height: int, *, seed: int, look: str, empty: bool, texts: Sequence[Area] = ()
    ) -> Still:
        """A picture of what the prompt names, clear of places that will be written on, or of an empty place."""
        ...

    def film(self, order: FilmRequest) -> bytes:
        """An MP4."""
        ...

    def speak(self, request: SpeechRequest) -> Recording:
        """The text read aloud."""
        ...

    def play(self, mood: str, seconds: float, seed: int) -> bytes:
        """An MP3 of that length."""
        ...

    def tone(self, picture: ReferenceImage) -> str:
        """Light and colour of a picture, in words."""
        ...


def open_media(kind: Literal["drawn", "plain"]) -> OfflineMedia:
    """The media of a setting; their libraries are imported here and nowhere before."""
    if kind == "plain":
        from omnigen.providers.offline.plain_media import PlainMedia

        return PlainMedia()
    from omnigen.providers.offline.drawn_media import DrawnMedia

    return DrawnMedia()
