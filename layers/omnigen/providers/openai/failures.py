"""What OpenAI's error answers mean, as ProviderErrors."""

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
from omnigen.providers.error_texts import meaning_of, policy_refusal, quoted, retry_after_seconds

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError

VENDOR = "openai"

_NEVER_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol")


def request_failure(error: OpenAIError, model: str, key: str, *, ordering: bool) -> ProviderError:
    """The error of a request. What the vendor said is quoted, but never the key."""
    import openai

    said = quoted(str(getattr(error, "message", error)).replace(key, "***"))
    if isinstance(error, openai.APIStatusError):
        return _error_answer(error, model, said, ordering=ordering)
    cause = type(error.__cause__).__name__
    if isinstance(error, openai.APIConnectionError) and cause in _NEVER_SENT:
        return ProviderUnavailable(f"OpenAI cannot be reached ({cause})")
    if isinstance(error, openai.APIConnectionError):
        return unreadable_answer(cause, model, ordering=ordering)
    return unreadable_answer(type(error).__name__, model, ordering=ordering)


def unreadable_answer(cause: str, model: str, *, ordering: bool) -> ProviderError:
    """No answer, or one that cannot be read. UnknownOutcome for an order that was sent: OpenAI keeps no list."""
    if ordering:
        return UnknownOutcome(f"OpenAI got the request for {model!r}, but no readable answer came ({cause})")
    return ProviderUnavailable(f"OpenAI gave no readable answer about {model!r} ({cause})")


def policy_blocked(said: str) -> PolicyBlocked:
    """A refusal for what was asked."""
    return policy_refusal("OpenAI", said)


def _error_answer(error: APIStatusError, model: str, said: str, *, ordering: bool) -> ProviderError:
    code, status = error.code or "", error.status_code
    meaning = meaning_of(VENDOR, f"{code}: {said}", model)
    if meaning is PolicyBlocked:
        return policy_blocked(said)
    if meaning is ConfigError or status in {401, 402}:
        return _account_error(code, status)
    if meaning is ModelGone or status in {403, 404, 410}:
        return ModelGone(f"OpenAI does not offer {model!r} to this account, project or region ({status}): {said}")
    if status == 429:
        wait = retry_after_seconds(error.response.headers.get("retry-after", ""), said)
        return ProviderThrottled(f"OpenAI asks us to slow down: {said}", retry_after_seconds=wait)
    if status >= 500 or status in {408, 409} or status < 400:
        return _server_error(error, model, said, ordering=ordering)
    return BadInput(f"OpenAI calls the request for {model!r} malformed ({code or status}): {said}")


def _account_error(code: str, status: int) -> ConfigError:
    """The vendor's words about a key are left out: they may hold a part of it."""
    if status == 401:
        return ConfigError("OpenAI does not accept the key (401); check OPENAI_API_KEY or the secret it comes from")
    return ConfigError(f"The OpenAI account is out of money ({code or status}); add credit, then resume")


def _server_error(error: APIStatusError, model: str, said: str, *, ordering: bool) -> ProviderError:
    """OpenAI's own error object says that the request failed. A gateway's page does not say what became of it."""
    own_words = isinstance(error.body, dict) and "message" in error.body
    if not ordering or (own_words and error.status_code not in {408, 504}) or error.status_code in {307, 308, 409}:
        return ProviderUnavailable(f"OpenAI is not available ({error.status_code}): {said}")
    return UnknownOutcome(
        f"A gateway answered the request for {model!r} with {error.status_code}, so it may have been worked on: {said}"
    )
