"""The Lambda layers: dependencies, media libraries, libraries of the intake and of cutting out, and our own package."""

from __future__ import annotations

from aws_cdk import aws_lambda
from constructs import Construct
from omnigen.deployment.resources import Function

from infra import ROOT
from infra.bundling import package_layer, packages_layer

RUNTIME = aws_lambda.Runtime.PYTHON_3_13
ARCHITECTURE = aws_lambda.Architecture.ARM_64


class Layers(Construct):
    """`basic` goes to every function; `media` besides to those that open media, `intake` to the one that admits files.

    `imaging` goes to the one that cuts pictures. boto3 is the runtime's own.
    """

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        dependencies = packages_layer(ROOT / "layers" / "dependencies")
        self.basic = [
            self._layer("Dependencies", dependencies, "Packages every function needs"),
            self._layer("Shared", package_layer(ROOT / "layers" / "omnigen"), "The package omnigen"),
        ]
        self.media = self._layer("Media", packages_layer(ROOT / "layers" / "media"), "Packages that open media files")
        self.intake = self._layer("Intake", packages_layer(ROOT / "layers" / "intake"), "Packages that admit files")
        self.imaging = self._layer("Imaging", packages_layer(ROOT / "layers" / "imaging"), "Packages that cut pictures")

    def of(self, function: Function) -> list[aws_lambda.ILayerVersion]:
        """The layers of a function."""
        media = [self.media] if function.opens_media else []
        intake = [self.intake] if function.admits_files else []
        return [*self.basic, *media, *intake, *([self.imaging] if function.cuts_pictures else [])]

    def _layer(self, construct_id: str, code: aws_lambda.Code, description: str) -> aws_lambda.LayerVersion:
        return aws_lambda.LayerVersion(
            self,
            construct_id,
            code=code,
            description=description,
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARCHITECTURE],
        )
