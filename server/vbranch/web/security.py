"""Who is asking and from where: addresses behind trusted proxies, origins, security headers.

The page loads nothing from elsewhere, so its policy names no other host. The decoders of meshes
and textures are WebAssembly and run in workers made from blobs; three loads a model's embedded
pictures through blob addresses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from .errors import WebError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NO_ADDRESS: Final = "-"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST: Final = re.compile(r"^[A-Za-z0-9.\-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_FORWARDED: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP")

HEADERS: Final = {
    "Server": "vbranch",  # not which Python and aiohttp
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "xr-spatial-tracking=(self), microphone=(self), fullscreen=(self), camera=(), "
        "geolocation=(), display-capture=(), payment=(), usb=(), serial=(), hid=(), midi=()"
    ),
}


@dataclass(frozen=True, slots=True)
class Perimeter:
    """What is believed about a request: which proxies, which origins, who may read the metrics."""

    trusted_proxies: Sequence[Network] = ()
    origins: Sequence[str] = ()
    metrics_allow: Sequence[Network] = ()
    hsts_days: int = 0
    stage: Sequence[str] = ()
    """Origins to which pages connect for who speaks to all, if another server carries it (V-9)."""

    def address(self, request: web.BaseRequest) -> str:
        """The visitor's address: the rightmost one that no trusted proxy owns (L-3).

        What stands left of it was written by the visitor and says nothing. ``NO_ADDRESS`` if the
        peer has none, as behind a Unix socket.
        """
        found = self._believed(request)
        return NO_ADDRESS if found is None else str(found)

    def secure(self, request: web.BaseRequest) -> bool:
        """Did the visitor's browser come by https? A proxy's word counts only if it is trusted."""
        if request.transport is not None and request.transport.get_extra_info("sslcontext"):
            return True
        said = request.headers.getall("X-Forwarded-Proto", [])
        if said and within(parse_address(request.remote), self.trusted_proxies):
            return said[-1].split(",")[-1].strip().lower() == "https"
        return False

    def own_origin(self, request: web.BaseRequest) -> bool:
        """Is the request's Origin this server's or a configured one, or absent (T-2)?"""
        origin = request.headers.get("Origin")
        if origin is None:
            return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
        said = _normal_origin(origin)
        if said is None:
            return False
        scheme = "https" if self.secure(request) else "http"
        own = _normal_origin(f"{scheme}://{request.headers.get('Host', '')}")
        return said == own or said in {_normal_origin(o) for o in self.origins}

    def check_origin(self, request: web.BaseRequest) -> None:
        """Refuse what another site's page sends in its visitor's name."""
        if not self.own_origin(request):
            raise WebError(403, "origin", "pages of this origin may not use this server")

    def may_read_metrics(self, request: web.BaseRequest) -> bool:
        """Believed address within the allowed networks, and not brought by an unknown proxy.

        A proxy on this machine that is not declared would make everybody look like loopback.
        """
        peer = parse_address(request.remote)
        brought = any(name in request.headers for name in _FORWARDED)
        if brought and not within(peer, self.trusted_proxies):
            return False
        return within(self._believed(request), self.metrics_allow)

    def _believed(self, request: web.BaseRequest) -> Address | None:
        found = parse_address(request.remote)
        hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        while hops and within(found, self.trusted_proxies):
            hop = parse_address(hops.pop().strip())
            if hop is None:
                break
            found = hop
        return found


def parse_address(text: str | None) -> Address | None:
    """An IP address, also as proxies write it (``[::1]:80``, ``10.0.0.1:80``), or None."""
    if not text:
        return None
    bare = text.split("%", 1)[0]
    if bare.startswith("["):
        bare, closed, _ = bare[1:].partition("]")
        bare = bare if closed else ""
    elif bare.count(":") == 1:
        bare = bare.split(":", 1)[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def host_of(request: web.BaseRequest) -> str | None:
    """The Host header, if it has the form of one."""
    host = request.headers.get("Host", "")
    return host if _HOST.match(host) else None


def policy(host: str | None, stage: Sequence[str] = ()) -> str:
    """The Content-Security-Policy of every answer; ``stage`` as in ``Perimeter``.

    ``'self'`` covers the socket's scheme in today's browsers; the older ones of some headsets want
    it by name, which is taken from the Host header if that has the form of one.
    """
    sockets = f" ws://{host} wss://{host}" if host and _HOST.match(host) else ""
    elsewhere = "".join(f" {origin}" for origin in stage)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "font-src 'self'",
            f"connect-src 'self' blob: data:{sockets}{elsewhere}",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def add_headers(perimeter: Perimeter, request: web.Request, response: web.StreamResponse) -> None:
    """Security headers, on every answer that goes through the application."""
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = policy(
        request.headers.get("Host"), perimeter.stage
    )
    direct_tls = request.transport is not None and request.transport.get_extra_info("sslcontext")
    if perimeter.hsts_days and not direct_tls and perimeter.secure(request):
        response.headers["Strict-Transport-Security"] = f"max-age={perimeter.hsts_days * 86400}"


def within(address: Address | None, networks: Sequence[Network]) -> bool:
    """Does the address lie in one of the networks?"""
    return address is not None and any(
        address.version == network.version and address in network for network in networks
    )


def _normal_origin(text: str) -> tuple[str, str, int] | None:
    """Scheme, host, port; None for ``null`` and whatever is no http origin."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path or parts.query:
        return None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme]
