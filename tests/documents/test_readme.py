"""Options, settings, exit codes, faults and files that the README and other pages name exist."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from omnigen import errors
from omnigen.domain.purchase import PurchaseKind
from omnigen.providers.offline.faults import parse
from omnigen.settings import Settings

from local.cli.commands import cli
from local.cli.exits import Exit
from local.cli.jobs import jobs
from tests.documents.vocabulary import pages

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNING_TEXT = re.sub(r"^```.*?^```", "", README, flags=re.DOTALL | re.MULTILINE)


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_options_in_running_text_exist() -> None:
    commands = [cli, *cli.load_all().values(), *jobs.commands.values()]
    known = {option for command in commands for p in command.params for option in (*p.opts, *p.secondary_opts)}
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", RUNNING_TEXT))
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


def test_files_that_pages_name_exist() -> None:
    """Decisions are left out: they name places as they were."""
    folders = "infra|layers|local|functions|statemachine|tests|docs|requirements|examples|web"
    named = [
        (page.relative_to(ROOT).as_posix(), place)
        for page in pages()
        if page.parent.name != "decisions"
        for place in re.findall(rf"`((?:{folders})/[\w./-]*)`", page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 50
    assert [(page, place) for page, place in named if not (ROOT / place).exists()] == []


def test_page_weighs_what_the_readme_says() -> None:
    """To a tenth, so that not every change of the page changes the README."""
    told = re.search(r"The page weighs (\d+) kB in (\d+) files, (\d+) kB compressed", README)
    files = [path for path in (ROOT / "web").rglob("*") if path.is_file() and not path.name.endswith(".d.ts")]
    contents = [path.read_bytes() for path in files]
    weights = sum(map(len, contents)), len(files) * 1_000, sum(len(gzip.compress(content)) for content in contents)
    assert told
    assert [int(number) * 1_000 for number in told.groups()] == pytest.approx(weights, rel=0.1)


def test_test_modules_that_pages_name_exist() -> None:
    modules = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    named = {name for page in pages() for name in re.findall(r"\btest_\w+\.py\b", page.read_text(encoding="utf-8"))}
    assert len(named) > 5
    assert named - modules == set()


def test_every_suite_is_in_the_table_of_suites() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    suites = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(re.findall(r"^\| `tests/(\w+)/`", contributing, re.MULTILINE)) == suites
