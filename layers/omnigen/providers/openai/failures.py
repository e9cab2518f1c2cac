"""What OpenAI's errors mean to us, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigen.errors import (
    BadInput,
    ConfigError,
    ModelGone,
    PolicyBlocked,
    ProviderError,
    ProviderThrottled,
    ProviderUnavailable,
    UnknownOutcome,
)

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError

MOST_QUOTED_CHARACTERS = 300

_POLICY = frozenset(
    {"moderation_blocked", "content_policy_violation", "content_filter", "image_content_policy_violation"}
)
_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_GONE = frozenset({"model_not_found", "model_deprecated", "model_retired"})
_NEVER_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol")


def failure(error: OpenAIError, model: str, key: str) -> ProviderError:
    """The error in our terms. What the vendor said is quoted, but never our key."""
    import openai

    said = quoted(str(getattr(error, "message", error)), key)
    if isinstance(error, openai.APIStatusError):
        return _refused(error, model, said)
    cause = type(error.__cause__).__name__
    if isinstance(error, openai.APIConnectionError) and cause in _NEVER_SENT:
        return ProviderUnavailable(f"OpenAI cannot be reached ({cause})")
    if isinstance(error, openai.APIConnectionError):
        return UnknownOutcome(f"OpenAI got the request for {model!r}, but its answer never came ({cause})")
    return UnknownOutcome(f"OpenAI answered the request for {model!r} with something unreadable: {said}")


def quoted(text: str, key: str) -> str:
    """A vendor's words, short and without the key."""
    return " ".join(text.replace(key, "***").split())[:MOST_QUOTED_CHARACTERS]


def policy(said: str) -> PolicyBlocked:
    """A refusal for what was asked."""
    return PolicyBlocked(f"OpenAI refused this: {said} Change the wording")


def _refused(error: APIStatusError, model: str, said: str) -> ProviderError:
    code, status = error.code or "", error.status_code
    if code in _POLICY:
        return policy(said)
    if code in _MONEY or status in {401, 402, 403}:
        return _closed(code, status)
    if code in _GONE or status in {404, 410}:
        return ModelGone(f"OpenAI no longer offers {model!r}: {said}")
    if status == 429:
        return ProviderThrottled(f"OpenAI asks us to slow down: {said}")
    if status >= 500 or status in {408, 409}:
        return ProviderUnavailable(f"OpenAI is not available ({status}): {said}")
    return BadInput(f"OpenAI calls the request for {model!r} malformed ({code or status}): {said}")


def _closed(code: str, status: int) -> ConfigError:
    """The account does not let us in. The vendor's words are left out: they may hold the key."""
    if code in _MONEY or status == 402:
        return ConfigError(f"The OpenAI account is out of money ({code or status}); add credit, then resume")
    return ConfigError(f"OpenAI does not accept the key ({status}); check OPENAI_API_KEY or the secret it comes from")
