"""Setting up obeys pip's configuration: index, certificate and proxy; and says what it could not reach."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import ssl
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from requirements.install import explanation, install, translated

WHEEL = "lamp-1.0-py3-none-any.whl"


@dataclass(frozen=True)
class LocalIndex:
    """A package index on this machine with one package, `lamp`, and a certificate that nobody else trusts."""

    url: str
    certificate: Path
    lock: Path


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LocalIndex]:
    root = tmp_path / "index"
    folder = root / "simple" / "lamp"
    folder.mkdir(parents=True)
    _write_wheel(folder / WHEEL)
    digest = hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()
    (folder / "index.html").write_text(f'<!DOCTYPE html><a href="{WHEEL}#sha256={digest}">{WHEEL}</a>')
    lock = tmp_path / "lock.txt"
    lock.write_text(f"lamp==1.0 --hash=sha256:{digest}\n")
    certificate = _write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root))) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield LocalIndex(f"https://127.0.0.1:{server.server_port}/simple", certificate, lock)
        server.shutdown()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtual environment without packages; pip is not configured at all, and uv's cache is empty."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_CERT", "PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    return tmp_path / "venv" / "bin" / "python"


def test_a_package_comes_from_the_index_and_by_the_certificate_that_pip_is_told(
    index: LocalIndex, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", index.url)
    monkeypatch.setenv("PIP_CERT", str(index.certificate))
    assert install("--require-hashes", "--requirement", str(index.lock), python=str(bare)) == 0
    subprocess.run([bare, "-c", "import lamp"], check=True)


def test_an_index_that_is_not_trusted_is_named_in_one_line(
    index: LocalIndex, bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", index.url)
    assert install("--requirement", str(index.lock), python=str(bare)) != 0
    [line] = capsys.readouterr().err.splitlines()
    assert index.url in line
    assert "global.cert" in line


def test_a_dead_proxy_is_named_in_one_line(
    bare: Path, index: LocalIndex, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    monkeypatch.setenv("PIP_PROXY", "http://user:secret@127.0.0.1:9")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    assert install("--requirement", str(index.lock), python=str(bare)) != 0
    [line] = capsys.readouterr().err.splitlines()
    assert "https://index.invalid/simple cannot be reached through the proxy 127.0.0.1:9" in line
    assert "secret" not in line


def test_every_option_of_pip_that_leads_to_packages_is_translated() -> None:
    given = {"index-url": "https://a/simple", "extra-index-url": "https://b https://c", "find-links": "/w /x",
             "trusted-host": "a b", "cert": "/ca.pem", "proxy": "http://p:1", "timeout": "60"}  # fmt: skip
    assert translated(given) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://a/simple",
        "UV_INDEX": "https://b https://c",
        "UV_FIND_LINKS": "/w,/x",
        "UV_INSECURE_HOST": "a b",
        "SSL_CERT_FILE": "/ca.pem",
        "HTTP_PROXY": "http://p:1",
        "HTTPS_PROXY": "http://p:1",
        "UV_HTTP_TIMEOUT": "60",
    }


def test_a_password_in_the_address_of_an_index_is_not_printed() -> None:
    said = explanation("Failed to fetch", {"UV_DEFAULT_INDEX": "https://me:secret@index.example/simple"})
    assert "https://index.example/simple" in said
    assert "secret" not in said


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """No line per request."""


def _write_wheel(path: Path) -> None:
    metadata = "Metadata-Version: 2.1\nName: lamp\nVersion: 1.0\n"
    tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {"lamp.py": "", "lamp-1.0.dist-info/METADATA": metadata, "lamp-1.0.dist-info/WHEEL": tags}
    record = "".join(f"{name},,\n" for name in files) + "lamp-1.0.dist-info/RECORD,,\n"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in {**files, "lamp-1.0.dist-info/RECORD": record}.items():
            wheel.writestr(name, text)


def _write_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, and beside it its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "index.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path
