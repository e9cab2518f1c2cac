"""The image of the composition: built where somebody deploys, or by CodeBuild in the account."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct
from deploy_time_build import ContainerImageBuild

from infra import ROOT
from infra.environments import Environment

DOCKERFILE = "functions/compose_video/Dockerfile"


def composition_image(scope: Construct, environment: Environment) -> ecs.ContainerImage:
    """The image for the environment's processors, from the same files either way.

    CodeBuild builds while CloudFormation waits, whenever one of the files has changed.
    """
    platforms = ecr_assets.Platform
    platform = platforms.LINUX_AMD64 if environment.compose_on_x86 else platforms.LINUX_ARM64
    if environment.compose_image_by == "docker":
        return ecs.ContainerImage.from_asset(str(ROOT), file=DOCKERFILE, platform=platform)
    built = ContainerImageBuild(
        scope,
        "Image",
        directory=str(ROOT),
        file=DOCKERFILE,
        platform=platform,
        exclude=_ignored(),
        ignore_mode=cdk.IgnoreMode.DOCKER,
    )
    return ecs.ContainerImage.from_ecr_repository(built.repository, built.image_tag)


def _ignored() -> list[str]:
    """The lines of .dockerignore: Docker reads the file itself, a folder that is uploaded has to be told."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
