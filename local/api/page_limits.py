"""The limits that the studio page shows beside its fields, taken from the OpenAPI document: `web/client/limits.js`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parents[2] / "web" / "client" / "limits.js"

_FORMS = {
    "brief": ("/generate", "post"),
    "product": ("/projects", "post"),
    "brand": ("/brands", "post"),
    "script": ("/scripts/{script_id}", "put"),
    "scene": ("/scenes/{scene_id}", "put"),
    "rejection": ("/scenes/{scene_id}/reject", "post"),
    "regeneration": ("/jobs/{job_id}/regenerate", "post"),
}
"""The page's forms and the operations that they call."""

_ELSEWHERE = ("brand.", "intro.", "outro.")
"""A brand has a form of its own; how long intro and outro are is read only."""

_KEYWORDS = {
    "maxLength": "maxLength",
    "maxItems": "maxItems",
    "minimum": "minimum",
    "maximum": "maximum",
    "multipleOf": "multipleOf",
    "le": "maximum",
}
"""Keywords of JSON Schema, and the name that pydantic writes for a bound of a decimal."""

_BY_FILE = frozenset({"label"})
"""Fields for which the page sends a file, and has no fields of its own."""

_HEADER = """\
/** Limits of the API's fields, written by `make openapi` from docs/openapi.json. Do not change this file by hand. */

"""


def page_limits(document: Mapping[str, Any]) -> str:
    """The module as it is committed: for every form its fields, and for every field what the API allows."""
    found = {form: dict(_fields(document, _body(document, *at))) for form, at in _FORMS.items()}
    found["brief"] = {name: limits for name, limits in found["brief"].items() if not name.startswith(_ELSEWHERE)}
    return f"{_HEADER}export const LIMITS = {json.dumps(found, indent=2, sort_keys=True)};\n"


def _body(document: Mapping[str, Any], path: str, method: str) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = document["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return schema


def _fields(
    document: Mapping[str, Any], schema: Mapping[str, Any], within: str = ""
) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Limits by field; a field of an object within another field is named `outer.inner`, in lists too."""
    for part in _alternatives(document, schema):
        for name, field in part.get("properties", {}).items():
            if name in _BY_FILE:
                continue
            limits: dict[str, float] = {}
            for one in _alternatives(document, field):
                limits |= {_KEYWORDS[keyword]: one[keyword] for keyword in _KEYWORDS.keys() & one.keys()}
                yield from _fields(document, one, f"{within}{name}.")
                yield from _fields(document, one.get("items", {}), f"{within}{name}.")
            if limits:
                whole = {keyword: int(value) if value == int(value) else value for keyword, value in limits.items()}
                yield f"{within}{name}", whole


def _alternatives(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A schema with its references followed, and each that it may be."""
    if "$ref" in schema:
        yield from _alternatives(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    else:
        yield schema
    for one in schema.get("anyOf", ()):
        yield from _alternatives(document, one)
