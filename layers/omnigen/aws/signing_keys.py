"""The key that signs finished files: in a file, or in KMS, which never gives it away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from omnigen.errors import ConfigError
from omnigen.provenance.signing_key import SigningKey, key_in, self_made_chain
from omnigen.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

KMS_ARN = "arn:"


@dataclass(frozen=True)
class KmsKey:
    """A key in KMS on the curve P-256, for signing. Without certificates given, each program makes untrusted ones."""

    client: KMSClient
    key_id: str
    given_chain: str = ""

    @cached_property
    def chain_pem(self) -> str:
        """Its certificate and the issuers', the key's own first."""
        if self.given_chain:
            return self.given_chain
        found = serialization.load_der_public_key(self.client.get_public_key(KeyId=self.key_id)["PublicKey"])
        if not isinstance(found, ec.EllipticCurvePublicKey):
            raise ConfigError(f"The key {self.key_id!r} cannot sign video files; it must be of the kind ECC_NIST_P256")
        return self_made_chain(found)

    def sign(self, data: bytes) -> bytes:
        """The DER signature of the data. Only its hash is sent: KMS takes no message above 4,096 bytes."""
        answer = self.client.sign(
            KeyId=self.key_id,
            Message=hashlib.sha256(data).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return bytes(answer["Signature"])


def signing_key(settings: Settings) -> SigningKey | None:
    """The key that the settings name; None where files are not signed."""
    named = settings.omnigen_signing_key
    if named.startswith(KMS_ARN):
        return KmsKey(boto3.client("kms"), named, settings.omnigen_signing_certificates)
    return key_in(Path(named)) if named else None
