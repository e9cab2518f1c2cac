"""What Replicate's errors mean to us, in one place: error statuses, lost answers, and predictions that failed."""

from __future__ import annotations

import json
import re

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

MOST_QUOTED_CHARACTERS = 300

_POLICY = re.compile(
    r"\bE005\b|flagged as sensitive|\bnsfw\b|content[_ ]policy|moderation|safety (?:filter|system|checker)|"
    r"responsible ai|\bRAI\b|prohibited content|sensitive (?:content|information|words)|inappropriate",
    re.IGNORECASE,
)
_THROTTLED = re.compile(r"rate limit|too many requests|resource[_ ]exhausted|\b429\b", re.IGNORECASE)
_MALFORMED = re.compile(r"\bE006\b|invalid input|input validation|\b422\b|must be one of|is too long", re.IGNORECASE)
_GONE = re.compile(
    r"version does not exist|model (?:is |was )?(?:not found|no longer|deprecated|retired)", re.IGNORECASE
)


def refused(status: int, body: str, about: str, *, ordering: bool) -> ProviderError:
    """An error status in our terms."""
    said = _detail(body)
    if status in {401, 402, 403}:
        return _closed(status)
    if status in {404, 410} or _GONE.search(said):
        return ModelGone(f"Replicate no longer offers {about!r}: {said}")
    if status == 429:
        return ProviderThrottled(f"Replicate asks us to slow down: {said}")
    if status == 504 and ordering:
        return UnknownOutcome(f"Replicate took the order for {about!r}, but its answer was lost on the way (504)")
    if status >= 500 or status in {408, 409}:
        return ProviderUnavailable(f"Replicate is not available ({status}): {said}")
    return (
        _policy(said) if _POLICY.search(said) else BadInput(f"Replicate calls {about!r} malformed ({status}): {said}")
    )


def lost(cause: str, about: str, *, ordering: bool) -> ProviderError:
    """No answer, or half of one. For an order that was sent, nobody knows whether it was taken."""
    if ordering:
        return UnknownOutcome(f"Replicate got the order for {about!r}, but its answer never came ({cause})")
    return ProviderUnavailable(f"Replicate did not answer about {about!r} ({cause})")


def failed(said: str, model: str) -> ProviderError:
    """A prediction that failed. What we do not know may pass: it is tried again, then elsewhere."""
    said = " ".join(said.split())[:MOST_QUOTED_CHARACTERS]
    if _POLICY.search(said):
        return _policy(said)
    if _THROTTLED.search(said):
        return ProviderThrottled(f"{model} is asked too often: {said}")
    if _MALFORMED.search(said):
        return BadInput(f"{model} calls its input malformed: {said}")
    return ProviderUnavailable(f"{model} failed: {said or 'it did not say why'}")


def empty(model: str) -> PolicyBlocked:
    """A prediction that succeeded with nothing to show: that is how some models refuse."""
    return _policy(f"{model} delivered nothing, which is how it refuses.")


def _policy(said: str) -> PolicyBlocked:
    return PolicyBlocked(f"The model refused this: {said} Change the wording or the picture")


def _closed(status: int) -> ConfigError:
    """The account does not let us in. The vendor's words are left out: they may hold the key."""
    if status == 402:
        return ConfigError("The Replicate account is out of money (402); add credit, then resume")
    return ConfigError(f"Replicate does not accept the key ({status}); check REPLICATE_API_TOKEN or its secret")


def _detail(body: str) -> str:
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    told = parsed.get("detail") or parsed.get("title") if isinstance(parsed, dict) else body
    return " ".join(str(told or "no reason given").split())[:MOST_QUOTED_CHARACTERS]
