"""A key in KMS signs without being given away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from moto import mock_aws
from omnigen.aws.signing_keys import KmsKey, signing_key
from omnigen.errors import ConfigError
from omnigen.provenance.signing_key import self_made_chain
from omnigen.settings import Settings

from tests.builders import REQUIRED_SETTINGS

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_kms.literals import KeySpecType

CLAIM = b"a claim of more than 4,096 bytes" * 200


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[KMSClient]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield boto3.client("kms")


def a_key(kms: KMSClient, spec: KeySpecType = "ECC_NIST_P256") -> str:
    return kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec=spec)["KeyMetadata"]["Arn"]


def test_hash_of_a_long_claim_is_signed_by_the_key_of_the_certificate(kms: KMSClient) -> None:
    """moto takes a digest for a message and hashes it once more; KMS signs the digest as it is."""
    sent: list[dict[str, object]] = []
    kms.meta.events.register("provide-client-params.kms.Sign", lambda params, **_: sent.append(params))
    key = KmsKey(kms, a_key(kms))
    own, issuer = x509.load_pem_x509_certificates(key.chain_pem.encode())
    public = own.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    digest = hashlib.sha256(CLAIM).digest()
    public.verify(key.sign(CLAIM), digest, ec.ECDSA(hashes.SHA256()))
    assert (sent[0]["Message"], sent[0]["MessageType"]) == (digest, "DIGEST")
    own.verify_directly_issued_by(issuer)


def test_certificates_that_were_given_are_used(kms: KMSClient) -> None:
    chain = self_made_chain(ec.generate_private_key(ec.SECP256R1()).public_key())
    assert KmsKey(kms, a_key(kms), chain).chain_pem == chain


def test_key_of_another_kind_is_refused(kms: KMSClient) -> None:
    with pytest.raises(ConfigError, match="ECC_NIST_P256"):
        _ = KmsKey(kms, a_key(kms, "RSA_2048")).chain_pem


def test_settings_name_a_key_in_kms_a_file_or_none(kms: KMSClient, tmp_path: Path) -> None:
    arn = a_key(kms)
    assert signing_key(settings_with("")) is None
    found = signing_key(settings_with(arn))
    assert isinstance(found, KmsKey)
    assert found.key_id == arn
    assert signing_key(settings_with(str(tmp_path / "signing.pem"))) is not None


def settings_with(key: str) -> Settings:
    needed = [name.lower() for name in REQUIRED_SETTINGS]
    return Settings.model_validate(dict.fromkeys(needed, "any") | {"omnigen_signing_key": key})
