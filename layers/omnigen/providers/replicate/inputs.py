"""What we ask, under the names and in the values that a model on Replicate wants."""

from __future__ import annotations

from typing import Any

from omnigen.providers.model_registry import Model


def fill(model: Model, **values: object) -> dict[str, Any]:
    """The model's input: what it has a name for and what has a value, and the options that are always sent."""
    named = {model.inputs[name]: value for name, value in values.items() if name in model.inputs and value is not None}
    return {**model.options, **named}
