"""Where people of a deployment sign in besides the user pool's own pages."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator


class Federation(BaseModel):
    """An identity provider at which people sign in besides the pool's own pages: SAML by its metadata, or OIDC.

    An OIDC provider's client secret lies in Secrets Manager, under `client_secret_name`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{3,32}$")]
    metadata_url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    issuer: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    client_id: str | None = None
    client_secret_name: str | None = None
    email_attribute: str = "email"
    only: bool = False
    """Whether the pool's own accounts may no longer sign in."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        """SAML has a metadata_url, OIDC the three others."""
        oidc = (self.issuer, self.client_id, self.client_secret_name)
        if bool(self.metadata_url) is all(oidc) or (self.metadata_url and any(oidc)):
            raise ValueError("give metadata_url for SAML, or issuer, client_id and client_secret_name for OIDC")
        return self
