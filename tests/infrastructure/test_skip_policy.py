"""In CI a skip or an expected failure fails the run, unless it is on the list with a reason."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from infra import ROOT
from tests import skip_policy

ON_THE_LIST = next(iter(skip_policy.ALLOWED))
MODULES = {
    "test_passes.py": "def test_it(): pass",
    "test_calls_skip.py": "import pytest\ndef test_it(): pytest.skip('no browser')",
    "test_marked_skip.py": "import pytest\n@pytest.mark.skip('no browser')\ndef test_it(): pass",
    "test_fixture_skips.py": "import pytest\n@pytest.fixture\ndef it(): pytest.skip('no browser')\n"
    "def test_it(it): pass",
    "test_module_skips.py": "import pytest\npytest.skip('no browser', allow_module_level=True)",
    "test_xfails.py": "import pytest\n@pytest.mark.xfail(reason='no browser')\ndef test_it(): assert False",
    "test_xpasses.py": "import pytest\n@pytest.mark.xfail(reason='no browser')\ndef test_it(): pass",
    ON_THE_LIST.partition("::")[0]: "import pytest\n"
    f"def {ON_THE_LIST.partition('::')[2]}(): pytest.skip('no namespaces')\n"
    "def test_beside_it(): pytest.skip('no browser')",
}
UNSEEN = {name for name in MODULES if name.startswith("test_") and name != "test_passes.py"}

Outcomes = Mapping[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tests skip in every way that there is, under the policy that tests/conftest.py installs."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "conftest.py").write_text("from tests.skip_policy import pytest_configure\n", encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf-8")
    for name, text in MODULES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def outcomes(folder: Path, *options: str, **environment: str) -> tuple[str, Outcomes]:
    """What pytest wrote, and how each test or module ended."""
    command = [sys.executable, "-m", "pytest", "-rA", "--continue-on-collection-errors", "-p", "no:cacheprovider"]
    inherited = {name: value for name, value in os.environ.items() if name != skip_policy.VARIABLE}
    ours = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [*command, *options],
        cwd=folder,
        env=inherited | ours | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    ended = re.findall(r"^(PASSED|FAILED|ERROR|XFAIL|XPASS) (\S+)", done.stdout, re.MULTILINE)
    return done.stdout, {test: outcome for outcome, test in ended}


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "--numprocesses", "1")], ids=["alone", "in a worker"])
def test_in_ci_every_skip_and_expected_failure_fails_with_its_reason(folder: Path, options: tuple[str, ...]) -> None:
    said, ended = outcomes(folder, *options, OMNIGEN_STRICT_SKIPS="1")
    assert {test.partition("::")[0] for test, outcome in ended.items() if outcome in {"FAILED", "ERROR"}} == (
        UNSEEN | {ON_THE_LIST.partition("::")[0]}
    )
    assert ended["test_passes.py::test_it"] == "PASSED"
    assert said.count("no browser") >= len(UNSEEN)
    assert "tests/skip_policy.py" in said


def test_in_ci_a_test_on_the_list_may_be_skipped_and_its_neighbours_may_not(folder: Path) -> None:
    _, ended = outcomes(folder, ON_THE_LIST.partition("::")[0], OMNIGEN_STRICT_SKIPS="1")
    assert ended == {ON_THE_LIST.partition("::")[0] + "::test_beside_it": "FAILED"}


def test_elsewhere_a_skip_is_only_reported(folder: Path) -> None:
    _, ended = outcomes(folder)
    assert set(ended.values()) == {"PASSED", "XFAIL", "XPASS"}


@pytest.mark.parametrize("allowed", skip_policy.ALLOWED)
def test_every_test_on_the_list_exists(allowed: str) -> None:
    path, _, name = allowed.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_ci_is_strict() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"export {skip_policy.VARIABLE}=1" in script
    assert script.count("||") == 1
    assert "make test || .venv/bin/python .ci/second_run.py" in script


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        (["tests/web/test_sign_in.py::test_a"], True),
        ([f"tests/e2e/test_generate.py::test_{number}" for number in range(5)], True),
        ([f"tests/e2e/test_generate.py::test_{number}" for number in range(6)], False),
        (["tests/web/test_sign_in.py::test_a", "tests/unit/domain/test_job.py::test_b"], False),
        (["tests/integration/aws/test_money.py::test_c"], False),
        ([], False),
    ],
)
def test_only_a_few_tests_that_wait_in_real_time_are_run_again(failed: list[str], *, again: bool) -> None:
    program = runpy.run_path(str(ROOT / ".ci" / "second_run.py"))
    assert program["may_run_again"](failed) is again


def test_the_suites_that_are_run_again_exist() -> None:
    program = runpy.run_path(str(ROOT / ".ci" / "second_run.py"))
    assert [place for place in program["REAL_TIME_SUITES"] if not (ROOT / place).exists()] == []
