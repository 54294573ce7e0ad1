"""The certificate of a local network: kept while it is good, and good for a real handshake."""

import ipaddress
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from vbranch.web.lan import LIFE, CertificateFiles, certificate_for, lan_addresses, utc_now

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def serial(files: CertificateFiles) -> int:
    return x509.load_pem_x509_certificate(files.certificate.read_bytes()).serial_number


def test_addresses_are_of_this_machine_and_of_a_network() -> None:
    for address in lan_addresses():
        parsed = ipaddress.ip_address(address)
        assert parsed.version == 4
        assert not parsed.is_loopback
        assert not parsed.is_link_local
        with socket.socket() as own:
            own.bind((address, 0))  # refused unless an interface has it


def test_names_of_the_certificate(tmp_path: Path) -> None:
    files = certificate_for(["192.168.7.7"], tmp_path / "tls", NOW)
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    ips = {str(ip) for ip in names.get_values_for_type(x509.IPAddress)}
    assert {"192.168.7.7", "127.0.0.1", "::1"} <= ips
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600


def test_is_used_again_while_it_is_good(tmp_path: Path) -> None:
    first = serial(certificate_for(["192.168.7.7"], tmp_path, NOW))
    later = NOW + LIFE - timedelta(days=40)
    assert serial(certificate_for(["192.168.7.7"], tmp_path, later)) == first
    assert serial(certificate_for([], tmp_path, later)) == first


@pytest.mark.parametrize("change", ["old", "future", "moved", "broken", "no_key", "other_key"])
def test_is_made_anew_when_it_is_not(tmp_path: Path, change: str) -> None:
    addresses, now = ["192.168.7.7"], NOW
    files = certificate_for(addresses, tmp_path, now)
    first = serial(files)
    if change == "old":
        now += LIFE - timedelta(days=20)
    elif change == "future":
        now -= timedelta(days=2)
    elif change == "moved":
        addresses = ["192.168.7.8"]
    elif change == "broken":
        files.certificate.write_text("no certificate")
        first = 0
    elif change == "no_key":
        files.key.unlink()
    else:
        other = certificate_for(addresses, tmp_path / "other", now)
        files.key.write_bytes(other.key.read_bytes())
    again = certificate_for(addresses, tmp_path, now)
    assert serial(again) != first
    again.context()  # loads: key and certificate fit


def test_handshake_with_a_client_that_checks_the_address(tmp_path: Path) -> None:
    files = certificate_for(["127.0.0.1"], tmp_path, utc_now())
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        plain, _ = server.accept()
        with files.context().wrap_socket(plain, server_side=True) as secure:
            secure.sendall(b"in")

    thread = threading.Thread(target=answer)
    thread.start()
    client = ssl.create_default_context(cafile=str(files.certificate))
    with (
        socket.create_connection(server.getsockname()) as plain,
        client.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        assert secure.recv(2) == b"in"
        assert secure.version() in ("TLSv1.2", "TLSv1.3")
    thread.join()
    server.close()
