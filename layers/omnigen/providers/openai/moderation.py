"""OpenAI's moderation: free, and asked before anything is bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from omnigen.errors import ProviderUnavailable
from omnigen.providers.error_boundary import VendorAdapter
from omnigen.providers.model_registry import Model
from omnigen.providers.openai.account import OpenAIAccount
from omnigen.providers.protocols import ModerationResult

TIMEOUT_SECONDS = 20.0


class ModerationVerdict(BaseModel):
    """What is said of one text. A verdict without `flagged` is none."""

    model_config = ConfigDict(extra="ignore")

    flagged: bool
    categories: Mapping[str, bool | None] = {}


class ModerationAnswer(BaseModel):
    """An answer of `POST /moderations`, as far as it is read here."""

    model_config = ConfigDict(extra="ignore")

    results: tuple[ModerationVerdict, ...]


@dataclass(frozen=True)
class OpenAIModerationProvider(VendorAdapter):
    """Says whether a text may be used at all."""

    account: OpenAIAccount
    facts: Model

    def judge(self, text: str) -> ModerationResult:
        """The categories for which the text is flagged. ProviderUnavailable when the answer holds no verdict."""
        reply = self.account.request(
            self.facts.id,
            lambda client: client.moderations.with_raw_response.create(model=self.facts.id, input=text).content,
            seconds=TIMEOUT_SECONDS,
            ordering=False,
        )
        verdicts = _verdicts(reply)
        flagged = {name for verdict in verdicts if verdict.flagged for name, hit in verdict.categories.items() if hit}
        unnamed = {"policy"} if any(verdict.flagged for verdict in verdicts) else set()
        return ModerationResult(flagged=tuple(sorted(flagged or unnamed)))


def _verdicts(reply: bytes) -> tuple[ModerationVerdict, ...]:
    try:
        verdicts = ModerationAnswer.model_validate_json(reply).results
    except ValidationError as error:
        raise ProviderUnavailable("OpenAI's moderation answered something that is no verdict") from error
    if not verdicts:
        raise ProviderUnavailable("OpenAI's moderation answered without a verdict, so the text has not passed")
    return verdicts
