"""Prices in USD, computed from the registry. A price that is not known there is a ConfigError."""

from __future__ import annotations

from decimal import Decimal

from omnigen.errors import ConfigError
from omnigen.providers.model_registry import Model, ModelPrice
from omnigen.providers.model_values import knows_voice
from omnigen.providers.protocols import SpeechRequest


class SpeechPricing:
    """What every speech provider takes from the registry: the price, by the character, and the names of voices."""

    facts: Model

    def quote(self, request: SpeechRequest) -> Decimal:
        """The price of the text in USD; exact, since characters are counted before they are sent."""
        return speech_usd(self.facts, len(request.said))

    def knows_voice(self, voice: str | None) -> bool:
        """Whether the registry lists a voice of that name for the model."""
        return knows_voice(self.facts, voice)

    def objection(self, text: str, language: str) -> str:  # noqa: ARG002 - it reads every language that it is listed for
        """None is known."""
        return ""


def clip_usd(model: Model, seconds: Decimal, resolution: str = "", *, with_sound: bool = False) -> Decimal:
    """A clip of so many seconds; `resolution` is the model's own name for it.

    A model that makes no sound films silently, at the usual price.
    """
    price = model.sound.price if with_sound and model.sound else _price(model, "second")
    rate = price.by_resolution.get(resolution) if price.by_resolution else price.usd
    if rate is None:
        raise _unknown(model, f"a second at {resolution!r}")
    return rate * seconds


def image_usd(model: Model) -> Decimal:
    """One picture."""
    return _flat(model, "image")


def track_usd(model: Model) -> Decimal:
    """One piece of music."""
    return _flat(model, "track")


def transcript_usd(model: Model, seconds: Decimal) -> Decimal:
    """So many seconds of a recording written down."""
    return _flat(model, "second") * seconds


def speech_usd(model: Model, characters: int) -> Decimal:
    """So many characters read aloud."""
    return _flat(model, "character") * characters


def tokens_usd(model: Model, input_tokens: int, output_tokens: int) -> Decimal:
    """So many tokens in and out."""
    price = _price(model, "token")
    if price.usd_input is None or price.usd_output is None:
        raise _unknown(model, "a token")
    return price.usd_input * input_tokens + price.usd_output * output_tokens


def max_tokens(*texts: str) -> int:
    """No text has more tokens than this: a token covers at least one byte of UTF-8."""
    return sum(len(text.encode()) for text in texts)


def _flat(model: Model, per: str) -> Decimal:
    price = _price(model, per)
    if price.usd is None:
        raise _unknown(model, f"a {per}")
    return price.usd


def _price(model: Model, per: str) -> ModelPrice:
    if model.price is None or model.price.per != per:
        raise _unknown(model, f"a {per}")
    return model.price


def _unknown(model: Model, what: str) -> ConfigError:
    return ConfigError(f"The price of {what} of {model.id!r} is not known, so nothing is bought; choose another model")
