"""The listening sockets: bound early, so that a port in use is told at once, opened last."""

import errno
import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from .acceptor import Acceptor
from .connections import Connections
from .guard import Deadlines, Guard
from .server import AccessLog

_CLOSE_S: Final = 2.0


class CannotListen(Exception):
    """The address cannot be had; the text is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A socket that has its address and does not listen yet; ``flag`` is its port's setting."""

    socket: socket.socket
    tls: ssl.SSLContext | None
    flag: str

    @property
    def scheme(self) -> str:
        return "http" if self.tls is None else "https"

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])


def bind(host: str, port: int, tls: ssl.SSLContext | None = None, *, flag: str = "port") -> Bound:
    """Take ``host:port``; ``flag`` is the setting that would mend a failure."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise CannotListen(f"{host} is not an address of this machine; choose --host") from None
    bound = socket.socket(family, kind, proto)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setblocking(False)
        bound.bind(address)
    except OSError as fault:
        bound.close()
        raise CannotListen(_why(fault, host, port, flag)) from None
    return Bound(bound, tls, flag)


def _why(fault: OSError, host: str, port: int, flag: str) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} is in use; stop what uses it or choose another with --{flag}"
    if fault.errno == errno.EACCES:
        return f"port {port} needs privileges; choose one from 1024 on with --{flag}"
    if fault.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; choose another with --host"
    return f"cannot listen at {host} port {port}: {fault.strerror}"


def is_every_interface(host: str) -> bool:
    """Does listening at ``host`` mean every interface (``0.0.0.0``, ``::``)?"""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


class Listeners:
    """Serves an application on bound sockets until closed."""

    def __init__(
        self,
        app: web.Application,
        connections: Connections,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._runner = web.AppRunner(app, shutdown_timeout=_CLOSE_S)
        self._connections = connections
        self._deadlines = deadlines or Deadlines()
        self._acceptors: list[Acceptor] = []

    async def open(self, bound: list[Bound]) -> None:
        """Begin to answer."""
        await self._runner.setup()
        server = self._runner.server
        assert server is not None, "the runner has been set up"

        def make() -> Guard:
            return Guard(server, self._connections, self._deadlines, AccessLog)

        for one in bound:
            host, port = one.socket.getsockname()[:2]
            acceptor = Acceptor(one.socket, one.tls, make, self._connections)
            try:
                acceptor.open()
            except OSError as fault:  # bound by two, the other one listens first
                raise CannotListen(_why(fault, host, port, one.flag)) from None
            self._acceptors.append(acceptor)

    def refuse(self) -> None:
        """Take no new connections; those that are open go on."""
        for acceptor in self._acceptors:
            acceptor.refuse()

    async def close(self) -> None:
        """Let open requests end, at most a few seconds, and close what is left."""
        for acceptor in self._acceptors:
            await acceptor.close()
        await self._runner.cleanup()
