"""The vendors' own OpenAPI documents, and the schemas of models, where they lie beside the repository."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

SPECS = Path(__file__).parents[3] / "shared" / "specs"
WHY_NOT = "the vendors' documents are not beside this repository (../shared/specs)"

Json = Any


def present() -> bool:
    """Whether the documents are here."""
    return (SPECS / "openai-openapi.json").is_file()


@dataclass(frozen=True)
class Request:
    """A request as it came over the wire."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body, as JSON."""
        return json.loads(self.body)


@dataclass
class Document:
    """One vendor's document. What breaks it is kept, so that a test can say so at its end."""

    api: OpenAPI
    host: str
    violations: list[str] = field(default_factory=list)

    def hold(self, request: Request, status: int, content_type: str, body: bytes) -> None:
        """Hold a request and its answer against the document."""
        sent = MockRequest(
            self.host,
            request.method.lower(),
            request.path,
            args=dict(request.query),
            headers={name: value for name, value in request.headers.items() if name.lower() != "content-type"},
            data=request.body or None,
            content_type=request.headers.get("Content-Type", "application/json"),
        )
        answered = MockResponse(body, status_code=status, content_type=content_type)
        try:
            self.api.validate_request(sent)
            self.api.validate_response(sent, answered)
        except OpenAPIError as error:
            cause = error.__cause__ or error
            detail = getattr(cause, "schema_errors", None) or [cause]
            self.violations.append(f"{request.method} {request.path}: {error}: {[str(one)[:500] for one in detail]}")


@cache
def _api(vendor: str) -> OpenAPI:
    document = _plain(json.loads((SPECS / f"{vendor}-openapi.json").read_text(encoding="utf-8")))
    return OpenAPI.from_dict(
        document | {"servers": [{"url": f"http://{vendor}/v1"}]}, config=Config(spec_validator_cls=None)
    )


def document(vendor: str) -> Document:
    """A vendor's document, with no violations yet."""
    return Document(_api(vendor), f"http://{vendor}")


def check_input(model: str, given: Mapping[str, Any]) -> str | None:
    """What is wrong with a model's input by its own schema; None when nothing is, or the schema is not known."""
    path = SPECS / "replicate-models" / f"{model.replace('/', '-').replace('.', '-')}.json"
    if not path.is_file():
        return None
    whole = _plain(json.loads(path.read_text(encoding="utf-8")))
    schema = whole["input_schema"] | {"additionalProperties": False}
    whole["input_schema"] = schema
    checker = jsonschema.Draft202012Validator({**whole, "$ref": "#/input_schema"})
    found = [f"{'.'.join(map(str, error.path))}: {error.message}" for error in checker.iter_errors(dict(given))]
    return f"{model}: {'; '.join(found)}" if found else None


def _plain(node: Json) -> Json:
    """The document in words that a JSON Schema validator knows: OpenAPI 3.0 habits are left in both of them."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "binary":
        return {}  # bytes, which are no JSON
    plain = {name: _plain(value) for name, value in node.items() if name != "discriminator"}
    if isinstance(plain.get("oneOf"), list):
        plain["anyOf"] = plain.pop("oneOf")
    if plain.pop("nullable", False) is True:
        if isinstance(plain.get("type"), str):
            plain["type"] = [plain["type"], "null"]
        if isinstance(plain.get("enum"), list):
            plain["enum"] = [*plain["enum"], None]
    return plain
