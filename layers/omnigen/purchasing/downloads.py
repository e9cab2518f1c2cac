"""Reading what a vendor delivers, within limits, and telling what it is by its first bytes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from omnigen.errors import BadOutput
from omnigen.media import file_types
from omnigen.providers.protocols import PredictionOutput

MAX_OUTPUT_BYTES = 200 * 2**20

_MILLISECOND = Decimal("0.001")


def read_all(delivery: PredictionOutput) -> bytes:
    """The whole content; BadOutput when it is larger than anything we ordered."""
    parts: list[bytes] = []
    size = 0
    for part in delivery.content:
        size += len(part)
        if size > MAX_OUTPUT_BYTES:
            raise BadOutput(f"The delivery is larger than {MAX_OUTPUT_BYTES // 2**20} MiB")
        parts.append(part)
    return b"".join(parts)


def media_type_of(data: bytes, *expected: str) -> str:
    """What the bytes are, by their signature; BadOutput unless that is one of the expected types."""
    found = file_types.media_type_of(data)
    if found not in expected:
        start = data[:24].decode("latin-1").encode("unicode_escape").decode()
        raise BadOutput(f"The delivery is {found or 'nothing known'}, not {' or '.join(expected)}; it starts {start!r}")
    return str(found)


def round_seconds(seconds: Fraction | float | Decimal) -> Decimal:
    """Seconds as they stand on the record: to the millisecond."""
    return Decimal(float(seconds)).quantize(_MILLISECOND)
