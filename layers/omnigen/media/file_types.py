"""The media type of a file by its first bytes, since an error page may come under the name and type of a clip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from omnigen.errors import BadOutput

_NEEDED_BYTES = 16
_TEXT_BYTES = 256
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"OggS": "audio/ogg",
    b"fLaC": "audio/flac",
    b"ID3": "audio/mpeg",
}
_MPEG1_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2_KBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG1_HERTZ = (44_100, 48_000, 32_000)


def media_type_of(start: bytes) -> str | None:
    """The media type of a file that starts so; None when its signature is not known here.

    MPEG audio without an ID3 tag has a signature of eleven bits only: with enough bytes, a second frame must follow.
    """
    if start[4:8] == b"ftyp":
        return "video/mp4"
    if start[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(start[8:12])
    if _is_mpeg_audio(start):
        return "audio/mpeg"
    return next((kind for signature, kind in _SIGNATURES.items() if start.startswith(signature)), None)


def audio_type_of(start: bytes) -> str | None:
    """The media type of a recording that starts so, as uploads name it; None for what is no recording."""
    if start[:4] == b"RF64":
        return "audio/wav"
    if start[:4] == b"\x1aE\xdf\xa3":
        return "audio/webm"
    if start[:1] == b"\xff" and start[1:2] and start[1] & 0xF6 == 0xF0:  # ADTS: layer 0, which MPEG audio never has
        return "audio/aac"
    found = media_type_of(start)
    if found == "video/mp4":
        return "audio/mp4"
    return found if found and found.startswith("audio/") else None


def is_text_like(start: bytes) -> bool:
    """Whether the first 256 bytes are printable text: HTML, JSON or a message instead of media."""
    try:
        text = start[:_TEXT_BYTES].decode("ascii")
    except UnicodeDecodeError:
        return False
    return len(text) > 3 and all(character.isprintable() or character in "\r\n\t" for character in text)


def checked(chunks: Iterable[bytes], *expected: str) -> Iterator[bytes]:
    """The same chunks; BadOutput at the first when the file is none of the expected types."""
    stream = iter(chunks)
    start = b""
    while len(start) < _NEEDED_BYTES and (chunk := next(stream, b"")):
        start += chunk
    found = media_type_of(start)
    if found not in expected:
        shown = start[:_NEEDED_BYTES].decode("latin-1").encode("unicode_escape").decode()
        raise BadOutput(f"The vendor delivered {found or 'no media'} instead of {' or '.join(expected)}: {shown!r} …")
    yield start
    yield from stream


def _is_mpeg_audio(data: bytes) -> bool:
    length = _mpeg_frame_bytes(data)
    return length > 0 and (len(data) < length + 4 or _mpeg_frame_bytes(data[length : length + 4]) > 0)


def _mpeg_frame_bytes(header: bytes) -> int:
    """The length of the layer III frame with this header (ISO/IEC 11172-3 and 13818-3); 0 when it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate = header[1] >> 3 & 3, header[2] >> 2 & 3
    kbits = header[2] >> 4
    if version == 1 or rate == 3 or kbits in {0, 15}:
        return 0
    first = version == 3
    hertz = _MPEG1_HERTZ[rate] // {3: 1, 2: 2, 0: 4}[version]
    bits = (_MPEG1_KBITS if first else _MPEG2_KBITS)[kbits] * 1_000
    return (144 if first else 72) * bits // hertz + (header[2] >> 1 & 1)
