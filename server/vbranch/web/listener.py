"""The listening sockets: bound early, so that a port in use is told at once, opened last."""

import asyncio
import errno
import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from .connections import HEAD_TIMEOUT_S, HeadTimer
from .server import AccessLog

BACKLOG: Final = 1024
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

    def __init__(self, app: web.Application, head_timer: HeadTimer) -> None:
        self._runner = web.AppRunner(
            app, access_log_class=AccessLog, shutdown_timeout=_CLOSE_S, handle_signals=False
        )
        self._head_timer = head_timer
        self._servers: list[asyncio.Server] = []

    async def open(self, bound: list[Bound]) -> None:
        """Begin to answer."""
        await self._runner.setup()
        server = self._runner.server
        assert server is not None, "the runner has been set up"
        loop = asyncio.get_running_loop()
        for one in bound:
            host, port = one.socket.getsockname()[:2]
            try:
                listening = await loop.create_server(
                    self._head_timer.guard(server),
                    sock=one.socket,
                    backlog=BACKLOG,
                    ssl=one.tls,
                    ssl_handshake_timeout=HEAD_TIMEOUT_S if one.tls else None,
                )
            except OSError as fault:  # bound by two, the other one listens first
                raise CannotListen(_why(fault, host, port, one.flag)) from None
            self._servers.append(listening)

    def refuse(self) -> None:
        """Take no new connections; those that are open go on."""
        for server in self._servers:
            server.close()

    async def close(self) -> None:
        """Let open requests end, at most a few seconds, and close what is left."""
        self.refuse()
        await self._runner.cleanup()
