"""The CDK app: `python -m infra.app`, by itself or run by the CDK command line as cdk.json says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable

import aws_cdk as cdk

from infra import ROOT
from infra.environments import ENVIRONMENTS, Environment
from infra.stacks import OmnigenStage


def build(app: cdk.App, environments: Iterable[Environment] = ENVIRONMENTS) -> cdk.App:
    """Every environment in one app: `cdk deploy 'Dev/*'` deploys one of them."""
    for environment in environments:
        OmnigenStage(app, environment.name.capitalize(), environment=environment)
    return app


def open_app() -> cdk.App:
    """Under the command line, what it says. By itself, the same flags, and templates in `cdk.out`."""
    if "CDK_OUTDIR" in os.environ:
        return cdk.App()
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    return cdk.App(context=settings["context"], outdir=str(ROOT / settings["output"]), analytics_reporting=False)


if __name__ == "__main__":
    build(open_app()).synth()
