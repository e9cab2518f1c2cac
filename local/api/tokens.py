"""Development tokens: who works on this machine. Signed with a key of the data folder, good for this host only."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import jwt
from omnigen.errors import InvalidRequest

from local.api.keys import persistent_key

AUDIENCE = "omnigen-local"
LIFETIME_SECONDS = 30 * 86_400
_ALGORITHM = "HS256"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")


class TokenRefused(Exception):
    """No token, or none of ours, or too old."""


@dataclass(frozen=True)
class TokenIssuer:
    """Makes and checks tokens. On AWS nobody knows this key: Cognito's public ones are asked there."""

    key: str

    def issue(self, name: str) -> str:
        """A token for the user of that name; InvalidRequest when nobody can be called so."""
        if not _NAME.fullmatch(name):
            raise InvalidRequest(f"{name!r} cannot be a user's name; use letters, digits, - and _", "name")
        now = int(time.time())
        claims = {"sub": name, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME_SECONDS}
        return jwt.encode(claims, self.key, algorithm=_ALGORITHM)

    def claims(self, authorization: str) -> dict[str, str]:
        """What a token in an Authorization header says, as text, the way API Gateway passes it on; TokenRefused."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise TokenRefused("Send a token: Authorization: Bearer …")
        try:
            claims = jwt.decode(
                token.strip(),
                self.key,
                algorithms=[_ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["sub", "exp", "aud"]},
            )
        except jwt.InvalidTokenError as error:
            raise TokenRefused(f"The token is not good here ({error}); make one with `omnigen token`") from error
        return {name: str(value) for name, value in claims.items()}


def tokens_of(data_dir: Path) -> TokenIssuer:
    """The tokens of a data folder."""
    return TokenIssuer(persistent_key(data_dir, "token"))
