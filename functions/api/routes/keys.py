"""API keys: making, listing and revoking one's own."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Annotated, Any, Self

from aws_lambda_powertools.event_handler import Response
from omnigen.domain.api_key import MAX_LIFETIME_DAYS, REQUESTS_PER_MINUTE, ApiKey, Scope, hash_of, key_text
from omnigen.domain.brief_texts import Line
from omnigen.domain.budget import Usd
from omnigen.domain.job import DAY_SECONDS
from omnigen.domain.job_view import ViewModel
from omnigen.domain.strict_model import StrictModel
from pydantic import Field, StringConstraints, model_validator

from functions.api.auth import request_context
from functions.api.problems import Forbidden
from functions.api.routes.router import Routes

router = Routes()

_REVOKED: Any = {204: {"description": "It no longer works"}}


class KeyRequest(StrictModel):
    """A key to make. Without `expires_in_days` it works until it is revoked."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=60)]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(Scope))]
    spend_usd_per_day: Usd | None = None
    expires_in_days: Annotated[int, Field(ge=1, le=MAX_LIFETIME_DAYS)] | None = None
    requests_per_minute: Annotated[int, Field(ge=1, le=600)] = REQUESTS_PER_MINUTE

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        """A key that spends says how much."""
        if (Scope.SPEND in self.scopes) is not (self.spend_usd_per_day is not None):
            raise ValueError("spend_usd_per_day comes with the scope spend, and with no other")
        return self


class KeyResponse(ViewModel):
    """A key without its secret. Times in Unix seconds, `last_used_at` to the minute of a request at least."""

    key_id: str
    name: str
    scopes: tuple[Scope, ...]
    spend_usd_per_day: Decimal | None
    requests_per_minute: int
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    expired: bool


class NewKeyResponse(KeyResponse):
    """A new key. `key` is shown this once: only a hash of it is stored."""

    key: str


class KeysResponse(ViewModel):
    """The caller's keys, the newest first."""

    items: tuple[KeyResponse, ...]


@router.post("/keys", status_code=201, tags=["account"], summary="Make an API key")
def create_key(request: KeyRequest) -> NewKeyResponse:
    """A program sends it in the Authorization header, as people send their token. The scope admin is for admins."""
    call = request_context(router)
    if Scope.ADMIN in request.scopes and not call.caller.may(Scope.ADMIN):
        raise Forbidden("Only an administrator can give a key the scope admin")
    key_id, secret, text = key_text(secrets.token_bytes(40))
    now = call.app.now()
    key = ApiKey(
        key_id=key_id,
        user_id=call.user_id,
        name=request.name,
        scopes=tuple(scope for scope in Scope if scope in request.scopes),
        created_at=now,
        secret_hash=hash_of(secret),
        expires_at=now + request.expires_in_days * DAY_SECONDS if request.expires_in_days else None,
        spend_usd_per_day=request.spend_usd_per_day,
        requests_per_minute=request.requests_per_minute,
        groups=call.caller.groups,
    )
    call.app.aws.api_keys.create(key)
    return NewKeyResponse(**dict(_shown(key, now)), key=text)


@router.get("/keys", tags=["account"], summary="Your API keys, newest first")
def list_keys() -> KeysResponse:
    """Also those that have expired; one that was revoked is gone."""
    call = request_context(router)
    now = call.app.now()
    return KeysResponse(items=tuple(_shown(key, now) for key in call.app.aws.api_keys.of_user(call.user_id)))


@router.delete("/keys/<key_id>", status_code=204, tags=["account"], summary="Revoke an API key", responses=_REVOKED)
def revoke_key(key_id: str) -> Response[None]:
    """Requests with it are refused from now on, and jobs that were ordered with it buy nothing more."""
    call = request_context(router)
    call.app.aws.api_keys.revoke(call.user_id, key_id)
    return Response(204)


def _shown(key: ApiKey, now: int) -> KeyResponse:
    known = {name: getattr(key, name) for name in KeyResponse.model_fields if name != "expired"}
    return KeyResponse(**known, expired=not key.is_live(now))
