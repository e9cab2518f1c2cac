"""cfn-lint, CDK's own validation and cdk-nag, on what would be deployed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.infrastructure.conftest import cdk_context
from tests.infrastructure.nag_findings import ACCEPTED
from tests.infrastructure.templates import Environment

_KNOWN = "W3005"
"""A dependency that follows from a reference as well: CDK writes both."""


def test_cfn_lint_finds_nothing(dev: Environment, prod: Environment) -> None:
    files = [str(path) for environment in (dev, prod) for path in environment.files.values()]
    command = [str(Path(sys.executable).parent / "cfn-lint"), "--ignore-checks", _KNOWN, "--", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """(plug-in, rule, construct path) of everything that the validations in CDK report."""
    import aws_cdk as cdk
    from cdk_nag import AwsSolutionsChecks

    from infra.app import build

    folder = tmp_path_factory.mktemp("validated")
    quiet = {"@aws-cdk/core:validationReportPrettyPrint": False}
    app = build(cdk.App(context={**cdk_context(), **quiet}, outdir=str(folder), analytics_reporting=False))
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    try:
        app.synth()
    except RuntimeError as error:
        assert "ValidationFailed" in str(error)  # noqa: PT017 - findings are read from the report below
    return _reported(folder / "validation-report.json")


def test_cdk_validates_what_it_makes(findings: list[tuple[str, str, str]]) -> None:
    assert [found for found in findings if found[0] != "AwsSolutions"] == []


def test_nag_finds_only_what_was_accepted_with_a_reason(findings: list[tuple[str, str, str]]) -> None:
    left = {(rule, path) for _, rule, path in findings if not any(a.covers(rule, path) for a in ACCEPTED)}
    assert left == set()


def test_every_accepted_finding_is_still_found(findings: list[tuple[str, str, str]]) -> None:
    unused = [a for a in ACCEPTED if not any(a.covers(rule, path) for _, rule, path in findings)]
    assert unused == []


def _reported(report: Path) -> list[tuple[str, str, str]]:
    return [
        (plugin["pluginName"], re.sub(r"\s+", " ", violation["ruleName"]), construct["constructPath"])
        for plugin in json.loads(report.read_text(encoding="utf-8"))["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    ]
