"""cfn-lint, CDK's own validation and cdk-nag, on what would be deployed."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra import NODE, ROOT
from tests.infrastructure.conftest import cdk_context
from tests.infrastructure.nag_findings import ACCEPTED
from tests.infrastructure.templates import Environment

_CDK = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
_KNOWN = "W3005"
"""A dependency that follows from a reference as well: CDK writes both."""


Finding = tuple[str, str, str]
"""Plug-in, rule, construct path."""


def test_cfn_lint_finds_nothing_but_a_planted_fault(dev: Environment, prod: Environment, tmp_path: Path) -> None:
    bucket = copy.deepcopy(dev.only("AWS::S3::Bucket", "Data").body)
    bucket["Properties"]["VersioningConfiguration"]["Status"] = "Sometimes"
    broken = tmp_path / "broken.template.json"
    broken.write_text(json.dumps({"Resources": {"Bucket": bucket}}), encoding="utf-8")
    files = [path for environment in (dev, prod) for path in environment.files.values()]
    command = [str(Path(sys.executable).parent / "cfn-lint"), "--format", "json", "--ignore-checks", _KNOWN, "--"]
    done = subprocess.run([*command, *map(str, (*files, broken))], capture_output=True, text=True, check=False)
    found = {(finding["Filename"], finding["Level"]) for finding in json.loads(done.stdout)}
    assert found == {(str(broken), "Error")}, done.stdout


@pytest.fixture(scope="module")
def all_findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What the validations in CDK report about our app, and about a bucket in it that is planted.

    Anybody may ask it without TLS, and it is versioned in a way that does not exist.
    """
    import aws_cdk as cdk
    from aws_cdk import aws_s3 as s3
    from cdk_nag import AwsSolutionsChecks

    from infra.app import build

    folder = tmp_path_factory.mktemp("validated")
    quiet = {"@aws-cdk/core:validationReportPrettyPrint": False}
    app = build(cdk.App(context={**cdk_context(), **quiet}, outdir=str(folder), analytics_reporting=False))
    versions = s3.CfnBucket.VersioningConfigurationProperty(status="Sometimes")
    s3.CfnBucket(cdk.Stack(app, "Planted"), "Bucket", versioning_configuration=versions)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    return _reported(folder / "validation-report.json")


@pytest.fixture(scope="module")
def findings(all_findings: list[Finding]) -> list[Finding]:
    """Those about our own."""
    return [found for found in all_findings if not found[2].startswith("Planted/")]


def test_both_validations_would_find_a_fault(all_findings: list[Finding]) -> None:
    planted = [found for found in all_findings if found[2].startswith("Planted/")]
    assert [found for found in planted if found[0] != "AwsSolutions"]
    left = {rule for plugin, rule, path in planted if plugin == "AwsSolutions" and not _accepted(rule, path)}
    assert "AwsSolutions-S10" in left  # requests without TLS


def test_cdk_validates_what_it_makes(findings: list[Finding]) -> None:
    assert [found for found in findings if found[0] != "AwsSolutions"] == []


def test_nag_finds_only_what_was_accepted_with_a_reason(findings: list[Finding]) -> None:
    assert {(rule, path) for _, rule, path in findings if not _accepted(rule, path)} == set()


def test_every_accepted_finding_is_still_found(findings: list[Finding]) -> None:
    unused = [a for a in ACCEPTED if not any(a.covers(rule, path) for _, rule, path in findings)]
    assert unused == []


@pytest.mark.skipif(not _CDK.is_file(), reason="the CDK command line is not there: run `npm ci`")
def test_pinned_command_line_reads_what_the_library_writes(assembly_folder: Path) -> None:
    """Its newest version does not: library and command line have to agree on a schema."""
    command = [str(NODE), str(_CDK), "list", "--no-notices", "--app", str(assembly_folder)]
    silent = {"CDK_DISABLE_CLI_TELEMETRY": "true", "PATH": os.defpath, "HOME": str(assembly_folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=silent)
    assert done.returncode == 0, done.stderr
    assert {line.split()[0] for line in done.stdout.splitlines()} >= {"Dev/Data", "Dev/App", "Prod/Data", "Prod/App"}


def _accepted(rule: str, path: str) -> bool:
    return any(known.covers(rule, path) for known in ACCEPTED)


def _reported(report: Path) -> list[Finding]:
    return [
        (plugin["pluginName"], re.sub(r"\s+", " ", violation["ruleName"]), construct["constructPath"])
        for plugin in json.loads(report.read_text(encoding="utf-8"))["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    ]
