"""Scripts and storyboards by OpenAI's language models, in strict form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.domain.brief import Brief
from omnigen.errors import BadInput
from omnigen.providers.openai.answers import read_answer
from omnigen.providers.openai.provider import OpenAIProvider
from omnigen.providers.pricing import max_tokens, tokens_usd
from omnigen.providers.protocols import OutputT, TextRequest, TextResult
from omnigen.providers.structured_output import read_form
from omnigen.settings import Settings

TIMEOUT_SECONDS = 100.0
"""A script of two minutes takes up to half a minute; the stage that waits for it has four minutes for two rounds."""

_OVERHEAD_TOKENS = 200
"""Roles and separators around what we say."""


@dataclass(frozen=True)
class OpenAITextProvider(OpenAIProvider):
    """Writes scripts and plans storyboards."""

    settings: Settings

    @property
    def languages(self) -> frozenset[str]:
        """No limit: language models write in any language."""
        return frozenset()

    def untranslated(self, brief: Brief) -> tuple[str, ...]:  # noqa: ARG002 - see above
        """Nothing: the prompt asks for every feature in the language of the narration."""
        return ()

    def quote(self, request: TextRequest[OutputT]) -> Decimal:
        """The price in USD of the longest answer that is accepted."""
        said = (request.instructions, request.input, request.complaint, request.refused_answer)
        tokens = max_tokens(*said, json.dumps(request.form.model_json_schema())) + _OVERHEAD_TOKENS
        return tokens_usd(self.facts, tokens, self.settings.omnigen_max_output_tokens)

    def write(self, request: TextRequest[OutputT]) -> TextResult[OutputT]:
        """Answer in the form asked for; BadOutput when the answer has another form."""
        wish = {"temperature": self.settings.omnigen_temperature}
        try:
            body = self._ask(request, wish)
        except BadInput as error:
            if "temperature" not in str(error):
                raise
            body = self._ask(request, {})  # nothing was paid; some models take no temperature
        text, usage = read_answer(body, self.facts, self.quote(request))
        return TextResult(draft=read_form(request.form, text, self.model, usage.usd), model=self.model, usage=usage)

    def _ask(self, request: TextRequest[OutputT], wish: dict[str, Any]) -> bytes:
        arguments: dict[str, Any] = {
            "model": self.model,
            "instructions": request.instructions,
            "input": _conversation(request),
            "text_format": request.form,
            "max_output_tokens": self.settings.omnigen_max_output_tokens,
            "store": False,
            "extra_headers": {"X-Client-Request-Id": request.order_id},
            **self.facts.options,
            **wish,
        }
        return self.account.request(
            self.model,
            lambda client: client.responses.with_raw_response.parse(**arguments).content,
            seconds=TIMEOUT_SECONDS,
        )


def _conversation(request: TextRequest[OutputT]) -> list[dict[str, str]]:
    """The input; after a refused answer also that answer and what was wrong with it."""
    said = [{"role": "user", "content": request.input}]
    if request.complaint:
        said.append({"role": "assistant", "content": request.refused_answer})
        said.append({"role": "user", "content": f"{request.complaint} Answer once more, complete and in form."})
    return said
