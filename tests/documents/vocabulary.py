"""What the vocabulary is checked in: the names our code defines, and the texts that people read."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import click

from local.cli.commands import cli
from local.cli.program import Program

ROOT = Path(__file__).parents[2]
PROGRAM = ("functions", "layers", "local", "infra")
OWN_WORDS = ("docs/glossary.md", "docs/decisions/0055-one-vocabulary.md", "CHANGELOG.md")
"""Pages that have to quote old words."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program, by its path."""
    files = sorted(path for top in PROGRAM for path in (ROOT / top).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def words_of(name: str) -> list[str]:
    """`_LOOK_AGAIN_SECONDS` and `LookAgainSeconds` are both look, again, seconds."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)]


def names() -> Iterator[tuple[str, str]]:
    """Place and name of everything that the program defines: modules, classes, functions, arguments, variables."""
    for place, tree in modules().items():
        yield place, Path(place).stem if Path(place).stem != "__init__" else Path(place).parent.name
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield f"{place}:{node.lineno}", node.name
            elif isinstance(node, ast.arg):
                yield f"{place}:{node.lineno}", node.arg
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield f"{place}:{node.lineno}", node.id
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                yield f"{place}:{node.lineno}", node.attr


def classes() -> Iterator[tuple[str, str]]:
    """Place and name of every class and type variable, without a leading underscore."""
    for place, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield f"{place}:{node.lineno}", node.name.lstrip("_")
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made_by = node.value.func
                if isinstance(made_by, ast.Name) and made_by.id in {"TypeVar", "NewType", "ParamSpec"}:
                    yield f"{place}:{node.lineno}", ast.unparse(node.targets[0]).lstrip("_")


def texts() -> Iterator[tuple[str, str]]:
    """Place and text of everything that is written for people."""
    return chain(_from_code(), _help(cli, "omnigen"), _from_interfaces(), _page(), _documents())


def _from_code() -> Iterator[tuple[str, str]]:
    """Docstrings, comments, log lines and messages of errors."""
    for place, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                yield f"{place}:{node.lineno}", str(node.value.value)
            elif isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _logs(node)):
                yield f"{place}:{node.lineno}", " ".join(_strings(node))
        lines = io.StringIO((ROOT / place).read_text(encoding="utf-8")).readline
        for token in tokenize.generate_tokens(lines):
            if token.type == tokenize.COMMENT:
                yield f"{place}:{token.start[0]}", token.string


def _logs(call: ast.Call) -> bool:
    said = call.func
    return isinstance(said, ast.Attribute) and isinstance(said.value, ast.Name) and said.value.id in {"logger", "click"}


def _strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _help(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    yield f"{name} --help", " ".join(filter(None, (command.help, command.short_help, command.epilog)))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield f"{name} {parameter.opts[0]}", parameter.help or ""
    if isinstance(command, click.Group):
        children = command.load_all() if isinstance(command, Program) else command.commands
        for child in children.values():
            yield from _help(child, f"{name} {child.name}")


def _from_interfaces() -> Iterator[tuple[str, str]]:
    """What the API's document and the state machine say about themselves."""
    for place in ("docs/openapi.json", "statemachine/video.asl.json"):
        for key, text in _leaves(json.loads((ROOT / place).read_text(encoding="utf-8"))):
            if key in {"description", "summary", "title", "Comment", "Cause"}:
                yield place, text


def _leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _leaves(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child, key)
    elif isinstance(value, str):
        yield key, value


def _page() -> Iterator[tuple[str, str]]:
    """Strings of more than one word in the page's modules, comments, and the text of its HTML."""
    for path in sorted((ROOT / "web").rglob("*")):
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".html":
            yield place, _without_tags(path)
        elif path.suffix == ".js":
            source = path.read_text(encoding="utf-8")
            for found in re.finditer(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*""", source):
                if " " in found.group():
                    yield f"{place}:{source.count(chr(10), 0, found.start()) + 1}", found.group()


def pages() -> list[Path]:
    """Every Markdown page of the repository."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def _without_tags(path: Path) -> str:
    return re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))


def _documents() -> Iterator[tuple[str, str]]:
    """Lines of the pages, and the text in the pictures."""
    yield "docs/architecture.svg", _without_tags(ROOT / "docs" / "architecture.svg")
    for path in pages():
        place = path.relative_to(ROOT).as_posix()
        if place not in OWN_WORDS:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{place}:{number}", line
