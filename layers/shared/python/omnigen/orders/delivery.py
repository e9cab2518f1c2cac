"""Reading what a vendor delivers, within limits, and telling what it is by its first bytes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from omnigen.errors import BadOutput
from omnigen.providers.protocols import Delivery

LARGEST_DELIVERY_BYTES = 200 * 2**20

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
)
_MILLISECOND = Decimal("0.001")


def read_all(delivery: Delivery) -> bytes:
    """The whole content; BadOutput when it is larger than anything we ordered."""
    parts: list[bytes] = []
    size = 0
    for part in delivery.content:
        size += len(part)
        if size > LARGEST_DELIVERY_BYTES:
            raise BadOutput(f"The delivery is larger than {LARGEST_DELIVERY_BYTES // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)


def media_type_of(data: bytes, *expected: str) -> str:
    """What the bytes are, by their signature; BadOutput unless that is one of the expected types."""
    found = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if data[:4] == b"RIFF":
        found = {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(data[8:12])
    if data[4:8] == b"ftyp":
        found = "video/mp4"
    if found not in expected:
        start = data[:24].decode("latin-1").encode("unicode_escape").decode()
        raise BadOutput(f"The delivery is {found or 'nothing known'}, not {' or '.join(expected)}; it starts {start!r}")
    return found


def round_seconds(seconds: Fraction | float | Decimal) -> Decimal:
    """Seconds as they stand on the record: to the millisecond."""
    return Decimal(float(seconds)).quantize(_MILLISECOND)
