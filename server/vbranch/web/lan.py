"""The local network: this machine's addresses in it, and the certificate for its https listener.

A headset or phone gets WebXR and the microphone only from a secure page, so a branch on a local
network needs TLS. No authority signs for such addresses; the certificate is made here, kept in the
data folder and used until it is nearly over or the addresses have changed. Nothing is sent outside.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import ifaddr
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vbranch.folder import write_secret

LIFE: Final = timedelta(days=365)
RENEW_BEFORE: Final = timedelta(days=30)
_NOT_LAN: Final = re.compile(r"^(lo|docker|br-|veth|virbr|cni|flannel|podman)")


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """A server's TLS context, 1.2 or later."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key)
        return context


def lan_addresses() -> list[str]:
    """IPv4 addresses of this machine in its networks, that of the default route first.

    Without loopback, link-local addresses and the bridges of container tools.
    """
    found: list[str] = []
    for adapter in ifaddr.get_adapters():
        if _NOT_LAN.match(adapter.name):
            continue
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and not _is_local(ip.ip):
                found.append(ip.ip)
    first = _default_route()
    return sorted(dict.fromkeys(found), key=lambda address: (address != first, address))


def _is_local(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return parsed.is_loopback or parsed.is_link_local


def _default_route() -> str | None:
    """The address that the kernel would send from; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address that is nobody's
        except OSError:
            return None
        return str(probe.getsockname()[0])


def certificate_for(addresses: Iterable[str], folder: Path, now: datetime) -> CertificateFiles:
    """The kept certificate if it is still good for ``addresses`` and this host, else a new one."""
    names = _names(addresses)
    files = CertificateFiles(folder / "certificate.pem", folder / "key.pem")
    if not _still_good(files, names, now):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(files, names, now)
    return files


def _names(addresses: Iterable[str]) -> list[x509.GeneralName]:
    host = socket.gethostname().split(".", 1)[0].lower()
    dns = ["localhost"]
    if re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", host):
        dns += [host, f"{host}.local"]
    ips = sorted({"127.0.0.1", "::1", *addresses})
    return [
        *(x509.DNSName(name) for name in dict.fromkeys(dns)),
        *(x509.IPAddress(ipaddress.ip_address(ip)) for ip in ips),
    ]


def _still_good(files: CertificateFiles, names: list[x509.GeneralName], now: datetime) -> bool:
    """Unreadable counts as not good: a new pair is made, the old one is of no use to anybody."""
    try:
        certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
        key = serialization.load_pem_private_key(files.key.read_bytes(), password=None)
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    return (
        key.public_key() == certificate.public_key()
        and certificate.not_valid_before_utc <= now
        and now + RENEW_BEFORE < certificate.not_valid_after_utc
        and set(names) <= set(said)
    )


def _make(files: CertificateFiles, names: list[x509.GeneralName], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "virtual-branch on this network")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks of headsets are not exact
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_secret(files.key, pem)
    write_secret(files.certificate, certificate.public_bytes(serialization.Encoding.PEM))


def utc_now() -> datetime:
    """The time in which certificates are dated."""
    return datetime.now(UTC)
