"""What GitHub's machines may do with the account, and that the workflows are sound."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
import yaml

from infra import ROOT
from infra.composition_image import composition_image
from infra.environments import Environment
from tests.infrastructure.templates import Environment as Deployed

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def roles_of(trial: Deployed) -> dict[str, Any]:
    made = [role for role in trial.resources("AWS::IAM::Role") if role.stack == "DeployRole"]
    return {str(role.properties["RoleName"]): trial.resolved(role) for role in made}


def test_there_are_no_roles_without_a_repository(dev: Deployed) -> None:
    assert dev.resources("AWS::IAM::OIDCProvider") == []


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("omnigen-trial-deploy", "repo:acme/adverts:environment:trial"),
        ("omnigen-trial-compare", "repo:acme/adverts:environment:trial-diff"),
    ],
)
def test_only_jobs_of_one_github_environment_of_the_repository_take_a_role(
    name: str, subject: str, trial: Deployed
) -> None:
    [statement] = roles_of(trial)[name]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": subject,
        }
    }


def test_a_role_may_do_nothing_but_take_the_roles_of_the_bootstrap(trial: Deployed) -> None:
    policies = [one for one in trial.resources("AWS::IAM::Policy") if one.stack == "DeployRole"]
    assert len(policies) == 2
    for policy in policies:
        [statement] = trial.resolved(policy)["PolicyDocument"]["Statement"]
        assert statement["Action"] == "sts:AssumeRole"
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        assert all(":role/cdk-hnb659fds-" in resource for resource in resources)


def test_codebuild_gets_what_the_image_copies_and_nothing_else(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    stack = cdk.Stack(app, "Built")
    composition_image(stack, Environment(name="built", compose_image_by="codebuild"))
    app.synth()
    resources = json.loads((tmp_path / "Built.template.json").read_text(encoding="utf-8"))["Resources"].values()
    [built] = [one["Properties"] for one in resources if one["Type"] == "Custom::CDKContainerImageBuild"]
    folder = tmp_path / f"asset.{Path(str(built['sourceS3Url']['Fn::Sub'])).stem}"
    assert "--platform linux/arm64" in built["buildCommand"]
    assert sorted(path.name for path in folder.iterdir()) == ["functions", "layers"]
    assert (folder / "functions/compose_video/Dockerfile").exists()
    assert [path.name for path in (folder / "layers").iterdir()] == ["omnigen"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_holds_no_key_and_takes_its_rights_job_by_job(workflow: Path) -> None:
    read = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert read["permissions"] == {}
    assert "secrets." not in workflow.read_text(encoding="utf-8")
    assert all(job["permissions"]["contents"] == "read" for job in read["jobs"].values())


def test_workflows_have_no_finding_of_an_independent_audit() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    run = subprocess.run(
        [zizmor, "--offline", "--no-progress", *WORKFLOWS], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
