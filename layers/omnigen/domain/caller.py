"""Who sends a request: a person who has signed in, or a program with a key of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from omnigen.domain.api_key import ApiKey, Scope
from omnigen.domain.budget import DEPLOYMENT, group_owner, key_owner

ADMIN_GROUP = "admin"
"""The group of the user pool whose people may do what needs the scope `admin`."""


@dataclass(frozen=True)
class Caller:
    """A user, the groups they are in, and the key that was sent instead of their token."""

    user_id: str
    groups: tuple[str, ...] = ()
    key: ApiKey | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the scope is the caller's. A person has every one, but `admin` only as a member of that group."""
        if self.key:
            return scope in self.key.scopes
        return scope is not Scope.ADMIN or ADMIN_GROUP in self.groups

    @property
    def signature(self) -> str:
        """The user's id, with the key's name where one was used: who has decided something."""
        return f"{self.user_id} (API key {self.key.name!r})" if self.key else self.user_id

    @property
    def described(self) -> str:
        """Who did something to a job of their own, for people who read it."""
        return f"the user with the API key {self.key.name!r}" if self.key else "the user"

    @property
    def owners(self) -> tuple[str, ...]:
        """Owners of the budgets, besides the user's own, that the caller's orders are counted against."""
        return owners_of(self.groups, self.key.key_id if self.key else "")

    def start(self, run: int, at: int) -> RunStart:
        """The entry that says that this caller has begun a run."""
        key_id, key_name = (self.key.key_id, self.key.name) if self.key else ("", "")
        return RunStart(run=run, at=at, user_id=self.user_id, key_id=key_id, key_name=key_name, groups=self.groups)


class RunStart(BaseModel):
    """Who has begun a run, when (Unix seconds), and with which key. It is kept for as long as the job."""

    model_config = ConfigDict(frozen=True)

    run: int
    at: int
    user_id: str = ""
    key_id: str = ""
    key_name: str = ""
    groups: tuple[str, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """Owners of the budgets, besides the user's own, that the run's purchases are counted against."""
        return owners_of(self.groups, self.key_id)


def owners_of(groups: tuple[str, ...], key_id: str) -> tuple[str, ...]:
    """Owners of all budgets but the user's own, for a user of these groups and a key (or none, the empty text)."""
    return (DEPLOYMENT, *map(group_owner, groups), *([key_owner(key_id)] if key_id else []))


def claims_context(claims: Mapping[str, Any]) -> dict[str, str]:
    """What an authorizer tells the API about a person, from the claims of a verified token."""
    groups = claims.get("cognito:groups", ())
    return {"sub": str(claims["sub"]), "groups": " ".join(groups)}
