"""Which addresses of other servers may be told a secret. Pure."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_confidential(url: str) -> bool:
    """https, or http that does not leave this machine; no user, no fragment."""
    return _line(url) is not None


def as_confidential(url: str, model: str) -> bool:
    """The same, and not less than ``model``: who is asked by https leads nobody to http."""
    line = _line(url)
    return line is not None and (line == "https" or _line(model) == "http")


def _line(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises when it is none
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None or parts.fragment:
        return None
    if parts.scheme == "https":
        return "https"
    return "http" if parts.scheme == "http" and _is_own(parts.hostname) else None


def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
