"""Media of the offline vendor that need PyAV and nothing else: gradients that move, a hum for each word, a chord.

For deployments that try out the whole pipeline: the layers of Lambda have PyAV, but no room for NumPy, Pillow and a
voice besides. PyAV is imported when a clip or music is made, so that functions without its layer can take orders.
"""

from __future__ import annotations

import io
import math
import random
import struct
import wave
import zlib
from array import array
from collections.abc import Sequence
from fractions import Fraction

from omnigen.domain.area import Area
from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.media import FilmRequest, Recording, Still
from omnigen.providers.offline.plain_clips import zoomed_clip
from omnigen.providers.offline.speech.word_timing import readable, time_words
from omnigen.providers.protocols import ReferenceImage, SpeechRequest
from omnigen.text import respell

_SUBJECT = (0.3, 0.25, 0.7, 0.7)
_SPEECH_RATE = 24_000
_WORD_SECONDS, _LETTER_SECONDS, _PAUSE_SECONDS = 0.12, 0.045, 0.06
_NOTES_HERTZ = (220.0, 277.18, 329.63)
_VOLUME = 0.12


class PlainMedia:
    """The pixels say nothing, the files are what the pipeline expects."""

    def draw(
        self,
        prompt: str,
        width: int,
        height: int,
        *,
        seed: int,
        look: str,
        empty: bool,
        texts: Sequence[Area] = (),  # noqa: ARG002 - its field is no thing
    ) -> Still:
        """A gradient in colours of the prompt's own, with a lighter field where the subject is."""
        chance = random.Random(f"{prompt} {look} {seed}")
        top, bottom, field = ([chance.randrange(low, low + 96) for _ in range(3)] for low in (32, 96, 150))
        left, above, right, below = _SUBJECT
        first, last = round(left * width), round(right * width)
        rows = bytearray()
        for line in range(height):
            share = line / max(1, height - 1)
            ground = bytes(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            shown = not empty and above <= share <= below
            middle = bytes(field) if shown else ground
            rows += b"\0" + ground * first + middle * (last - first) + ground * (width - last)
        return Still(_png(width, height, bytes(rows)), _SUBJECT)

    def film(self, order: FilmRequest) -> bytes:
        """Closer to the first picture; with a last one, from the middle on that one, which stands still at its end."""
        count = max(2, round(Fraction(order.seconds) * FRAME_RATE))
        size = (order.width, order.height)
        start = order.start_png or self.draw(order.prompt, *size, seed=order.seed, look=order.look, empty=False).png
        return zoomed_clip(start, order, count)

    def speak(self, request: SpeechRequest) -> Recording:
        """A hum for each word, longer for longer words, at the pace of a person who reads."""
        said = respell(readable(request.text), request.pronunciations)
        if not any(character.isalnum() for character in said.text):
            raise InvalidRequest("There is nothing to say: the narration needs at least one word.", "narration.text")
        sound, events = array("h"), []
        position = 0
        for number, word in enumerate(said.text.split()):
            position = said.text.index(word, position)
            events.append((said.place(position), len(sound)))
            seconds = (_WORD_SECONDS + _LETTER_SECONDS * len(word)) / float(request.speed)
            sound.extend(_hum(seconds, 110.0 + 12 * (number % 5), _SPEECH_RATE))
            sound.extend(array("h", bytes(2 * round(_PAUSE_SECONDS / float(request.speed) * _SPEECH_RATE))))
            position += len(word)
        words = time_words(
            request.text, events, len(sound), lambda first, last: (first / _SPEECH_RATE, last / _SPEECH_RATE)
        )
        return Recording(_wav(sound), words)

    def play(self, mood: str, seconds: float, seed: int) -> bytes:
        """One chord that swells and fades; the mood and the seed choose its pitch."""
        import av

        pitch = 2 ** (random.Random(f"{mood} {seed}").randrange(-4, 5) / 12)
        file = io.BytesIO()
        with av.open(file, "w", format="mp3") as out:
            stream = out.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
            resampler = av.AudioResampler(format="s16p", layout="mono", rate=SAMPLE_RATE)
            samples = _chord(seconds, pitch)
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
            frame.planes[0].update(samples.tobytes())
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, 0, Fraction(1, SAMPLE_RATE)
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                out.mux(stream.encode(part))
            out.mux(stream.encode(None))
        return file.getvalue()

    def tone(self, picture: ReferenceImage) -> str:
        """It does not look."""
        return f"a picture of {len(picture.data)} bytes"


def _png(width: int, height: int, rows: bytes) -> bytes:
    """An RGB PNG; each row begins with its filter, 0."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 1)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _hum(seconds: float, hertz: float, rate: int) -> array[int]:
    count = round(seconds * rate)
    step = 2 * math.pi * hertz / rate
    return array(
        "h", (round(32767 * 3 * _VOLUME * math.sin(math.pi * i / count) * math.sin(step * i)) for i in range(count))
    )


def _chord(seconds: float, pitch: float) -> array[int]:
    """One second of the chord, repeated: a whole number of Hertz joins without a click."""
    steps = [2 * math.pi * round(hertz * pitch) / SAMPLE_RATE for hertz in _NOTES_HERTZ]
    second = array(
        "h", (round(32767 * _VOLUME * sum(math.sin(step * i) for step in steps)) for i in range(SAMPLE_RATE))
    )
    count = round(seconds * SAMPLE_RATE)
    return (second * math.ceil(seconds))[:count]


def _wav(sound: array[int]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_SPEECH_RATE)
        out.writeframes(sound.tobytes())
    return file.getvalue()
