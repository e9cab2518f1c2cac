"""Labels from files: JSON and TOML."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from pydantic import ValidationError

from omnigen.domain.product_label import ProductLabel
from omnigen.errors import InvalidRequest

MAX_LABEL_BYTES = 200_000
"""A label with every field at its bound has more; one in use has a tenth of it."""


def label_from_json(content: bytes) -> ProductLabel:
    """The label in a JSON file. Raises InvalidRequest with the name of the field."""
    text = _text(content, "JSON")
    try:
        given = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"The label is not valid JSON: {error}. Correct the file", "label") from error
    return label_from(given)


def label_from_toml(content: bytes) -> ProductLabel:
    """The label in a TOML file. Raises InvalidRequest with the name of the field."""
    text = _text(content, "TOML")
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"The label is not valid TOML: {error}. Correct the file", "label") from error
    return label_from(given)


def label_from(given: Any) -> ProductLabel:
    """The label in values as a form sends them. Raises InvalidRequest for the first field that is wrong."""
    try:
        return ProductLabel.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(("label", *map(str, first["loc"])))
        raise InvalidRequest(f"{field}: {first['msg']}", field) from error


def _text(content: bytes, form: str) -> str:
    if len(content) > MAX_LABEL_BYTES:
        raise InvalidRequest(
            f"The label has {len(content)} bytes; at most {MAX_LABEL_BYTES} are read. Shorten its texts", "label"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"The label is not {form} in UTF-8: {error}. Save it as UTF-8", "label") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")
