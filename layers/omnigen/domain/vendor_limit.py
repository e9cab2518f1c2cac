"""How often a vendor may be asked, and how many predictions it may make at once: a token bucket, and limits as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

LOWERED_SECONDS = 600
"""How long a lower rate is kept that a vendor told us, as Replicate does while an account has little credit."""

_MINUTE_MS = 60_000
_BURST_SHARE = 10
"""A tenth of what is allowed in a minute may be asked at once."""

_LIMIT = re.compile(r"(?P<name>[^=\s]+)=(?P<minute>\d+|-)/(?P<once>\d+|-)")


class VendorLimit(BaseModel):
    """The limit of a vendor (`replicate`) or of a model (its id): new orders in a minute, and orders at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    requests_per_minute: int | None = Field(default=None, ge=1)
    at_once: int | None = Field(default=None, ge=0, le=1_000)


def parse_limits(text: str) -> tuple[VendorLimit, ...]:
    """Limits from `replicate=600/50, google/veo-3.1=-/8`: orders in a minute, a stroke, at once; `-` is no limit.

    ValueError names what is not of that form.
    """
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        read = _LIMIT.fullmatch(part)
        if not read:
            raise ValueError(
                f"{part!r} is no limit; write name=orders in a minute/orders at once, as in replicate=600/50"
            )
        numbers = (None if read[group] == "-" else int(read[group]) for group in ("minute", "once"))
        found.append(
            VendorLimit(name=read["name"], **dict(zip(("requests_per_minute", "at_once"), numbers, strict=True)))
        )
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """What is left of a limit, by the generic cell rate algorithm. Times in Unix milliseconds.

    `next_ms` is when the bucket is full again. Nothing is asked before `blocked_until_ms`, and until
    `lowered_until_ms` only `lowered_per_minute` times a minute. `epoch` counts the changes that make turns given before
    worthless.
    """

    next_ms: int = 0
    blocked_until_ms: int = 0
    lowered_per_minute: int = 0
    lowered_until_ms: int = 0
    epoch: int = 0

    def per_minute(self, now_ms: int, allowed: int | None) -> int | None:
        """The rate that holds now; None for any."""
        return self.lowered_per_minute if now_ms < self.lowered_until_ms else allowed

    def turn_ms(self, now_ms: int, allowed: int | None) -> int:
        """When the next order may be sent."""
        free = max(now_ms, self.blocked_until_ms)
        rate = self.per_minute(now_ms, allowed)
        if rate is None:
            return free
        burst = 1 if now_ms < self.lowered_until_ms else max(rate // _BURST_SHARE, 1)
        return max(free, self.next_ms - (burst - 1) * (_MINUTE_MS // rate))

    def taken(self, at_ms: int, rate: int) -> Bucket:
        """The bucket after an order at this time."""
        return replace(self, next_ms=max(self.next_ms, at_ms) + _MINUTE_MS // rate)

    def throttled(self, now_ms: int, seconds: int, per_minute: int | None) -> Bucket:
        """The bucket after the vendor asked us to wait so many seconds, and perhaps told a lower rate."""
        until = max(self.blocked_until_ms, now_ms + seconds * 1_000)
        known = replace(self, blocked_until_ms=until, next_ms=until, epoch=self.epoch + 1)
        if per_minute is None:
            return known
        return replace(known, lowered_per_minute=per_minute, lowered_until_ms=now_ms + LOWERED_SECONDS * 1_000)
