"""No request gets a 5xx: every operation of the OpenAPI document, with hostile bodies, ids, queries and headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job

from functions.api.examples import EXAMPLES
from functions.api.handler import application
from functions.api.openapi_document import document
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

DOCUMENT = document(application())
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods]

_HUGE_INTEGER = "\x01huge\x01"
VALUES: list[Any] = [
    None,
    True,
    -1,
    0.1,
    2**63,
    _HUGE_INTEGER,
    "",
    " ",
    "null",
    "\x00",
    "a\u202eb\x1b[31m",
    "\U0001f4a5" * 3_000,
    "x" * 100_000,
    [],
    [[]] * 50,
    {},
    {"": 1},
]
IDS = [
    "%00",
    "\x00",
    "..%2f..",
    "job_",
    "job_01M7YQNG5N91ZWTV4P7J6JG8BY",
    "prj_01M7YQNG5N91ZWTV4P7J6JG8BY",
    "0" * 3_000,
    "9" * 5_000,
    "-1",
    "\u202e\U0001f4a5",
    "a b;c",
]
QUERIES = ["", "-1", "0", "9" * 5_000, "\x00", "\U0001f4a5", "W10", "WyJqb2JfIiwxXQ", "x" * 3_000]
RAW_BODIES = ["", "{", "[]", "null", '{"a":' * 5_000, "\ufeff{}", '{"duration": 1e999}', '"' + "x" * 400_000 + '"']
CONTENT_TYPES = ["APPLICATION/JSON", "application/json; charset=utf-16", "Application/Json;", "text/plain", "x" * 5_000]


@pytest.fixture
def ask(app_with: StudioWith) -> Ask:
    """Requests of a user who may start one job a day, so that what is valid by chance costs no time."""
    app_with(OMNIGEN_JOBS_PER_DAY="1", OMNIGEN_JOBS_PER_USER="1", OMNIGEN_WEBHOOK_KEY="master")
    return Ask()


def paths_of(path: str, job: Job) -> Iterator[str]:
    """The path with ids that exist, and with each hostile one."""
    scene = job.scenes[0]
    known = {
        "job_id": job.job_id,
        "script_id": job.job_id,
        "scene_id": scene.id,
        "image_id": f"{scene.id}-i01",
        "video_id": f"{job.job_id}-v1",
        "project_id": "prj_01M7YQNG5N91ZWTV4P7J6JG8BY",
        "brand_id": "brd_01M7YQNG5N91ZWTV4P7J6JG8BY",
        "asset_id": "ast_01M7YQNG5N91ZWTV4P7J6JG8BY",
        "label_id": f"lbl_{'0' * 64}",
        "key_id": "0123456789abcdef",
        "user_id": "eve",
        "number": "1",
    }
    yield path.format(**known)
    for name in known:
        if f"{{{name}}}" in path:
            yield from (path.format(**(known | {name: hostile})) for hostile in IDS)


def mutated(example: Any) -> Iterator[Any]:
    """The example with each of its values, at any depth, replaced by each hostile one."""
    yield from VALUES
    if isinstance(example, Mapping):
        for name, value in example.items():
            yield from ({**example, name: other} for other in mutated(value))
        yield {**example, "unknown": 1}


def sent(body: Any) -> str:
    return json.dumps(body).replace(json.dumps(_HUGE_INTEGER), "9" * 5_000)


def bodies(method: str, path: str) -> Iterator[str]:
    yield from RAW_BODIES
    for example in EXAMPLES.get((method, path), {}).values():
        yield from map(sent, mutated(example))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_answers_5xx_to_any_input(method: str, path: str, ask: Ask, wait_at: Callable[..., Job]) -> None:
    job = wait_at(Gate.SCRIPT, user_id="ada")
    places = list(paths_of(path, job))
    for place in places:
        assert ask(method.upper(), place).status < 500, place
    place = places[0]
    for body in bodies(method, path):
        answer = ask(method.upper(), place, body)
        assert answer.status < 500, (place, body[:300], answer.text)
    for kind in CONTENT_TYPES:
        assert ask(method.upper(), place, "{}", {"content-type": kind}).status < 500, kind
    for parameter in DOCUMENT["paths"][path][method].get("parameters", ()):
        for value in QUERIES:
            name = parameter["name"]
            if parameter["in"] == "query":
                query: dict[str, Any] = {name: value}
                assert ask(method.upper(), place, **query).status < 500, (name, value)
            elif parameter["in"] == "header":
                assert ask(method.upper(), place, headers={name.lower(): value}).status < 500, (name, value)


def test_a_body_larger_than_any_valid_request_is_refused_with_413(ask: Ask) -> None:
    answer = ask("POST", "/generate", {"prompt": "x" * 400_000, "duration": 15})
    assert (answer.status, answer.json["code"]) == (413, "TooLarge")


@pytest.mark.parametrize("kind", ["APPLICATION/JSON", "Application/json; charset=UTF-8", " application/json "])
def test_the_media_type_of_json_may_be_written_in_any_case(ask: Ask, kind: str) -> None:
    brief = {"prompt": "A calm ad for a bottle", "duration": 15}
    assert ask("POST", "/estimate", brief, {"content-type": kind}).status == 200


def test_a_number_of_too_many_digits_is_told_as_broken_json(ask: Ask) -> None:
    answer = ask("POST", "/generate", f'{{"prompt": "A calm ad", "duration": {"9" * 5_000}}}')
    assert answer.status == 422
    assert "too many digits" in answer.json["detail"]
