"""Hosts with the encryption of a former age: read after the usual handshake failed, and said so in every row."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dh, rsa
from cryptography.x509.oid import NameOID

from crawler.legacy_tls import REMARK
from demo.portals import TrsPortal
from demo.portals.replicas import reports
from demo.portals.server import _Handler
from tests.crawler.conftest import Ground

# The 1024-bit group of RFC 2409 §6.2.
_OAKLEY_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


def certificate(folder: Path) -> str:
    """A self-signed certificate and its key in one file."""
    secret = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(secret.public_key())
    built = built.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = built.add_extension(address, False).sign(secret, hashes.SHA256())
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "server.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM) + secret.private_bytes(serialization.Encoding.PEM, kind, plain)
    )
    return str(path)


def modern(context: ssl.SSLContext, folder: Path) -> None:
    """As it comes."""


def tls_1_0(context: ssl.SSLContext, folder: Path) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1


def tls_1_1(context: ssl.SSLContext, folder: Path) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1


def small_keys(context: ssl.SSLContext, folder: Path) -> None:
    """Diffie-Hellman alone, with a key that is too small for today."""
    numbers = dh.DHParameterNumbers(_OAKLEY_2, 2).parameters()
    pem = numbers.parameter_bytes(serialization.Encoding.PEM, serialization.ParameterFormat.PKCS3)
    (folder / "dh.pem").write_bytes(pem)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES128-SHA:@SECLEVEL=0")
    context.load_dh_params(str(folder / "dh.pem"))


@contextmanager
def encrypted(site: TrsPortal, folder: Path, how: Callable[[ssl.SSLContext, Path], None]) -> Iterator[str]:
    """Serve a portal by https on loopback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder))
    how(context, folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    server.daemon_threads, server.handle_error = True, lambda *_: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("how", [modern, tls_1_0, tls_1_1, small_keys])
def test_a_host_is_read_with_what_it_can(tmp_path: Path, how: Callable[[ssl.SSLContext, Path], None]) -> None:
    site = TrsPortal("p", reports(["甲局"], [2022, 2023]))
    with encrypted(site, tmp_path, how) as address:
        run = Ground(site, address, tmp_path / "data").crawl()
    assert run.summary.exit_code == 0 and len(run.result.tally.reports) == 2, run.result.reasons
    assert all(visit.final_url.startswith("https://") for visit in run.visits)
    assert {REMARK in visit.reason for visit in run.visits} == {how is not modern}
