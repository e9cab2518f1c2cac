"""Commands in the documents exist and take the options they are given; what can run is run in tests/e2e."""

from __future__ import annotations

import re
from pathlib import Path

import botocore.session
import click
import pytest
from botocore import xform_name

from local.cli.brief_options import brief_from
from local.cli.commands import cli
from tests.documents.shell_blocks import Block, blocks, commands
from tests.documents.vocabulary import ROOT

A_JOB = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"
OTHERS = {
    "cd",
    "curl",
    "do",
    "done",
    "export",
    "git",
    "grep",
    "newest",
    "newest ()",
    "python",
    "rm",
    "sed",
    "sleep",
    "until",
}
"""Programs and words of the shell that every machine has, or that the page defines."""

README = (ROOT / "README.md").read_text(encoding="utf-8")
WAYS = re.findall(r"^\| [\w ]+ \| `(omnigen .+?)` \|", README, re.MULTILINE)
OMNIGEN = sorted(
    {tuple(words) for text in [*(b.text for b in blocks()), *WAYS] for words in commands(text) if words[0] == "omnigen"}
)


def test_pages_have_the_blocks_that_these_tests_are_about() -> None:
    assert {"README.md", "docs/aws.md"} <= {block.page for block in blocks()}
    assert len(WAYS) == 3
    assert len(OMNIGEN) >= 25


@pytest.mark.parametrize("block", blocks(), ids=str)
def test_every_command_is_one_that_these_tests_know(block: Block) -> None:
    unknown = [words for words in commands(block.text) if words[0] not in {"omnigen", "make", "aws", *OTHERS}]
    assert unknown == []


@pytest.mark.parametrize("block", [block for block in blocks() if "make " in block.text], ids=str)
def test_make_commands_name_targets_that_exist(block: Block) -> None:
    targets = re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    made = [words[1] for words in commands(block.text) if words[0] == "make"]
    assert made
    assert set(made) <= set(targets)


@pytest.mark.parametrize("words", OMNIGEN, ids=" ".join)
def test_omnigen_commands_are_read_by_click(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """click reads every option and value, and what describes a brief is one."""
    monkeypatch.chdir(ROOT)
    _, *rest = words
    while rest[0] in {"--url", "--token", "--data-dir"}:
        rest = rest[2:]
    name, *rest = [A_JOB if word in {"JOB", "$JOB", "$"} else word for word in rest]
    command = cli.load_all()[name]
    if isinstance(command, click.Group):
        name, *rest = rest
        command = command.commands[name]
    if rest == ["--help"]:
        return
    with command.make_context(name, [word for word in rest if word != "…"]) as context:
        if name in {"generate", "script"}:
            assert brief_from(context.params).subject


AWS = [words for block in blocks() for words in commands(block.text) if words[0] == "aws"]


@pytest.mark.parametrize("words", AWS, ids=" ".join)
def test_aws_commands_are_operations_with_these_parameters(words: list[str]) -> None:
    _, service, operation, *rest = words
    model = botocore.session.get_session().get_service_model(service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    shape = model.operation_model(names[operation]).input_shape
    known = {f"--{xform_name(member, '-')}" for member in (shape.members if shape else {})}
    assert {word for word in rest if word.startswith("--")} <= known | {"--query", "--output", "--region"}


def test_examples_that_commands_name_exist() -> None:
    named = {word for block in blocks() for word in re.findall(r"examples/[\w.-]+", block.text)}
    assert named
    assert [name for name in named if not Path(ROOT / name).exists()] == []
