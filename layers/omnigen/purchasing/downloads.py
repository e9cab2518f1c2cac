"""Reading what a vendor delivers, within limits, and measuring it before it is kept.

Whatever is refused here is BadOutput: it is charged, it is not kept as the result of the purchase, and the next model
is asked.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from omnigen.errors import BadOutput, MediaRefused
from omnigen.media import file_types
from omnigen.media.audio_length import SoundFacts, measure_sound
from omnigen.media.picture_content import clip_content
from omnigen.media.picture_size import picture_facts
from omnigen.providers.protocols import PredictionOutput
from omnigen.text import speaking_seconds

MAX_OUTPUT_BYTES = 200 * 2**20

SILENT_BELOW_DBFS = -50.0
"""No voice or music stays below it: speech peaks at -20 dBFS and above."""

FASTEST_SPEECH, SLOWEST_SPEECH = Decimal("0.2"), Decimal(4)
"""A recording lasts so many times the estimate at a usual pace; an error page read as samples, or a runaway model,
does not."""

MIN_MUSIC_SECONDS = Decimal(3)
MIN_SHARE_OF_SIZE = Fraction(1, 2)
"""Of the width that is needed; a smaller picture would be enlarged to more than twice its size."""

MIN_SHARE_KEPT = Fraction(1, 2)
"""Of the picture after it is cropped to the aspect ratio; a square keeps 56 % of a wide one."""

MAX_BLACK_SECONDS = 1
"""A finished video that is black for so long is refused."""

_SHORT_BY_SECONDS = Decimal("0.5")
_MILLISECOND = Decimal("0.001")


def read_all(delivery: PredictionOutput) -> bytes:
    """The whole content; BadOutput when it is larger than anything that is ordered."""
    parts: list[bytes] = []
    size = 0
    for part in delivery.content:
        size += len(part)
        if size > MAX_OUTPUT_BYTES:
            raise BadOutput(f"The delivery is larger than {MAX_OUTPUT_BYTES // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)


def media_type_of(data: bytes, *expected: str) -> str:
    """The media type of the bytes, by their signature; BadOutput unless that is one of the expected types."""
    found = file_types.media_type_of(data)
    if found not in expected:
        start = data[:24].decode("latin-1").encode("unicode_escape").decode()
        raise BadOutput(f"The delivery is {found or 'nothing known'}, not {' or '.join(expected)}; it starts {start!r}")
    return str(found)


def check_speech(data: bytes, text: str, language: str) -> SoundFacts:
    """The length and the silences of a recording of this text. BadOutput when it is silent, too short or too long."""
    facts = _audible(data)
    seconds = round_seconds(facts.seconds)
    usual = max(speaking_seconds(text, language), Decimal(1))
    if not usual * FASTEST_SPEECH <= seconds <= usual * SLOWEST_SPEECH + 1:
        raise BadOutput(f"The recording lasts {seconds} s; its text takes about {usual:.1f} s to say")
    return facts


def check_music(data: bytes) -> Decimal:
    """The length of a track in seconds. BadOutput when it is silent or shorter than three seconds."""
    seconds = round_seconds(_audible(data).seconds)
    if seconds < MIN_MUSIC_SECONDS:
        raise BadOutput(f"The track lasts {seconds} s; at least {MIN_MUSIC_SECONDS} s are needed")
    return seconds


def check_picture(data: bytes, width: int, height: int) -> None:
    """BadOutput when a picture cannot be decoded, has one colour, or is too small or too unlike `width` x `height`."""
    try:
        facts = picture_facts(data)
    except MediaRefused as error:
        raise BadOutput(f"The delivery is no usable picture: {error}") from error
    check_size((facts.width, facts.height), width, height)
    if facts.is_plain:
        raise BadOutput("The picture shows nothing but one colour")


def check_size(size: tuple[int, int], width: int, height: int) -> None:
    """BadOutput when a picture of this size, cropped to the aspect ratio of `width` x `height`, is too small."""
    own_width, own_height = size
    cropped_width = min(Fraction(own_width), Fraction(own_height * width, height))
    cropped_height = cropped_width * height / width
    if cropped_width * cropped_height < MIN_SHARE_KEPT * own_width * own_height:
        raise BadOutput(f"The picture has {own_width}x{own_height} pixels: another shape than {width}x{height}")
    if cropped_width < MIN_SHARE_OF_SIZE * width:
        raise BadOutput(f"The picture has {own_width}x{own_height} pixels, too few for {width}x{height}")


def check_content(clip: bytes, frames: int, *, is_first: bool, is_last: bool) -> None:
    """BadOutput when the first `frames` frames are of one colour, stand still, or are black where the video may not be.

    `is_first` and `is_last` say whether the video begins or ends with the clip. A finished video that begins or ends
    black, or is black for a second, is refused: that is found out here, while another model can be asked. MediaRefused
    when the clip cannot be decoded.
    """
    content = clip_content(clip, frames)
    wrong = {
        "shows nothing but one colour": content.is_plain,
        "stands still": content.is_frozen,
        "begins black, as the video would": content.begins_black and is_first,
        "ends black, as the video would": content.ends_black and is_last,
        f"is black for {float(content.black_seconds)} s": content.black_seconds >= MAX_BLACK_SECONDS,
    }
    if found := next((words for words, is_so in wrong.items() if is_so), None):
        raise BadOutput(f"The clip {found}")


def check_length(seconds: Decimal, wanted: Decimal) -> None:
    """BadOutput when a clip is more than half a second shorter than the scene that it is for."""
    if seconds + _SHORT_BY_SECONDS < wanted:
        raise BadOutput(f"The clip lasts {seconds} s; its scene needs {wanted} s")


def round_seconds(seconds: Fraction | float | Decimal) -> Decimal:
    """Seconds as they stand on the record: to the millisecond."""
    return Decimal(float(seconds)).quantize(_MILLISECOND)


def _audible(data: bytes) -> SoundFacts:
    try:
        facts = measure_sound(data)
    except MediaRefused as error:
        raise BadOutput(f"The delivery is no usable recording: {error}") from error
    if facts.peak_dbfs < SILENT_BELOW_DBFS:
        raise BadOutput(f"The recording is silent: its highest peak is {facts.peak_dbfs:.0f} dBFS")
    return facts
