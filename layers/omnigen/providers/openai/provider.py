"""What the adapters of OpenAI's models share."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.providers.error_boundary import VendorAdapter
from omnigen.providers.model_registry import Model
from omnigen.providers.openai.account import OpenAIAccount


@dataclass(frozen=True)
class OpenAIProvider(VendorAdapter):
    """One model at OpenAI."""

    account: OpenAIAccount
    facts: Model

    @property
    def model(self) -> str:
        """The model's id."""
        return self.facts.id

    @property
    def can_be_searched(self) -> bool:
        """False: OpenAI lists no requests."""
        return False

    def find_existing(self, request: object) -> None:  # noqa: ARG002 - there is nothing to look for it in
        """None: OpenAI keeps no list of requests, so an answer that was lost cannot be asked for."""
        return
