"""The tick plane: all sockets of the process that were taken out of the event loop.

They are polled at the drain by an epoll of their own: what is readable is read once, each socket
into its row of one numpy table. Most of what comes is exactly one masked pose frame; those are
recognised, unmasked, counted against their limits and put into their rooms' inboxes for all members
at once (the short way). Everything else goes to its link and through websockets' protocol. A tick's
frame is written to all who keep up in one sweep. Nobody sees added latency: a batch leaves at the
tick anyway, so nothing is gained by reading sooner.

The short way is taken only where it means the same as the long one: the connection is open, routed
to a room, at a frame boundary between two messages, nothing of it waits to be looked at, and what
was read is nothing but whole frames with FIN, RSV 0, mask bit and the length of their kind
(RFC 6455, 5.2; PROTOCOL.md P). A row's number is its descriptor.
"""

import select
import socket
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import structlog
from numpy.typing import NDArray

from vbranch.protocol.constants import (
    DESKTOP_RECORD_BYTES,
    POSE_HEADER_BYTES,
    VR_RECORD_BYTES,
    FrameKind,
)
from vbranch.room.checks import FRAME_WORDS

from .allowance import PoseLimits
from .base_link import SEND_BUFFER
from .link import Bounds, Link, PoseInbox, Traffic, Wire
from .socket_calls import AGAIN, Backend, SocketCalls
from .tick_link import TickLink

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

ROW: Final = 256  # bytes a row; the first two stay empty so that a frame's payload is aligned
LEAD: Final = 2
MASKED: Final = 6  # header and mask of a client's frame shorter than 126 bytes
VR_FRAME: Final = MASKED + POSE_HEADER_BYTES + VR_RECORD_BYTES
SCREEN_FRAME: Final = MASKED + POSE_HEADER_BYTES + DESKTOP_RECORD_BYTES
_FIN_BINARY: Final = 0x82

_log = structlog.get_logger(__name__)


def _head(frame: int) -> int:
    """The first two bytes of such a frame as a little-endian number."""
    return _FIN_BINARY | (0x80 | frame - MASKED) << 8


_VR_HEAD: Final = _head(VR_FRAME)
_SCREEN_HEAD: Final = _head(SCREEN_FRAME)
_KINDS: Final = {VR_FRAME: FrameKind.POSE_VR, SCREEN_FRAME: FrameKind.POSE_DESKTOP}


Transport = Literal["auto", "asyncio"]


def open_plane(transport: Transport, limits: PoseLimits, traffic: Traffic) -> "Plane | None":
    """The process's plane; None where the event loop is to carry all links, or has to."""
    if transport == "asyncio" or not hasattr(select, "epoll"):
        _log.info("transport", name="asyncio")
        return None
    plane = Plane(limits, traffic)
    _log.info("transport", name="tick", backend=plane.backend.name)
    return plane


class Plane:
    """``limits`` says who may send how many poses; ``traffic`` is counted up."""

    room: Final = ROW - LEAD
    """How much of one socket is read at once."""

    def __init__(
        self, limits: PoseLimits, traffic: Traffic, backend: Backend | None = None
    ) -> None:
        self.backend: Backend = backend or SocketCalls()
        self._limits = limits
        self._traffic = traffic
        self._epoll = select.epoll()
        self._links: dict[int, TickLink] = {}
        self._blocked: dict[TickLink, None] = {}
        self._inboxes: list[PoseInbox] = []
        self._allocate(1024)

    def __len__(self) -> int:
        return len(self._links)

    # ---- links come and go -------------------------------------------------------------------

    def adopt(self, sock: socket.socket, bounds: Bounds | None = None) -> TickLink:
        """Take a connected socket over; from now on it is the plane's alone."""
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        link = TickLink(self, sock, self._traffic, bounds or Bounds())
        row = link.row
        if row >= len(self._short):
            self._grow(row)
        self._short[row] = False
        self._heard[row] = True
        self._links[row] = link
        self.backend.open(row, sock, self._room_of(row))
        self._epoll.register(row, select.EPOLLIN)
        return link

    def release(self, row: int) -> None:
        """The link is over; before its socket is closed."""
        link = self._links.pop(row)
        self._blocked.pop(link, None)
        self._short[row] = False
        self.backend.close(row)
        self._epoll.unregister(row)

    def close(self) -> None:
        """Drop what is left."""
        for link in list(self._links.values()):
            link.abort()
        self._epoll.close()

    # ---- for the links -----------------------------------------------------------------------

    def route(self, row: int, inbox: PoseInbox, slot: int, allowance: int) -> None:
        if inbox not in self._inboxes:
            self._inboxes.append(inbox)
        self._inbox_of[row] = self._inboxes.index(inbox)
        self._slot_of[row] = slot
        self._allowance_of[row] = allowance

    def allow_short_way(self, row: int, allowed: bool) -> None:
        self._short[row] = allowed

    def watch(self, row: int, on: bool) -> None:
        """Go on reading, or pause: what comes then stays in the socket."""
        self._epoll.modify(row, select.EPOLLIN if on else 0)

    def heard(self, row: int) -> bool:
        """Whether something came since the last question."""
        heard = bool(self._heard[row])
        self._heard[row] = False
        return heard

    def retry_later(self, link: TickLink) -> None:
        self._blocked[link] = None

    # ---- the rhythm --------------------------------------------------------------------------

    def drain(self, now: float) -> None:
        """Read once from every socket that has something."""
        events = self._epoll.poll(0, max(1, len(self._links)))
        if not events:
            return
        rows, kinds = zip(*events, strict=True)
        if any(kind != select.EPOLLIN for kind in set(kinds)):
            rows = self._without_paused(events)
        counts = self.backend.receive(rows)
        at, got = np.array(rows, dtype=np.intp), np.array(counts, dtype=np.int64)
        self._heard[at] = True
        self._traffic.received += int(got[got > 0].sum())
        short = self._take_poses(at, got, now)
        for row, count in zip(at[~short].tolist(), got[~short].tolist(), strict=True):
            self._take_other(row, count)

    def offer(self, links: Sequence[Link], wire: Wire, entries: Wire | None) -> None:
        """Write a tick's frame to all who keep up; the others are offered it (F-4)."""
        rows: list[int] = []
        for link in links:
            if link.ready:
                rows.append(link.row)
            else:
                link.send_tick(wire, entries)
        size = len(wire)
        results = self.backend.send(rows, wire)
        whole = results.count(size)
        self._traffic.sent += size * whole
        if whole == len(rows):
            return
        for row, written in zip(rows, results, strict=True):
            if written == size:
                continue
            if written >= 0 or written == AGAIN:
                self._traffic.sent += max(written, 0)
                self._links[row].was_cut(wire, entries, max(written, 0))
            else:
                self._links[row].abort()

    def retry(self) -> None:
        """Go on with what sockets did not take before."""
        blocked, self._blocked = self._blocked, {}
        for link in blocked:
            link.flush()

    # ---- the short way -----------------------------------------------------------------------

    def _take_poses(self, at: Rows, got: NDArray[np.int64], now: float) -> Mask:
        """Put whole pose frames into their rooms' inboxes; which rows were only that."""
        allowed: Mask = self._short[at]
        heads = self._head[at] >> 16
        vr = (got == VR_FRAME) & (heads == _VR_HEAD)
        whole: Mask = allowed & (vr | ((got == SCREEN_FRAME) & (heads == _SCREEN_HEAD)))
        poses = whole.astype(np.int64)
        several = np.flatnonzero(allowed & ~whole & (got >= 2 * SCREEN_FRAME))
        for index in several.tolist():
            poses[index] = self._fold(int(at[index]), int(got[index]))
            if poses[index]:
                whole[index] = True
                vr[index] = self._head[at[index]] >> 16 == _VR_HEAD
        rows = at[whole]
        if not len(rows):
            return whole
        frames = self._payload[rows] ^ self._mask[rows, None]
        right = (frames[:, 0] & 0xFF) == np.where(
            vr[whole], FrameKind.POSE_VR, FrameKind.POSE_DESKTOP
        )
        counts = poses[whole]
        if not right.all():
            whole[np.flatnonzero(whole)[~right]] = False
            rows, frames, counts = rows[right], frames[right], counts[right]
        self._deliver(rows, frames, counts, now)
        return whole

    def _fold(self, row: int, count: int) -> int:
        """How many pose frames of one kind the row is made of, of which the last is moved to its
        front, since the newest before a tick counts; 0 if it is anything else."""
        data = self._room_of(row)
        size = data[1] - 0x80 + MASKED
        kind = _KINDS.get(size)
        if kind is None or count % size:
            return 0
        for start in range(0, count, size):
            head = data[start] == _FIN_BINARY and data[start + 1] == 0x80 | size - MASKED
            if not head or data[start + 2] ^ data[start + MASKED] != kind:
                return 0
        data[:size] = data[count - size : count]
        return count // size

    def _deliver(
        self, rows: Rows, frames: NDArray[np.uint32], poses: NDArray[np.int64], now: float
    ) -> None:
        """To each room what its members sent, as far as they may."""
        may = self._limits.take_all(self._allowance_of[rows], poses, now)
        if not may.all():
            for row, count in zip(rows[~may].tolist(), poses[~may].tolist(), strict=True):
                self._inboxes[self._inbox_of[row]].too_fast(int(self._slot_of[row]), count, now)
            rows, frames = rows[may], frames[may]
        inboxes, slots = self._inbox_of[rows], self._slot_of[rows]
        for number in np.flatnonzero(np.bincount(inboxes)).tolist():
            here = inboxes == number
            self._inboxes[number].put_all(slots[here], frames[here])

    # ---- the long way ------------------------------------------------------------------------

    def _take_other(self, row: int, count: int) -> None:
        """Anything but whole pose frames, an end, or an error."""
        link = self._links.get(row)
        if link is None or count == AGAIN:
            return
        try:
            if count > 0:
                link.take(bytes(self._room_of(row)[:count]))
            else:
                link.take_end()
        except Exception:  # a defect ends this connection and touches no other
            _log.exception("link_broken")
            link.abort()

    def _without_paused(self, events: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """Those to be read. A paused one is here only because it is lost."""
        rows: list[int] = []
        for row, kind in events:
            if kind & select.EPOLLIN:
                rows.append(row)
            else:
                self._links[row].take_end()
        return tuple(rows)

    # ---- tables ------------------------------------------------------------------------------

    def _room_of(self, row: int) -> memoryview:
        """Where what the row receives is put."""
        return self._octets[row, LEAD:].data

    def _allocate(self, rows: int) -> None:
        self._octets = np.zeros((rows, ROW), dtype=np.uint8)
        words = self._octets.view("<u4")
        self._head = words[:, 0]  # the first two bytes of a frame in the upper half
        self._mask = words[:, 1]
        self._payload = words[:, 2 : 2 + FRAME_WORDS]
        self._short = np.zeros(rows, dtype=np.bool_)
        self._heard = np.zeros(rows, dtype=np.bool_)
        self._inbox_of = np.zeros(rows, dtype=np.intp)
        self._slot_of = np.zeros(rows, dtype=np.intp)
        self._allowance_of = np.zeros(rows, dtype=np.intp)

    def _grow(self, row: int) -> None:
        """Tables that have this row. Between two drains nothing in the octets is of use."""
        columns = ("_short", "_heard", "_inbox_of", "_slot_of", "_allowance_of")
        before = {name: getattr(self, name) for name in columns}
        self._allocate(max(2 * len(self._short), row + 1))
        for name, column in before.items():
            getattr(self, name)[: len(column)] = column
        for link in self._links.values():
            self.backend.open(link.row, link.sock, self._room_of(link.row))
