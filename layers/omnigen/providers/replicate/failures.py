"""What Replicate's error answers and failed predictions mean, as ProviderErrors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from omnigen.errors import (
    BadInput,
    BadOutput,
    ConfigError,
    ModelGone,
    PolicyBlocked,
    ProviderError,
    ProviderThrottled,
    ProviderUnavailable,
    UnknownOutcome,
)
from omnigen.providers.error_texts import (
    lowered_rate,
    meaning_of,
    policy_refusal,
    quoted,
    report_unknown,
    retry_after_seconds,
)

VENDOR = "replicate"

SAID_BY_REPLICATE = frozenset({500, 502, 503})
"""Statuses with which Replicate's own API fails. An order that cannot be found after one of them was not taken; after
408, 504 and the 52x of the network in front of it the API may still be taking it."""


@dataclass(frozen=True)
class ErrorAnswer:
    """An answer whose status is not 2xx; `retry_after` is the header of that name."""

    status: int
    body: str
    retry_after: str = ""

    @property
    def said(self) -> str:
        """The reason in Replicate's JSON, else the body, shortened."""
        parsed = self._parsed
        told = parsed.get("detail") or parsed.get("title") if parsed else self.body
        return quoted(str(told or "no reason given"))

    @property
    def retry_after_seconds(self) -> int | None:
        """How long Replicate asks us to wait: header, `retry_after` in the JSON, or "resets in ~40s"."""
        in_json = self._parsed.get("retry_after")
        header = self.retry_after or (str(in_json) if isinstance(in_json, int | float) else "")
        return retry_after_seconds(header, self.said)

    @property
    def _parsed(self) -> dict[str, Any]:
        try:
            parsed = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return parsed if isinstance(parsed, dict) else {}


def error_answer(answer: ErrorAnswer, about: str, *, ordering: bool) -> ProviderError:
    """The error of an answer. UnknownOutcome for an order unless the status says that it was not taken."""
    said, status = answer.said, answer.status
    meaning = meaning_of(VENDOR, said, about)
    if status in {404, 410} or meaning is ModelGone:
        return ModelGone(f"Replicate does not offer {about!r} to this account: {said}")
    if status in {401, 402, 403}:
        return _account_error(status, said)
    if status == 429:
        return ProviderThrottled(
            f"Replicate asks us to slow down: {said}",
            retry_after_seconds=answer.retry_after_seconds,
            whole_account=True,
            requests_per_minute=lowered_rate(said),
        )
    if status >= 500 or status < 400 or status in {408, 409}:
        return _server_error(answer, about, ordering=ordering and status != 409)
    if meaning is PolicyBlocked:
        return policy_refusal("The model", said)
    return BadInput(f"Replicate calls {about!r} malformed ({status}): {said}")


def no_answer(cause: str, about: str, *, ordering: bool) -> ProviderError:
    """No answer, or one that cannot be read. UnknownOutcome for an order that was sent."""
    if ordering:
        return UnknownOutcome(f"Replicate got the order for {about!r}, but no readable answer came ({cause})")
    return ProviderUnavailable(f"Replicate did not answer about {about!r} ({cause})")


def prediction_failure(text: str, model: str) -> ProviderError:
    """The error of a prediction that failed with this text.

    A text that no row of the table knows is BadOutput: the next model is asked at once, since nobody knows whether
    this one would fail again. It is logged and counted.
    """
    said = quoted(text)
    if not said:
        return ProviderUnavailable(f"{model} failed without saying why")
    meaning = meaning_of(VENDOR, said, model)
    if meaning is PolicyBlocked:
        return policy_refusal("The model", said)
    if meaning is ProviderThrottled:
        wait = retry_after_seconds("", said)
        return ProviderThrottled(f"{model} is asked too often: {said}", retry_after_seconds=wait)
    if meaning is not None:
        return meaning(f"{model} failed: {said}")
    report_unknown(VENDOR, said, model)
    return BadOutput(f"{model} failed for a reason that this version does not know: {said}")


def empty_output(model: str) -> PolicyBlocked:
    """A prediction that succeeded with no output. Some models refuse that way; the words say that it is a guess."""
    return policy_refusal("The model, it seems,", f"{model} delivered nothing and gave no reason.")


def _server_error(answer: ErrorAnswer, about: str, *, ordering: bool) -> ProviderError:
    if not ordering:
        return ProviderUnavailable(f"Replicate is not available ({answer.status}): {answer.said}")
    return UnknownOutcome(
        f"Replicate answered the order for {about!r} with {answer.status}, so it may have been taken: {answer.said}",
        vendor_failed=answer.status in SAID_BY_REPLICATE,
    )


def _account_error(status: int, said: str) -> ConfigError:
    if status == 402:
        return ConfigError("The Replicate account is out of money (402); add credit, then resume")
    if status == 403:
        return ConfigError(f"Replicate does not allow this account to do that (403): {said}")
    return ConfigError("Replicate does not accept the key (401); check REPLICATE_API_TOKEN or its secret")
