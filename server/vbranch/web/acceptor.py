"""Takes connections from one listening socket.

asyncio's own way has two faults for a public door: it counts nobody before the TLS handshake, and
when descriptors run out it reports that once for every place in the backlog, each second (3.11).
Here it is one line a minute, and the door opens again by itself.
"""

import asyncio
import errno
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog

from .connections import Connections
from .errors import WebError, raw_answer
from .guard import Guard

log = structlog.get_logger("vbranch.web")

BACKLOG: Final = 1024
AT_ONCE: Final = 16  # connections before others of the loop get a turn
HANDSHAKE_S: Final = 10.0
TLS_CLOSE_S: Final = 5.0
REST_S: Final = 1.0  # when nothing can be accepted
TELL_S: Final = 60.0
REFUSED_S: Final = 1.0
_EXHAUSTED: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Acceptor:
    """``open`` it, ``close`` it; each connection gets a guard from ``make``."""

    def __init__(
        self,
        listening: socket.socket,
        tls: ssl.SSLContext | None,
        make: Callable[[], Guard],
        connections: Connections,
    ) -> None:
        self._socket = listening
        self._tls = tls
        self._make = make
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._open = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._refused: dict[socket.socket, asyncio.TimerHandle] = {}
        self._quiet_until = float("-inf")

    def open(self) -> None:
        """Begin to listen. Raises ``OSError``."""
        self._socket.listen(BACKLOG)
        self._open = True
        self._loop.add_reader(self._socket, self._accept)

    def refuse(self) -> None:
        """Take no more; twice does no harm."""
        if self._open:
            self._open = False
            self._loop.remove_reader(self._socket)
            self._socket.close()

    async def close(self) -> None:
        """``refuse``, and end handshakes and refusals that are under way."""
        self.refuse()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for sock in list(self._refused):
            self._end_refusal(sock)

    def _accept(self) -> None:
        for _ in range(AT_ONCE):
            try:
                sock, peer = self._socket.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as fault:
                if fault.errno in _EXHAUSTED:
                    self._rest(fault)
                    return
                continue  # this one was gone before we came to it
            sock.setblocking(False)
            self._admit(sock, peer[0])

    def _rest(self, fault: OSError) -> None:
        """Those who wait in the backlog make the socket readable all the time: look away."""
        self._connections.reject("no_descriptor")
        self._loop.remove_reader(self._socket)
        self._loop.call_later(REST_S, self._look_again)
        if self._loop.time() >= self._quiet_until:
            self._quiet_until = self._loop.time() + TELL_S
            log.warning("cannot_accept", errno=errno.errorcode.get(fault.errno or 0))

    def _look_again(self) -> None:
        if self._open:
            self._loop.add_reader(self._socket, self._accept)

    def _admit(self, sock: socket.socket, address: str) -> None:
        guard = self._make()
        refusal = self._connections.admit(guard, address, sock.fileno())
        if refusal is not None:
            guard.let_go()
            self._turn_away(sock, refusal)
            return
        task = self._loop.create_task(self._welcome(sock, guard))
        guard.opening = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _welcome(self, sock: socket.socket, guard: Guard) -> None:
        limits = {"ssl_handshake_timeout": HANDSHAKE_S, "ssl_shutdown_timeout": TLS_CLOSE_S}
        try:
            await self._loop.connect_accepted_socket(
                lambda: guard, sock, ssl=self._tls, **(limits if self._tls else {})
            )
        except (OSError, asyncio.CancelledError):
            guard.let_go()
            sock.close()

    def _turn_away(self, sock: socket.socket, refusal: WebError) -> None:
        """Say why where no TLS is between, and let it be read: closing at once would reset the
        connection as soon as the peer's request arrives."""
        if self._tls is not None or len(self._refused) >= self._connections.most_refused:
            sock.close()
            return
        with suppress(OSError):
            sock.send(raw_answer(refusal))
            sock.shutdown(socket.SHUT_WR)
        self._refused[sock] = self._loop.call_later(REFUSED_S, self._end_refusal, sock)

    def _end_refusal(self, sock: socket.socket) -> None:
        self._refused.pop(sock).cancel()
        sock.close()
