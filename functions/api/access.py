"""Which scope each route needs, and the check of it before a request is routed.

Every route of the API has an entry. A person who has signed in may use all of them but those for admins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from omnigen.domain.api_key import ApiKey, Scope
from omnigen.domain.caller import Caller
from omnigen.runtime.lambda_handler import context_from_environment

from functions.api.problems import Forbidden, NoSuchRoute, NotSignedIn

_OPEN: frozenset[Scope] = frozenset()
_READ = frozenset({Scope.READ})
_CREATE = frozenset({Scope.CREATE})
_REVIEW = frozenset({Scope.REVIEW})
_ORDER = frozenset({Scope.CREATE, Scope.SPEND})
_APPROVE = frozenset({Scope.REVIEW, Scope.SPEND})
_ADMIN = frozenset({Scope.ADMIN})
_PERSON = None
"""A person only: a key must not make keys, or end the account."""

ROUTES: Mapping[str, frozenset[Scope] | None] = {
    "GET /health": _OPEN,
    "GET /sign-in": _OPEN,
    "GET /docs": _OPEN,
    "GET /openapi.json": _OPEN,
    "GET /health/video": _READ,
    "POST /generate": _ORDER,
    "POST /generate/script": _ORDER,
    "POST /estimate": _READ,
    "GET /jobs": _READ,
    "GET /jobs/<job_id>": _READ,
    "GET /jobs/<job_id>/script": _READ,
    "GET /jobs/<job_id>/events": _READ,
    "GET /jobs/<job_id>/video": _READ,
    "GET /jobs/<job_id>/deliveries": _READ,
    "POST /jobs/<job_id>/deliveries/<number>/replay": _CREATE,
    "POST /jobs/<job_id>/cancel": _CREATE,
    "POST /jobs/<job_id>/resume": _ORDER,
    "POST /jobs/<job_id>/continue": _ORDER,
    "POST /jobs/<job_id>/regenerate": _ORDER,
    "PUT /jobs/<job_id>/drawn": _REVIEW,
    "DELETE /jobs/<job_id>": _CREATE,
    "GET /videos/<video_id>": _READ,
    "GET /videos/<video_id>/provenance": _READ,
    "GET /jobs/<job_id>/compliance": _READ,
    "GET /videos/<video_id>/compliance": _READ,
    "POST /videos/<video_id>/waivers": _APPROVE,
    "POST /videos/<video_id>/approvals": _APPROVE,
    "POST /videos/<video_id>/packet": _READ,
    "POST /labels": _CREATE,
    "GET /labels/<label_id>": _READ,
    "GET /webhooks/secret": _CREATE,
    "POST /webhooks/secret/rotate": _CREATE,
    "POST /projects": _CREATE,
    "GET /projects": _READ,
    "GET /projects/<project_id>": _READ,
    "PUT /projects/<project_id>": _CREATE,
    "DELETE /projects/<project_id>": _CREATE,
    "POST /brands": _CREATE,
    "GET /brands": _READ,
    "GET /brands/<brand_id>": _READ,
    "PUT /brands/<brand_id>": _CREATE,
    "DELETE /brands/<brand_id>": _CREATE,
    "POST /scripts": _ORDER,
    "GET /scripts": _READ,
    "GET /scripts/<script_id>": _READ,
    "PUT /scripts/<script_id>": _REVIEW,
    "POST /scripts/<script_id>/approve": _APPROVE,
    "POST /scripts/<script_id>/reject": _APPROVE,
    "GET /scripts/<script_id>/scenes": _READ,
    "POST /scripts/<script_id>/create-video": _APPROVE,
    "GET /scripts/<script_id>/video": _READ,
    "PUT /scenes/<scene_id>": _REVIEW,
    "POST /scenes/<scene_id>/estimate": _READ,
    "PUT /scenes/<scene_id>/picture": _APPROVE,
    "DELETE /scenes/<scene_id>/picture": _REVIEW,
    "POST /scenes/<scene_id>/approve": _APPROVE,
    "POST /scenes/<scene_id>/reject": _APPROVE,
    "GET /scenes/<scene_id>/images": _READ,
    "POST /images/<image_id>/approve": _APPROVE,
    "POST /images/<image_id>/reject": _APPROVE,
    "POST /uploads": _CREATE,
    "POST /assets": _CREATE,
    "GET /assets": _READ,
    "GET /assets/<asset_id>": _READ,
    "DELETE /assets/<asset_id>": _CREATE,
    "GET /voices": _READ,
    "POST /voices/samples": _ORDER,
    "GET /usage": _READ,
    "GET /models": _READ,
    "GET /keys": _PERSON,
    "POST /keys": _PERSON,
    "DELETE /keys/<key_id>": _PERSON,
    "DELETE /me": _PERSON,
    "DELETE /admin/users/<user_id>": _ADMIN,
    "GET /admin/limits": _ADMIN,
    "PUT /admin/limits": _ADMIN,
    "PUT /admin/pause": _ADMIN,
    "GET /admin/users/<user_id>/limits": _ADMIN,
    "PUT /admin/users/<user_id>/limits": _ADMIN,
}

_KEY_IN_EVENT = "apiKey"
_SIGN_IN = "Sign in first: send a token or an API key, Authorization: Bearer …"


def admitted(event: Mapping[str, Any], prefix: str) -> Mapping[str, Any]:
    """The event, with the API key that its caller has sent, as it is at this moment.

    NotSignedIn for a key that was revoked or has expired, Forbidden for what the caller may not do, OverQuota for more
    requests than the key may send. Each request with a key is counted here, so that revoking it works at once.
    """
    path = str(event.get("rawPath", "")).removeprefix(prefix)
    needed = _needed(str(event["requestContext"]["http"]["method"]), path)
    told = _authorizer(event)
    if needed == _OPEN:
        return event
    if not told.get("sub"):
        raise NotSignedIn(told.get("refused") or _SIGN_IN)
    if not told.get("key_id"):
        _require(_person(told), (needed or _OPEN) & _ADMIN)
        return event
    key = context_from_environment().aws.api_keys.use(told["key_id"])
    if key is None:
        raise NotSignedIn("This API key was revoked or has expired; make another one")
    if needed is None:
        raise Forbidden("An API key cannot do this; sign in as a person")
    _require(Caller(key.user_id, key.groups, key), needed)
    return {**event, _KEY_IN_EVENT: key.model_dump(mode="json")}


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Who sends an admitted request: by the authorizer's word alone, never by headers or body; else NotSignedIn."""
    told = _authorizer(event)
    if not told.get("sub"):
        raise NotSignedIn(_SIGN_IN)
    if known := event.get(_KEY_IN_EVENT):
        key = ApiKey.model_validate(known)
        return Caller(key.user_id, key.groups, key)
    return _person(told)


def _authorizer(event: Mapping[str, Any]) -> Mapping[str, str]:
    part: Any = event
    for name in ("requestContext", "authorizer", "lambda"):
        part = part.get(name) if isinstance(part, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _person(told: Mapping[str, str]) -> Caller:
    return Caller(told["sub"], tuple(told.get("groups", "").split()))


def _require(caller: Caller, needed: frozenset[Scope]) -> None:
    missing = sorted(scope for scope in needed if not caller.may(scope))
    if missing and caller.key:
        words = " and ".join(missing)
        raise Forbidden(f"The API key {caller.key.name!r} lacks the scope {words}; make one that has it")
    if missing:
        raise Forbidden("Only an administrator may do this")


def _needed(method: str, path: str) -> frozenset[Scope] | None:
    """The scopes of all routes that could take this request; NoSuchRoute when there is none."""
    found = [scopes for known, pattern, scopes in _patterns() if known == method and pattern.fullmatch(path)]
    if not found:
        raise NoSuchRoute("There is nothing here; GET /api/v1/docs lists all there is")
    if None in found:
        return None
    return frozenset().union(*(scopes for scopes in found if scopes is not None))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], frozenset[Scope] | None], ...]:
    """Method, pattern of the path, and scopes of every route."""
    return tuple((*_pattern(route), scopes) for route, scopes in ROUTES.items())


def _pattern(route: str) -> tuple[str, re.Pattern[str]]:
    method, path = route.split()
    return method, re.compile(re.sub(r"<\w+>", "[^/]+", path) + "/?")
