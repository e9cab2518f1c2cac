"""What the vendors' error texts mean: data with a source and a date, in models/error_texts.json.

A text that is in no row is logged and counted in the metrics, so that it can be added; what it means is decided by
the caller.
"""

from __future__ import annotations

import json
import logging
import math
import os
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from omnigen import metrics
from omnigen.errors import (
    BadInput,
    ConfigError,
    ModelGone,
    PolicyBlocked,
    ProviderError,
    ProviderThrottled,
    ProviderUnavailable,
)

logger = logging.getLogger(__name__)

Meaning = Literal["PolicyBlocked", "ModelGone", "ProviderThrottled", "ProviderUnavailable", "BadInput", "ConfigError"]
MAX_QUOTED_CHARACTERS = 300

_CLASSES: dict[Meaning, type[ProviderError]] = {
    "PolicyBlocked": PolicyBlocked,
    "ModelGone": ModelGone,
    "ProviderThrottled": ProviderThrottled,
    "ProviderUnavailable": ProviderUnavailable,
    "BadInput": BadInput,
    "ConfigError": ConfigError,
}
_RESETS_IN = re.compile(
    r"(?:resets? in|try again in|retry (?:after|in)) ~?\s*(\d+(?:\.\d+)?)\s*(ms|s\b|sec|m\b|min)?", re.IGNORECASE
)
_LOWERED = re.compile(r"reduced to (\d+) requests? per minute", re.IGNORECASE)


class ErrorText(BaseModel):
    """One row: texts of `vendor` that match `pattern` (a regular expression, case ignored) mean this error class.

    `model` limits it to ids that begin so. `source` says where the text was seen, `checked_on` when.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    vendor: Literal["openai", "replicate"]
    pattern: str
    means: Meaning
    example: str
    source: str
    checked_on: date
    model: str = ""

    def matches(self, vendor: str, text: str, model: str) -> bool:
        """Whether the row is about this text."""
        return (
            vendor == self.vendor
            and model.startswith(self.model)
            and re.search(self.pattern, text, re.IGNORECASE) is not None
        )


@cache
def known_error_texts() -> tuple[ErrorText, ...]:
    """All rows, in the order in which they are tried."""
    text = files(__package__).joinpath("models", "error_texts.json").read_text(encoding="utf-8")
    return TypeAdapter(tuple[ErrorText, ...]).validate_python(json.loads(text))


def meaning_of(vendor: str, text: str, model: str = "") -> type[ProviderError] | None:
    """The error class of a vendor's text by the first row that matches; None when no row does."""
    found = next((row for row in known_error_texts() if row.matches(vendor, text, model)), None)
    return _CLASSES[found.means] if found else None


def report_unknown(vendor: str, text: str, model: str) -> None:
    """Log a text that is in no row and count it as the metric ProviderErrors with error=UnknownErrorText."""
    logger.warning("unknown_error_text", extra={"vendor": vendor, "model": model, "said": text})
    metrics.record_provider_error(os.environ.get("OMNIGEN_ENV", "local"), "UnknownErrorText")


def quoted(text: str) -> str:
    """A vendor's words on one line, at most 300 characters; a web page is only named as one."""
    line = " ".join(text.split())
    return (
        "a web page"
        if line[:200].lower().startswith(("<!doctype", "<html", "<head", "<body"))
        else (line[:MAX_QUOTED_CHARACTERS])
    )


def policy_refusal(vendor: str, said: str) -> PolicyBlocked:
    """The vendor refused the words or pictures; what it said is quoted."""
    return PolicyBlocked(f"{vendor} refused this: {said} Change the wording or the picture")


def retry_after_seconds(header: str, text: str) -> int | None:
    """How long a vendor asks us to wait: Retry-After in seconds or as a date, else "resets in ~40s" in its text."""
    if until := _http_date(header):
        return max(math.ceil((until - datetime.now(UTC)).total_seconds()), 0)
    if re.fullmatch(r"\d+(\.\d+)?", header.strip()):
        return math.ceil(float(header))
    found = _RESETS_IN.search(text)
    if not found:
        return None
    unit = (found[2] or "s").lower()
    scale = 0.001 if unit == "ms" else 60 if unit.startswith("m") else 1
    return math.ceil(float(found[1]) * scale)


def lowered_rate(text: str) -> int | None:
    """Requests a minute to which a vendor has lowered an account's rate, as Replicate does when credit is low."""
    found = _LOWERED.search(text)
    return int(found[1]) or None if found else None


def _http_date(header: str) -> datetime | None:
    """The moment that a header names (`Wed, 21 Oct 2026 07:28:00 GMT`); None for anything else."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
