"""Secrets, by name: vendor keys that an operator sets after the first deployment, and our own signing key."""

from __future__ import annotations

from typing import Literal

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.environments import Environment

Secret = Literal["openai-api-key", "replicate-api-key", "webhook-signing-key"]

_SIGNING_KEY_LENGTH = 48


def secret_name(environment: Environment, secret: Secret) -> str:
    """`omnigen/openai-api-key` in prod, `omnigen-dev/openai-api-key` elsewhere."""
    return f"{environment.prefix}/{secret}"


class VendorSecrets(Construct):
    """ARNs of the secrets.

    A vendor's key has no value until somebody sets it: a generated one would look like a key and be refused by the
    vendor in words that mislead. The L2 construct always generates one, hence CfnSecret.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.arns: dict[Secret, str] = {
            "openai-api-key": self._vendor_key("OpenAi", environment, "openai-api-key"),
            "replicate-api-key": self._vendor_key("Replicate", environment, "replicate-api-key"),
            "webhook-signing-key": self._signing_key(environment),
        }

    def _vendor_key(self, construct_id: str, environment: Environment, secret: Secret) -> str:
        name = secret_name(environment, secret)
        made = secretsmanager.CfnSecret(
            self,
            construct_id,
            name=name,
            description=f"Set it with: aws secretsmanager put-secret-value --secret-id {name} --secret-string ...",
        )
        made.apply_removal_policy(environment.removal_policy)
        return made.ref

    def _signing_key(self, environment: Environment) -> str:
        made = secretsmanager.CfnSecret(
            self,
            "WebhookSigning",
            name=secret_name(environment, "webhook-signing-key"),
            description="Signs what is sent to users' servers, so that they can tell it is from us",
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                password_length=_SIGNING_KEY_LENGTH, exclude_punctuation=True
            ),
        )
        made.apply_removal_policy(environment.removal_policy)
        return made.ref
