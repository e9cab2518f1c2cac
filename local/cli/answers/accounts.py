"""What the API answers about keys, limits and users, as types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict


class WebhookSecretAnswer(TypedDict):
    """The secret that signs webhooks, and until when the one before it does (Unix seconds)."""

    signing_secret: str
    previous_valid_until: int | None


class KeyAnswer(TypedDict):
    """An API key without its secret. Times in Unix seconds."""

    key_id: str
    name: str
    scopes: Sequence[str]
    spend_usd_per_day: str | None
    requests_per_minute: int
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    expired: bool


class LimitsAnswer(TypedDict):
    """Limits that an operator has set. Money in USD, as text."""

    rev: int
    paused: bool
    reason: str
    deployment: Mapping[str, str | None]
    each_user: Mapping[str, Any]
    groups: Mapping[str, Mapping[str, str | None]]
    settings: Mapping[str, str]
    committed_today_usd: str
    committed_month_usd: str


class ErasureAnswer(TypedDict):
    """Whose data is being erased, and by when it is (Unix seconds)."""

    user_id: str
    requested_at: int
    done_by: int


class UserLimitsAnswer(TypedDict):
    """What a user may use, and has used."""

    user_id: str
    own: bool
    monthly_usd: str
    day_usd: str | None
    jobs_per_day: int
    jobs_at_once: int
    committed_month_usd: str
    spent_month_usd: str
    jobs_today: int
