"""The documents keep their word: commands, options, codes, settings and files exist, and what is called missing is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from omnigen import errors
from omnigen.domain.purchase import PurchaseKind
from omnigen.providers.offline.faults import parse
from omnigen.settings import Settings

from local.cli.brief_options import brief_from
from local.cli.commands import cli
from local.cli.exits import Exit
from local.cli.jobs import jobs

A_JOB = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"
ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "THIRD_PARTY.md", "docs/architecture.md")


def _lines() -> list[str]:
    """Every command of the README's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def _words(line: str) -> list[str]:
    """The words of a command, without comment and without variables set in front."""
    return [word for word in shlex.split(line, comments=True) if not re.match(r"[A-Z][A-Z0-9_]*=", word)]


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


MAKE = [line for line in _lines() if line.startswith("make ")]
OMNIGEN = [line for line in _lines() if _words(line)[0].endswith("omnigen")]
WAYS = [row[1].strip("`") for row in _rows("Three ways of working")]


def test_every_shell_line_is_a_command_that_these_tests_know() -> None:
    assert sorted([*MAKE, *OMNIGEN]) == sorted(_lines())
    assert len(MAKE) >= 4
    assert len(OMNIGEN) >= 12
    assert len(WAYS) == 3


@pytest.mark.parametrize("line", MAKE)
def test_make_commands_name_targets_that_exist(line: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert _words(line)[1] in targets


@pytest.mark.parametrize("line", [*OMNIGEN, *WAYS])
def test_omnigen_commands_would_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """click reads every option and value, and what describes a brief is one."""
    monkeypatch.chdir(tmp_path)
    Path("narration.txt").write_text("A bottle that keeps cold.", encoding="utf-8")
    _, *words = _words(line)
    while words[0].startswith("--"):
        words = words[2:]
    name, *words = [A_JOB if word == "JOB" else word for word in words]
    command = cli.commands[name]
    if isinstance(command, click.Group):
        name, *words = words
        command = command.commands[name]
    if words == ["--help"]:
        return
    with command.make_context(name, words) as context:
        if name in {"generate", "script"}:
            assert brief_from(context.params).subject


def test_options_in_running_text_exist() -> None:
    commands = [cli, *cli.commands.values(), *jobs.commands.values()]
    known = {option for command in commands for p in command.params for option in (*p.opts, *p.secondary_opts)}
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert mentioned <= known | {"--help"}


def test_settings_table_names_every_setting_and_no_other() -> None:
    listed = [row[0].strip("`") for row in _rows("Settings")]
    assert listed == [name.upper() for name in Settings.model_fields]


def test_settings_table_gives_the_defaults() -> None:
    told = {row[0].strip("`"): row[1] for row in _rows("Settings")}
    told.pop("OMNIGEN_OFFLINE_ORDER_LOG")  # a folder of this machine
    for name, field in Settings.model_fields.items():
        if name.upper() in told:
            assert told[name.upper()] == _default(field.is_required(), field.default), name


def _default(required: bool, value: object) -> str:
    if required:
        return "required"
    if value is None:
        return "unset"
    return f"`{value}`" if value not in ("", ()) else "empty"


def test_exit_codes_are_those_of_the_program() -> None:
    assert [(row[0], row[1]) for row in _rows("Exit codes")] == [(str(int(code)), code.name) for code in Exit]


def test_fault_rules_of_the_readme_can_be_read() -> None:
    rules = re.findall(r"OMNIGEN_OFFLINE_FAULTS=(\S+)", README)
    assert rules
    assert all(parse(rule) for rule in rules)


def test_faults_are_listed_as_the_program_knows_them() -> None:
    section = README.split("\n## Imitating failures\n", 1)[1].split("\n## ", 1)[0]
    kinds = section.split("Kinds are ", 1)[1].split(".", 1)[0]
    failures = section.split("Failures are ", 1)[1].split(", and Crash", 1)[0]
    assert set(re.findall(r"[a-z]+", kinds)) - {"and"} == set(PurchaseKind)
    for name in re.findall(r"[A-Z]\w+", failures):
        assert issubclass(getattr(errors, name), errors.ProviderError)
        assert parse(f"clip:{name}")


def test_what_is_called_not_built_is_not_there() -> None:
    """Whoever builds one of these takes it off the list, and out of the picture."""
    sentence = README.partition("**Not built yet:**")[2].partition(".")[0]
    missing = [*re.findall(r"`([^`]+)`", sentence), *re.findall(r">([\w/]+): not built yet<", PICTURE)]
    assert [place for place in missing if (ROOT / place).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_pictures_lead_somewhere(document: str) -> None:
    path = ROOT / document
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    nowhere = [target for target in targets if "://" not in target and not (path.parent / target).exists()]
    assert nowhere == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_files_that_documents_name_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:infra|layers|local|functions|statemachine|tests|docs|requirements)/[\w./-]*)`", text)
    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []
