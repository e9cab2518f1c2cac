"""TLS of downloads: the certificate must be the asked name's, whatever address the name led to."""

from __future__ import annotations

import datetime
import http.server
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from omnigen import safe_http
from omnigen.errors import ProviderUnavailable
from omnigen.safe_http import Origin

NAME = "files.vendor.example"


def write_certificate(folder: Path) -> Path:
    """A key and a certificate of its own for NAME, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    certificate = built.sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Port of a TLS server with a certificate for NAME, and the file that holds it."""
    certificate = write_certificate(tmp_path)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"data")

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """Clients turn away when they see the certificate."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port, certificate
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(name: str, port: int) -> bytes:
    url = f"https://{name}:{port}"
    chunks = safe_http.fetch(
        f"{url}/x", [Origin(url)], max_bytes=10, timeout_seconds=5, resolve=lambda host, number: ["127.0.0.1"]
    )
    return b"".join(chunks)


def test_the_asked_name_is_what_the_certificate_must_say(
    storage: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, certificate = storage
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetched(NAME, port) == b"data"
    with pytest.raises(ProviderUnavailable, match="SSLCertVerificationError"):
        fetched("other.vendor.example", port)


def test_a_certificate_nobody_vouches_for_is_refused(storage: tuple[int, Path]) -> None:
    with pytest.raises(ProviderUnavailable, match="SSLCertVerificationError"):
        fetched(NAME, storage[0])
