"""With OMNIGEN_STRICT_SKIPS=1, as in CI, a skipped or expected-to-fail test fails, unless ALLOWED names it.

A skip is how a test says that something is missing on this machine. In CI nothing may be missing unnoticed.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping

import pytest

VARIABLE = "OMNIGEN_STRICT_SKIPS"

ALLOWED: Mapping[str, str] = {
    "tests/chaos/test_full_disk.py::test_a_job_is_cancelled_and_settled_on_a_full_disk": (
        "mounts a small disk in a user namespace, which Docker's default seccomp profile refuses; "
        "tests/unit/local_api/test_disk_space.py holds when the reserve is given up, on every system"
    ),
    "tests/chaos/test_read_only_folder.py::test_a_folder_that_cannot_be_written_is_read_and_named": (
        "mounts a read-only disk in the same way; tests/unit/cli/test_program.py holds the sentence, on every system"
    ),
    "tests/workflow/test_composition_faults.py::test_full_disk_is_told_in_words_and_tried_again": (
        "mounts a small disk in a user namespace, which Docker's default seccomp profile refuses; "
        "tests/integration/rendering/test_ffmpeg.py holds what ffmpeg says of a full disk, on every Linux"
    ),
}
"""Tests that may be skipped in CI, by node id without parameters, each with the reason why it cannot run everywhere."""


def pytest_configure(config: pytest.Config) -> None:
    """Turn the policy on where the environment asks for it."""
    if os.environ.get(VARIABLE) == "1":
        config.pluginmanager.register(StrictSkips(), "strict_skips")


class StrictSkips:
    """Turns the report of a skipped, xfailed or xpassed test into one of a failed test."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A test, its setup or its teardown: first among the wrappers, so that it sees what the others made of it."""
        report = yield
        _refuse(report)
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """A module that skips itself while it is imported."""
        report = yield
        _refuse(report)
        return report


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    expected_to_fail = getattr(report, "wasxfail", None)
    if not (report.skipped or expected_to_fail is not None) or report.nodeid.partition("[")[0] in ALLOWED:
        return
    if expected_to_fail is None:
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        why = f"was skipped ({said})"
    else:
        why = f"is marked xfail ({expected_to_fail})"
        del report.wasxfail  # set by pytest, and only for these
    report.outcome = "failed"
    report.longrepr = (
        f"{report.nodeid} {why}. With {VARIABLE}=1 that is a failure: provide what it needs, or name it in "
        "tests/skip_policy.py with the reason why it cannot run in CI."
    )
