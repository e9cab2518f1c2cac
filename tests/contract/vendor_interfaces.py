"""The vendors' interfaces, as far as we use them, from `interfaces/`; requests and answers are checked against them.

`interfaces/openai.json` and `interfaces/replicate.json` are OpenAPI 3.1 documents that we wrote;
`interfaces/replicate_models/` has the input schema of each model on Replicate. Every file names its source and the date
of that source. A field that no file names is a violation in a request, and is ignored in an answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from tests.contract.sdk_types import openai_violation

FOLDER = Path(__file__).parent / "interfaces"

VendorName = Literal["openai", "replicate"]


@dataclass(frozen=True)
class Request:
    """A request as it came over the wire."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, Any]:
        """The fields of a multipart body: bytes for files, lists for fields whose name ends with `[]`, else text."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        found: dict[str, Any] = {}
        for part in message_from_bytes(head + self.body, policy=HTTP).walk():
            if part.is_multipart():
                continue
            name, content = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if name.endswith("[]"):
                found.setdefault(name.removesuffix("[]"), []).append(content.decode())
            else:
                found[name] = content if part.get_filename() else content.decode()
        return found

    @property
    def asked(self) -> Any:
        """What is asked: the fields of a form, or JSON."""
        return self.form if self.is_form else self.json

    @property
    def is_form(self) -> bool:
        """Whether the body is multipart."""
        return self.headers.get("Content-Type", "").startswith("multipart/form-data")


@dataclass
class VendorInterface:
    """One vendor's interface, and what broke it so far, so that a test can report it at its end."""

    vendor: VendorName
    violations: list[str] = field(default_factory=list)
    check_sdk_types: bool = True

    def check(self, request: Request, status: int, content_type: str, body: bytes) -> None:
        """Check a request and its answer against our extract, and against the types of the vendor's own package."""
        api = _open_api(self.vendor)
        sent = MockRequest(
            str(document(self.vendor)["servers"][0]["url"]).removesuffix("/v1"),
            request.method.lower(),
            request.path,
            args=dict(request.query),
            headers={name: value for name, value in request.headers.items() if name.lower() != "content-type"},
            data=request.body or None,
            content_type=request.headers.get("Content-Type", "application/json"),
        )
        try:
            if not (
                with_file := self.vendor == "openai" and request.is_form
            ):  # openapi-core leaves the texts of a form undecoded
                api.validate_request(sent)
            api.validate_response(sent, MockResponse(body, status_code=status, content_type=content_type))
        except OpenAPIError as error:
            self.violations.append(f"{request.method} {request.path}: {error}: {_details(error)}")
        if with_file:
            self.violations += _form_violations(document(self.vendor), request)
        if not self.check_sdk_types or self.vendor != "openai":
            return
        if wrong := openai_violation(request.method, request.path, _as_json(request), body):
            self.violations.append(f"{request.method} {request.path}: {wrong}")


def document(vendor: VendorName) -> dict[str, Any]:
    """The OpenAPI document that we keep of a vendor."""
    return _read(FOLDER / f"{vendor}.json")


def model_interface(model: str) -> dict[str, Any]:
    """What we keep of a model on Replicate: `source`, `source_date`, and the JSON schema of its `input`."""
    return _read(FOLDER / "replicate_models" / f"{model}.json")


def described_models() -> frozenset[str]:
    """The models on Replicate that have a file."""
    folder = FOLDER / "replicate_models"
    return frozenset(path.relative_to(folder).as_posix().removesuffix(".json") for path in folder.glob("*/*.json"))


def input_violation(model: str, given: Mapping[str, Any]) -> str | None:
    """What is wrong with an input for a model on Replicate; None where nothing is."""
    if model not in described_models():
        return f"{model}: interfaces/replicate_models/ has no file for this model"
    checker = jsonschema.Draft202012Validator(model_interface(model)["input"])
    found = [f"{'.'.join(map(str, error.path))}: {error.message}" for error in checker.iter_errors(dict(given))]
    return f"{model}: {'; '.join(found)}" if found else None


def _form_violations(known: Mapping[str, Any], request: Request) -> list[str]:
    """What is wrong with the fields of a form; files are looked at no further."""
    content = known["paths"][request.path.removeprefix("/v1")]["post"]["requestBody"]["content"]
    name = str(content["multipart/form-data"]["schema"]["$ref"]).rpartition("/")[2]
    checker = jsonschema.Draft202012Validator(known["components"]["schemas"][name])
    return [
        f"{request.method} {request.path}: {error.message}"
        for error in checker.iter_errors(json.loads(_as_json(request)))
    ]


def _as_json(request: Request) -> bytes:
    """The body; of a form its fields, with words in place of files."""
    if not request.is_form:
        return request.body
    given = {name: "a file" if isinstance(value, bytes) else value for name, value in request.form.items()}
    return json.dumps(given).encode()


@cache
def _open_api(vendor: VendorName) -> OpenAPI:
    return OpenAPI.from_dict(document(vendor))


@cache
def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _details(error: OpenAPIError) -> list[str]:
    cause = error.__cause__ or error
    return [str(one)[:500] for one in getattr(cause, "schema_errors", None) or [cause]]
