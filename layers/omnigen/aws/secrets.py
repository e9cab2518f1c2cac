"""The vendors' keys: from the environment if set there, else from Secrets Manager, cached."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

from omnigen.errors import ConfigError
from omnigen.settings import Settings

Vendor = Literal["openai", "replicate"]

VARIABLES: Mapping[Vendor, str] = {"openai": "OPENAI_API_KEY", "replicate": "REPLICATE_API_TOKEN"}
CACHE_SECONDS = 300
"""Seconds for which a key is cached, so a changed one is used after that."""


@dataclass(frozen=True)
class Secrets:
    """Fetches keys when they are first needed. They are never logged."""

    settings: Settings
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def key(self, vendor: Vendor) -> str:
        """The vendor's key; ConfigError says where to put it when there is none."""
        name = self._name(vendor)
        found = (self.environment.get(VARIABLES[vendor]) or self._stored(vendor, name)).strip()
        if not found:
            raise ConfigError(
                f"The secret {name!r} is empty; put the key of {vendor} into it, or set {VARIABLES[vendor]}. "
                + _how(name)
            )
        return found

    def _stored(self, vendor: Vendor, name: str) -> str:
        try:
            return str(_provider().get(name, max_age=CACHE_SECONDS))
        except GetParameterError as error:
            raise ConfigError(
                f"There is no key for {vendor}: set {VARIABLES[vendor]}, or put it into the secret {name!r}. "
                + _how(name)
            ) from error

    def _name(self, vendor: Vendor) -> str:
        names = {"openai": self.settings.openai_api_key_secret, "replicate": self.settings.replicate_api_token_secret}
        return names[vendor]


def _how(name: str) -> str:
    return f"To store it: aws secretsmanager put-secret-value --secret-id {name} --secret-string …"


@cache
def _provider() -> SecretsProvider:
    """The process's provider, which holds the cache."""
    return SecretsProvider()
