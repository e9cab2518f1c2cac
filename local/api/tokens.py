"""Development tokens: each names a user of this host, and is signed with a key of its data folder."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from omnigen.domain.caller import ADMIN_GROUP, claims_context
from omnigen.errors import InvalidRequest

from local.api.keys import persistent_key

AUDIENCE = "omnigen-local"
LIFETIME_SECONDS = 30 * 86_400
_ALGORITHM = "HS256"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")


class TokenRefused(Exception):
    """A token that is missing, malformed, expired, or signed with another key."""


@dataclass(frozen=True)
class TokenIssuer:
    """Makes and checks tokens with a secret key. On AWS, Cognito and its public keys take this place."""

    key: str

    def issue(self, name: str, *, admin: bool = False) -> str:
        """A token for the user of that name; InvalidRequest for a name that is not allowed."""
        if not _NAME.fullmatch(name):
            raise InvalidRequest(f"{name!r} cannot be a user's name; use letters, digits, - and _", "name")
        now = int(time.time())
        claims: dict[str, Any] = {"sub": name, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME_SECONDS}
        claims |= {"cognito:groups": [ADMIN_GROUP]} if admin else {}
        return jwt.encode(claims, self.key, algorithm=_ALGORITHM)

    def caller(self, authorization: str) -> dict[str, str]:
        """What an authorizer says about the sender of the token in an Authorization header; else TokenRefused."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise TokenRefused("Send a token: Authorization: Bearer …")
        try:
            claims = jwt.decode(
                token.strip(),
                self.key,
                algorithms=[_ALGORITHM],
                audience=AUDIENCE,
                # A clock that is set back makes no token invalid: nothing follows from when a token was issued.
                options={"require": ["sub", "exp", "aud"], "verify_iat": False},
            )
        except jwt.InvalidTokenError as error:
            raise TokenRefused(f"The token is not good here ({error}); make one with `omnigen token`") from error
        return claims_context(claims)


def tokens_of(data_dir: Path) -> TokenIssuer:
    """The tokens of a data folder."""
    return TokenIssuer(persistent_key(data_dir, "token"))
