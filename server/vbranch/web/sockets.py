"""What the kernel keeps of an answer, and what it says about its reader."""

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Final

UNSENT_BYTES: Final = 16 * 1024
"""How much the kernel keeps unsent; left alone it takes up to 4 MB from us for one slow reader."""

_BYTES_ACKED: Final = (120, 8)  # tcpi_bytes_acked in Linux's struct tcp_info, since 4.1
_NO_LIMIT: Final = 0  # back to the system's own


def keep_little(transport: asyncio.BaseTransport) -> None:
    """Let the kernel keep little that is not on its way; what is in flight is not counted."""
    _limit_unsent(transport, UNSENT_BYTES)


def keep_as_usual(transport: asyncio.BaseTransport) -> None:
    """Undo ``keep_little``: whoever takes a socket over sets it up by itself."""
    _limit_unsent(transport, _NO_LIMIT)


def taken_bytes(transport: asyncio.WriteTransport) -> int:
    """A count that grows with what the reader's side has acknowledged.

    On systems that do not tell, it grows with what the kernel took from us.
    """
    raw = transport.get_extra_info("socket")
    offset, size = _BYTES_ACKED
    with suppress(AttributeError, OSError):
        info = raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, offset + size)
        if len(info) == offset + size:
            return int(struct.unpack_from("=Q", info, offset)[0])
    return -transport.get_write_buffer_size()


def forget_unsent(transport: asyncio.BaseTransport) -> None:
    """The next close resets the connection, and the kernel drops what nobody read."""
    raw = transport.get_extra_info("socket")
    with suppress(AttributeError, OSError):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _limit_unsent(transport: asyncio.BaseTransport, limit: int) -> None:
    raw = transport.get_extra_info("socket")
    with suppress(AttributeError, OSError):  # a system without it, or a connection that is gone
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, limit)
