"""API keys: what a program signs in with instead of a person, and what it may do."""

from __future__ import annotations

import hashlib
import hmac
import re
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from omnigen.domain.budget import SpendLimit

MAX_KEYS_PER_USER = 20
MAX_LIFETIME_DAYS = 366
REQUESTS_PER_MINUTE = 120
"""Of a key that was made without another figure."""

PREFIX = "omk_"
_TEXT = re.compile(rf"{PREFIX}(?P<id>[0-9a-f]{{16}})_(?P<secret>[0-9a-f]{{64}})")


class Scope(StrEnum):
    """What a key may do. Work that costs money needs `spend` besides `create` or `review`."""

    READ = "read"
    CREATE = "create"
    REVIEW = "review"
    SPEND = "spend"
    ADMIN = "admin"


class ApiKey(BaseModel):
    """A key as it is stored: without its secret, of which only the SHA-256 is kept. Times in Unix seconds.

    `groups` are those of the user who made it, at that time.
    """

    model_config = ConfigDict(frozen=True)

    key_id: str
    user_id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: int
    secret_hash: str
    expires_at: int | None = None
    last_used_at: int | None = None
    spend_usd_per_day: Decimal | None = None
    requests_per_minute: int = REQUESTS_PER_MINUTE
    groups: tuple[str, ...] = ()

    @property
    def limit(self) -> SpendLimit:
        """What may be spent with it."""
        return SpendLimit(day_usd=self.spend_usd_per_day)

    def opens_with(self, secret: str, now: int) -> bool:
        """Whether this is its secret, and it has not expired."""
        return self.is_live(now) and hmac.compare_digest(hash_of(secret), self.secret_hash)

    def is_live(self, now: int) -> bool:
        """Whether it has not expired."""
        return self.expires_at is None or now < self.expires_at


def key_text(random: bytes) -> tuple[str, str, str]:
    """Id, secret, and the text that its holder sends, from 40 random bytes."""
    key_id, secret = random[:8].hex(), random[8:40].hex()
    return key_id, secret, f"{PREFIX}{key_id}_{secret}"


def parse_key(text: str) -> tuple[str, str] | None:
    """Id and secret of a key's text; None for any other text."""
    found = _TEXT.fullmatch(text)
    return (found["id"], found["secret"]) if found else None


def hash_of(secret: str) -> str:
    """SHA-256 in hex. The secret is 256 random bits, which need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
