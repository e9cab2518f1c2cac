"""Labels from files: JSON, TOML, and structured product labels (XML), alone or completed by one another."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from omnigen.domain.product_label import ProductLabel
from omnigen.errors import InvalidRequest

MAX_LABEL_BYTES = 200_000
"""A label with every field at its bound has more; one in use has a tenth of it."""


def label_from_json(content: bytes) -> ProductLabel:
    """The label in a JSON file. Raises InvalidRequest with the name of the field."""
    return label_from(_json(content))


def label_from_toml(content: bytes) -> ProductLabel:
    """The label in a TOML file. Raises InvalidRequest with the name of the field."""
    return label_from(_toml(content))


def label_from_files(contents: Sequence[bytes]) -> ProductLabel:
    """The label in files whose form their beginnings tell; a later file adds to an earlier one and corrects it.

    A structured product label (XML) has neither type, key risk terms nor major statement: another file adds them.
    Raises InvalidRequest with the name of the field.
    """
    merged: dict[str, Any] = {}
    for content in contents:
        given = _read(content)
        if not isinstance(given, dict):
            raise InvalidRequest("The label is no object with fields such as market and ad_type", "label")
        merged |= given
    return label_from(merged)


def label_from(given: Any) -> ProductLabel:
    """The label in values as a form sends them. Raises InvalidRequest for the first field that is wrong."""
    try:
        return ProductLabel.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(("label", *map(str, first["loc"])))
        raise InvalidRequest(f"{field}: {first['msg']}", field) from error


def _read(content: bytes) -> Any:
    from omnigen.compliance.label_spl import import_spl

    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        return import_spl(content).given()
    return _json(content) if start == b"{" else _toml(content)


def _json(content: bytes) -> Any:
    text = _text(content, "JSON")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"The label is not valid JSON: {error}. Correct the file", "label") from error


def _toml(content: bytes) -> Any:
    text = _text(content, "TOML")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"The label is not valid TOML: {error}. Correct the file", "label") from error


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
