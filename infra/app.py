"""The CDK app: `python -m infra.app`, as cdk.json says."""

from __future__ import annotations

from collections.abc import Iterable

import aws_cdk as cdk

from infra.environments import ENVIRONMENTS, Environment
from infra.stacks import OmnigenStage


def build(app: cdk.App, environments: Iterable[Environment] = ENVIRONMENTS) -> cdk.App:
    """Every environment in one app: `cdk deploy 'Dev/*'` deploys one of them."""
    for environment in environments:
        OmnigenStage(app, environment.name.capitalize(), environment=environment)
    return app


if __name__ == "__main__":
    build(cdk.App()).synth()
