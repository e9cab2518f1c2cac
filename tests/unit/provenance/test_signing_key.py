"""The key that signs videos: made once, readable by its owner only, refused in words when it is of no use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from omnigen.errors import ConfigError
from omnigen.provenance.signing_key import SELF_MADE, key_in, self_made_chain


def test_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "signing.pem"
    first, again = key_in(file), key_in(file)
    assert first.chain_pem == again.chain_pem
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["signing.pem"]


def test_key_of_many_programs_that_make_it_at_once_is_one(tmp_path: Path) -> None:
    file = tmp_path / "signing.pem"
    with ThreadPoolExecutor(8) as programs:
        chains = {key.chain_pem for key in programs.map(key_in, [file] * 8)}
    assert len(chains) == 1


def test_signature_is_verified_by_the_certificate_whose_name_says_that_nobody_trusts_it(tmp_path: Path) -> None:
    key = key_in(tmp_path / "signing.pem")
    own, issuer = x509.load_pem_x509_certificates(key.chain_pem.encode())
    public = own.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(key.sign(b"a claim"), b"a claim", ec.ECDSA(hashes.SHA256()))
    own.verify_directly_issued_by(issuer)
    [organisation] = own.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    assert organisation.value == SELF_MADE


@pytest.mark.parametrize("content", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_file_without_a_key_is_refused_and_named(content: str, tmp_path: Path) -> None:
    file = tmp_path / "signing.pem"
    file.write_text(content)
    with pytest.raises(ConfigError, match=r"signing\.pem cannot be read"):
        key_in(file)


def test_certificate_of_another_key_is_refused(tmp_path: Path) -> None:
    mine, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    file = tmp_path / "signing.pem"
    file.write_text(_pem(mine) + self_made_chain(other.public_key()))
    with pytest.raises(ConfigError, match="belongs to another key"):
        key_in(file)


def test_key_on_another_curve_is_refused(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    file = tmp_path / "signing.pem"
    file.write_text(_pem(key) + self_made_chain(key.public_key()))
    with pytest.raises(ConfigError, match="P-256"):
        key_in(file)


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
