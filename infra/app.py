"""The CDK app: `python -m infra.app`, by itself or run by the CDK command line as cdk.json says."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable

import aws_cdk as cdk

from infra import ROOT
from infra.environments import ENVIRONMENTS, Environment
from infra.settings_file import BadSettings, environments
from infra.stacks import OmnigenStage


def build(app: cdk.App, places: Iterable[Environment] = ENVIRONMENTS) -> cdk.App:
    """Every environment in one app: `cdk deploy 'Dev/*'` deploys one of them."""
    for environment in places:
        OmnigenStage(app, environment.name.capitalize(), environment=environment)
    return app


def open_app() -> cdk.App:
    """Under the command line, what it says. By itself, the same flags, and templates in `cdk.out`."""
    if "CDK_OUTDIR" in os.environ:
        return cdk.App()
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    return cdk.App(context=settings["context"], outdir=str(ROOT / settings["output"]), analytics_reporting=False)


def main() -> None:
    """Synthesise what the settings file describes; end with one sentence when it is wrong."""
    try:
        build(open_app(), environments()).synth()
    except BadSettings as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
