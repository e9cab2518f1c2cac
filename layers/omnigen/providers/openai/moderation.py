"""OpenAI's moderation: free, and asked before anything is bought."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.providers.model_registry import Model
from omnigen.providers.openai.account import OpenAIAccount
from omnigen.providers.protocols import ModerationResult

SECONDS = 20.0


@dataclass(frozen=True)
class OpenAIModerationProvider:
    """Says whether a text may be used at all."""

    account: OpenAIAccount
    facts: Model

    def judge(self, text: str) -> ModerationResult:
        """Read the text."""
        answer = self.account.ask(
            self.facts.id,
            lambda client: client.moderations.create(model=self.facts.id, input=text),
            seconds=SECONDS,
        )
        flagged = {
            name
            for result in answer.results
            if result.flagged
            for name, hit in result.categories.model_dump(by_alias=True).items()
            if hit
        }
        unnamed = {"policy"} if any(result.flagged for result in answer.results) else set()
        return ModerationResult(flagged=tuple(sorted(flagged or unnamed)))
