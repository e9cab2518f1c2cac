"""Keys that sign finished files (ECDSA over P-256 with SHA-256) and the certificates that go with them."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from omnigen.errors import ConfigError

SELF_MADE = "Omnigen, self-made and untrusted"
"""The organisation in the certificates that we make ourselves. No reader trusts them, and the name says so."""

_YEARS = 10


class SigningKey(Protocol):
    """A private key, wherever it is kept."""

    @property
    def chain_pem(self) -> str:
        """Its certificate and the issuers', the key's own first."""

    def sign(self, data: bytes) -> bytes:
        """The DER signature of the data."""


@dataclass(frozen=True)
class FileKey:
    """A key in a file that only its owner can read."""

    key: ec.EllipticCurvePrivateKey
    chain_pem: str

    def sign(self, data: bytes) -> bytes:
        """The DER signature of the data."""
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def key_in(file: Path) -> FileKey:
    """The key of a PEM file: the private key, then its certificates. It is made, untrusted, when there is none.

    Whoever has a certificate of an authority replaces the file. ConfigError when it is of no use.
    """
    if not file.exists():
        _make(file)
    try:
        data = file.read_bytes()
        key = serialization.load_pem_private_key(data, password=None)
        own, *issuers = x509.load_pem_x509_certificates(data)
    except (OSError, ValueError) as error:
        raise ConfigError(f"The signing key {file} cannot be read: {error}. Replace the file, or remove it") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ConfigError(f"{file} holds no key on the curve P-256; replace the file, or remove it")
    if own.public_key() != key.public_key():
        raise ConfigError(
            f"The first certificate in {file} belongs to another key; put the key's own certificate first"
        )
    return FileKey(key, "".join(map(_pem, (own, *issuers))))


def self_made_chain(public_key: ec.EllipticCurvePublicKey) -> str:
    """Certificates for a key, by an issuer whose own key is forgotten at once: PEM, the key's own first.

    C2PA takes no certificate that signs itself. The fields are those that its profile asks for (C2PA 2.2, 14.5.1).
    """
    issuer_key = ec.generate_private_key(ec.SECP256R1())
    issuer = _certificate("issuer", issuer_key.public_key(), issuer_key, is_issuer=True)
    own = _certificate("signer", public_key, issuer_key, is_issuer=False)
    return _pem(own) + _pem(issuer)


def _make(file: Path) -> None:
    """The file is whole as soon as it has its name. Of several programs that make one at once the first stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = ec.generate_private_key(ec.SECP256R1())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor, fresh = tempfile.mkstemp(prefix=".key-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as partial:
            partial.write(secret + self_made_chain(key.public_key()).encode())
            partial.flush()
            os.fsync(partial.fileno())
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        Path(fresh).unlink()


def _certificate(
    role: str, public_key: ec.EllipticCurvePublicKey, issuer_key: ec.EllipticCurvePrivateKey, *, is_issuer: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=not is_issuer,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_issuer,
        crl_sign=is_issuer,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(role))
        .issuer_name(_name("issuer"))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=0 if is_issuer else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not is_issuer:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _name(role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, SELF_MADE),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Omnigen untrusted {role}"),
        ]
    )
