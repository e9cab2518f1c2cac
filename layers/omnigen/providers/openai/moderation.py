"""OpenAI's moderation: free, and asked before anything is bought."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.providers.model_registry import Model
from omnigen.providers.openai.account import Account
from omnigen.providers.protocols import Verdict

SECONDS = 20.0


@dataclass(frozen=True)
class OpenAIModerator:
    """Says whether a text may be used at all."""

    account: Account
    facts: Model

    def judge(self, text: str) -> Verdict:
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
        return Verdict(flagged=tuple(sorted(flagged or unnamed)))
