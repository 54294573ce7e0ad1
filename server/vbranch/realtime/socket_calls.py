"""The plain backend of the plane: one system call a socket, written as tightly as Python allows.

A backend reads and writes many non-blocking sockets at once: row numbers in, results out. A result
is a number of bytes, or an errno below zero as system calls have it.
"""

import socket
from collections.abc import Callable, Sequence
from errno import EAGAIN
from functools import partial
from itertools import islice
from typing import Protocol

from .link import Wire
from .sweep import Sweep

AGAIN = -EAGAIN
"""Nothing to read, or no room to write."""


class Backend(Protocol):
    """Rows are descriptors, so they are small numbers; an open row has its socket until closed."""

    name: str

    def open(self, row: int, sock: socket.socket, room: memoryview) -> None:
        """``room`` is where what the row receives is put, from its beginning."""

    def close(self, row: int) -> None:
        """Forget the row."""

    def receive(self, rows: Sequence[int]) -> list[int]:
        """Read each row once into its room; 0 is the end of the stream."""

    def send(self, rows: Sequence[int], sweep: Sweep) -> list[int]:
        """Write to each row its frame, as far as its socket takes it."""


class SocketCalls:
    """``recv_into`` and ``send``."""

    name = "calls"

    def __init__(self) -> None:
        self._reads: dict[int, Callable[[], int]] = {}
        self._sends: dict[int, Callable[[Wire | memoryview], int]] = {}

    def open(self, row: int, sock: socket.socket, room: memoryview) -> None:
        self._reads[row] = partial(sock.recv_into, room)
        self._sends[row] = sock.send

    def close(self, row: int) -> None:
        del self._reads[row], self._sends[row]

    def receive(self, rows: Sequence[int]) -> list[int]:
        reads = self._reads
        results: list[int] = []
        add = results.append
        for row in rows:
            try:
                add(reads[row]())
            except BlockingIOError:
                add(AGAIN)
            except OSError as fault:
                add(-(fault.errno or 1))
        return results

    def send(self, rows: Sequence[int], sweep: Sweep) -> list[int]:
        calls = map(self._sends.__getitem__, rows)
        results: list[int] = []
        add = results.append
        start = 0
        for wire, end in zip(sweep.wires, sweep.ends, strict=True):
            for send in islice(calls, end - start):
                try:
                    add(send(wire))
                except BlockingIOError:
                    add(AGAIN)
                except OSError as fault:
                    add(-(fault.errno or 1))
            start = end
        return results
