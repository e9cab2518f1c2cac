"""What a delivery is, by its first bytes: an error page under the name of a film is no film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from omnigen.errors import BadOutput

_NEEDED_BYTES = 16


def media_type_of(start: bytes) -> str | None:
    """The media type of a file that starts so, None when it is nothing we know."""
    if start[4:8] == b"ftyp":
        return "video/mp4"
    if start[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(start[8:12])
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    signatures = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
    return next((kind for signature, kind in signatures.items() if start.startswith(signature)), None)


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
