"""`python -m tests.documents.data_model`: draw the data model into docs/data-model.md, from the code."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from pathlib import Path

from omnigen.deployment.resources import TABLES, Table
from omnigen.domain.job import Job
from omnigen.domain.storage_keys import Keys, assets_prefix, uploads_prefix
from pydantic import BaseModel

PAGE = Path(__file__).parents[2] / "docs" / "data-model.md"

KEYS = Keys("{user}", "{job}")
_SAMPLES: Mapping[str, object] = {"str": "{hash}", "int": 1}
_KINDS: Mapping[str, object] = {"media_type": "image/png", "kind": "srt"}


def drawn(page: str) -> str:
    """The page with its three drawn parts as the code has them now."""
    for name, content in (("tables", tables()), ("job", job_item()), ("bucket", bucket())):
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"docs/data-model.md has no {begin} … {end}")
        page = f"{before}{begin}\n{content}\n{end}{after}"
    return page


def tables() -> str:
    """Keys, indexes, expiry and stream of every table, as a Mermaid diagram."""
    lines = ["```mermaid", "erDiagram"]
    for table in TABLES:
        lines += [f"    {table.name} {{", *(f"        {line}" for line in _columns(table)), "    }"]
    return "\n".join([*lines, "```"])


def _columns(table: Table) -> Iterator[str]:
    roles: dict[str, list[str]] = {table.partition: ["partition key"]}
    if table.sort:
        roles.setdefault(table.sort, []).append("sort key")
    for index in table.indexes:
        for name in index.partition:
            roles.setdefault(name, []).append(f"{index.name} partition key")
        roles.setdefault(index.sort, []).append(f"{index.name} sort key")
    if table.ttl:
        roles.setdefault(table.ttl, []).append("expiry, Unix seconds")
    for name, role in roles.items():
        kind = "number" if name in table.numbers or name == table.ttl else "string"
        key = " PK" if name in {table.partition, table.sort} else ""
        yield f'{kind} {name}{key} "{", ".join(role)}"'


def job_item() -> str:
    """The jobs item and the parts it is made of, as a Mermaid diagram."""
    found: dict[str, type[BaseModel]] = {}
    links: list[str] = []
    _collect(Job, found, links)
    lines = ["```mermaid", "erDiagram", *(f"    {link}" for link in links)]
    for name, model in found.items():
        fields = (f"        {_kind(field.annotation)} {field_name}" for field_name, field in model.model_fields.items())
        lines += [f"    {name} {{", *fields, "    }"]
    return "\n".join([*lines, "```"])


def _collect(model: type[BaseModel], found: dict[str, type[BaseModel]], links: list[str]) -> None:
    if model.__name__ in found:
        return
    found[model.__name__] = model
    for name, field in model.model_fields.items():
        for part in _models_in(field.annotation):
            link = "||--o{" if typing.get_origin(field.annotation) in {tuple, Mapping} else "||--o|"
            links.append(f"{model.__name__} {link} {part.__name__} : {name}")
            _collect(part, found, links)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)


def _kind(annotation: object) -> str:
    """The DynamoDB type in which a field is stored."""
    origin = typing.get_origin(annotation)
    if origin in {typing.Union, types.UnionType}:
        return _kind(next(part for part in typing.get_args(annotation) if part is not type(None)))
    if origin is typing.Annotated:
        return _kind(typing.get_args(annotation)[0])
    if origin is tuple:
        return "list"
    if not inspect.isclass(origin or annotation):
        return "string"
    kind = origin or annotation
    for stored, classes in {"bool": (bool,), "number": (int, float, Decimal), "string": (str, Enum)}.items():
        if issubclass(typing.cast("type", kind), classes):
            return stored
    return "map"


def bucket() -> str:
    """Every key that a job can have in the bucket, with what lies there."""
    rows = [
        (f"{uploads_prefix('{user}')}…", "Files of the user's own, as they came"),
        (f"{assets_prefix('{user}')}…", "Files of the user's own, normalised, until they are deleted"),
    ]
    for name, member in vars(Keys).items():
        if name.startswith("_") or name == "prefix" or name in Keys.__dataclass_fields__:
            continue
        function = member.fget if isinstance(member, property) else member
        summary = (inspect.getdoc(function) or "").splitlines()[0].removesuffix(".")
        rows.append((_key(name, function), summary))
    rows.sort()
    return "\n".join(["| key | what |", "|---|---|", *(f"| `{key}` | {what} |" for key, what in rows)])


def _key(name: str, function: typing.Any) -> str:
    """A key with placeholders in the place of numbers and hashes."""
    parameters = [
        parameter for parameter in inspect.signature(function).parameters.values() if parameter.name != "self"
    ]
    values = [_KINDS.get(parameter.name, _SAMPLES[str(parameter.annotation)]) for parameter in parameters]
    member = getattr(KEYS, name)
    key = str(member(*values) if parameters else member)
    key = key.replace("-01.", "-{number}.").replace("001", "{scene}").replace("-v01", "")
    key = re.sub(r"\.(srt|vtt)$", ".{srt,vtt}", key)
    return re.sub(r"\.png$", ".{type}", key) if any(p.name == "media_type" for p in parameters) else key


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
