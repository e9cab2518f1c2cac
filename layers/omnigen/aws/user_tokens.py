"""Tokens of people who have signed in to the user pool, checked with the pool's public keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jwt import PyJWKClient

_KEYS_KEPT_SECONDS = 3_600
_TIMEOUT_SECONDS = 5


class UserTokenRefused(Exception):
    """A token that is malformed, expired, or not from our user pool. The message is for whoever sent it."""


@dataclass(frozen=True)
class UserTokens:
    """Access and ID tokens that `issuer` (the pool's address) made for one of these app clients."""

    issuer: str
    clients: Sequence[str]

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a token; UserTokenRefused for one that is not good here.

        Which claim names the app client depends on the kind of the token (Cognito, "Verifying JSON web tokens").
        """
        import jwt  # with its cryptography, which only the authorizer needs

        if not self.issuer:
            raise UserTokenRefused("This host has no user pool; send a token that it has made, or an API key")
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self.issuer,
                options={"require": ["sub", "exp", "iss", "token_use"], "verify_aud": False, "verify_iat": False},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise ConnectionError(f"The keys of {self.issuer} cannot be read") from error
        except jwt.PyJWTError as error:
            raise UserTokenRefused(f"The token is not good here ({error}); sign in again") from error
        client = claims.get("client_id" if claims["token_use"] == "access" else "aud")
        if claims["token_use"] not in {"access", "id"} or client not in self.clients:
            raise UserTokenRefused("The token was made for another application; sign in again")
        return claims

    @cached_property
    def _keys(self) -> PyJWKClient:
        from jwt import PyJWKClient

        address = f"{self.issuer}/.well-known/jwks.json"
        return PyJWKClient(address, lifespan=_KEYS_KEPT_SECONDS, timeout=_TIMEOUT_SECONDS)
