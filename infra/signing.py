"""The key that signs finished videos: in KMS, which signs and never gives it away."""

from __future__ import annotations

from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.environments import Environment


class VideoSigning(Construct):
    """`key` on the curve P-256, $1 a month and $0.15 for 10,000 signatures (AWS price list, read on 2026-11-27).

    KMS does not rotate keys that sign. For another one, change this construct's id in a release: the key before is kept
    for as long as the environment keeps its data, and files that it signed stay verifiable.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            alias=f"alias/{environment.prefix}-video-signing",
            description="Signs the content credentials of finished videos",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            removal_policy=environment.removal_policy,
        )
