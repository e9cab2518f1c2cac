"""Budgets: whose money a purchase is counted against, and how much of it there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from omnigen.domain.strict_model import StrictModel

DEPLOYMENT = "#deployment"
"""Owner of what all users spend together. No user's name holds this sign."""

_GROUP, _KEY = "group#", "key#"

GroupName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Usd = Annotated[Decimal, Field(ge=0, le=10_000_000, decimal_places=4)]


class SpendLimit(StrictModel):
    """The most that may be spent in a day and in a month (UTC), in USD; None for no limit."""

    day_usd: Usd | None = None
    month_usd: Usd | None = None


class UserLimit(SpendLimit):
    """Limits of a user: of money, and of jobs (None for the deployment's own figure)."""

    jobs_per_day: Annotated[int, Field(ge=0)] | None = None
    jobs_at_once: Annotated[int, Field(ge=0)] | None = None


class Limits(StrictModel):
    """What an operator sets while the program runs. `rev` counts the changes.

    While `paused`, nothing is bought and no job begins; `reason` is what users read then. `settings` are environment
    variables with other values than those that were deployed.
    """

    rev: int = 0
    paused: bool = False
    reason: Annotated[str, StringConstraints(max_length=300)] = ""
    deployment: SpendLimit = SpendLimit()
    each_user: UserLimit = UserLimit()
    groups: Annotated[Mapping[GroupName, SpendLimit], Field(max_length=100)] = {}
    settings: Mapping[str, str] = {}
    changed_by: str = ""
    changed_at: int = 0


@dataclass(frozen=True)
class Budget:
    """Money of one owner. `words` says to people whose it is, after an amount; empty for the user's own."""

    owner: str
    limit: SpendLimit
    words: str = ""


def group_owner(name: str) -> str:
    """Owner of what the users of a group spend together."""
    return f"{_GROUP}{name}"


def key_owner(key_id: str) -> str:
    """Owner of what is spent with an API key."""
    return f"{_KEY}{key_id}"


def group_of(owner: str) -> str | None:
    """The group whose budget this is; None for another owner."""
    return owner.removeprefix(_GROUP) if owner.startswith(_GROUP) else None


def key_of(owner: str) -> str | None:
    """The id of the API key whose budget this is; None for another owner."""
    return owner.removeprefix(_KEY) if owner.startswith(_KEY) else None
