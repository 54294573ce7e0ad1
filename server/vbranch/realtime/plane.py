"""The tick plane: all sockets of the process that were taken out of the event loop.

They are polled at the drain by an epoll of their own: what is readable is read once, each socket
into its row of one numpy table. Most of what comes is exactly one masked pose frame; those are
recognised at the drain and kept, and at the tick they are unmasked, counted against their limits
and put into their rooms' inboxes for all members at once (the short way). Everything else goes to
its link and through websockets' protocol. A tick's frame is written to all who keep up in one
sweep. Nobody sees added latency: a batch leaves at the tick anyway, so nothing is gained by reading
sooner. What is done for all at once costs by the number of numpy calls, so there are few.

The short way is taken only where it means the same as the long one: the connection is open, routed
to a room, at a frame boundary between two messages, nothing of it waits to be looked at, and what
was read is nothing but whole frames with FIN, RSV 0, mask bit and the length of their kind
(RFC 6455, 5.2; PROTOCOL.md P). A row's number is its descriptor.
"""

import select
import socket
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import structlog
from numpy.typing import NDArray

from vbranch.protocol.rotations import Words
from vbranch.room.checks import FRAME_WORDS

from .allowance import PoseLimits
from .base_link import SEND_BUFFER
from .kept_poses import HEADS, SCREEN_FRAME, VR_FRAME, KeptPoses, Rows, whole_frames
from .link import Bounds, PoseInbox, Traffic
from .moving import Moving
from .socket_calls import AGAIN, Backend, SocketCalls
from .sweep import Berths, Sweep
from .sweeper import Sweeper
from .tick_link import TickLink

ROW: Final = 256  # bytes a row
LEAD: Final = 2  # of which the first two stay empty, so that a payload is aligned

_log = structlog.get_logger(__name__)

_all = np.logical_and.reduce  # without the Python of ``ndarray.all``


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
        self._rooms: dict[int, memoryview] = {}
        self._blocked: dict[TickLink, None] = {}
        self._inboxes: list[PoseInbox] = []
        self._kept = KeptPoses()
        self._moving = Moving(VR_FRAME)
        self._allocate(1024)
        self.sweeper = Sweeper(self.backend, self._links, traffic, len(self._short))

    @property
    def descriptor(self) -> int:
        """Readable while a drain in between would find something."""
        return self._epoll.fileno()

    @property
    def blocked(self) -> bool:
        """Whether a socket did not take everything, so that ``retry`` has something to do."""
        return bool(self._blocked)

    def __len__(self) -> int:
        return len(self._links)

    # ---- links come and go -------------------------------------------------------------------

    def adopt(self, sock: socket.socket, bounds: Bounds | None = None) -> TickLink:
        """Take a connected socket over; from now on it is the plane's alone."""
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        row = sock.fileno()
        if row >= len(self._short):
            self._grow(row)
        link = TickLink(self, sock, self._traffic, bounds or Bounds())
        self._short[row] = False
        self._heard[row] = True
        self._links[row] = link
        self._open(link)
        self._epoll.register(row, select.EPOLLIN)
        return link

    def release(self, row: int) -> None:
        """The link is over; before its socket is closed."""
        self._moving.forget(row)
        link = self._links.pop(row)
        self._blocked.pop(link, None)
        self._short[row] = False
        self.unroute(row)
        del self._rooms[row]
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

    def unroute(self, row: int) -> None:
        self._kept.forget(row)

    def allow_short_way(self, row: int, allowed: bool) -> None:
        self._short[row] = allowed

    def watch(self, row: int, on: bool) -> None:
        """Go on reading, or pause: what comes then stays in the socket."""
        self._moving.end(row)
        self._epoll.modify(row, select.EPOLLIN if on else 0)

    def heard(self, row: int) -> bool:
        """Whether something came since the last question."""
        heard = bool(self._heard[row])
        self._heard[row] = False
        return heard

    def retry_later(self, link: TickLink) -> None:
        self._blocked[link] = None

    # ---- the rhythm --------------------------------------------------------------------------

    def drain(self, now: float, *, at_tick: bool = True) -> None:
        """Read once from every socket that has something.

        Not ``at_tick``, members who are moving are passed over while nothing but a pose waits: it
        would not leave sooner, and one read at the tick costs half of one in between.
        """
        events = self._epoll.poll(0, max(1, len(self._links)))
        rows = [row for row, kind in events if kind == select.EPOLLIN]
        if len(rows) < len(events):
            rows += self._without_paused(events)
        if at_tick:
            rows = self._moving.with_others(rows)
        if not rows:
            return
        counts = self.backend.receive(rows)
        self._traffic.received += sum(counts)
        for row, count in self._keep_poses(rows, counts):
            if count == AGAIN:
                self._traffic.received -= AGAIN
                self._moving.note_silence(row)
            else:
                self._take_other(row, count, now)

    def deliver(self, now: float) -> None:
        """Bring the poses that were read since the last time to their rooms."""
        kept = self._kept.take()
        if kept is None:
            return
        rows, frames = kept.rows, kept.frames
        self._heard[rows] = True
        if not _all(kept.right):
            wrong = ~kept.right
            self._pass_on(rows[wrong], kept.heads[wrong], frames[wrong])
            rows, frames = rows[kept.right], frames[kept.right]
        if len(rows):
            self._hand_in(rows, frames, now, kept.most)
        if kept.passed_over:
            self._charge(kept.passed_over, now)

    def offer(self, berths: Berths, sweep: Sweep) -> None:
        """See ``Offer``."""
        self.sweeper.offer(berths, sweep)

    def retry(self) -> None:
        """Go on with what sockets did not take before."""
        blocked, self._blocked = self._blocked, {}
        for link in blocked:
            link.flush()

    # ---- the short way -----------------------------------------------------------------------

    def _keep_poses(self, rows: Sequence[int], counts: Sequence[int]) -> list[tuple[int, int]]:
        """Keep for the tick what is just pose frames; the other rows with what was read there.

        A line of Python for each row costs here as much as the whole check of what they say, so
        there is a comprehension, and numpy for all at once.
        """
        short = self._short
        poses = [row for row, n in zip(rows, counts, strict=True) if n in HEADS and short[row]]
        others: list[tuple[int, int]] = []
        sizes: dict[int, int] = {}  # where not all are headset frames
        if SCREEN_FRAME in counts or len(poses) < len(rows):
            one = set(poses)
            for row, n in zip(rows, counts, strict=True):
                if row in one:
                    sizes[row] = n
                elif short[row] and (size := self._fold(row, n)):
                    sizes[row] = size
                    poses.append(row)
                else:
                    others.append((row, n))
        if poses:
            others += [(row, sizes.get(row, VR_FRAME)) for row in self._keep(poses, sizes)]
        return others

    def _keep(self, poses: Sequence[int], sizes: Mapping[int, int]) -> set[int]:
        """Copy these rows, for more may be read into them before the tick; those that are no pose
        frames of their ``sizes`` (by row, or all are headset frames) are not kept, but returned."""
        rows = np.array(poses, dtype=np.intp)
        heads: Words | np.uint32 = HEADS[VR_FRAME]
        if SCREEN_FRAME in sizes.values():
            heads = np.array([HEADS[sizes[row]] for row in poses])
        wrong = self._kept.keep(rows, self._words[rows], heads)
        kept = set(poses) - wrong if wrong else set(poses)
        self._kept.rows |= kept
        for row in self._moving.new_among(kept):
            self._moving.begin(row, self._links[row].sock)
        return wrong

    def _fold(self, row: int, count: int) -> int:
        """The length of one, if the row is made of several pose frames of one kind; else 0. Of
        those the last is brought to the row's beginning: the newest before a tick counts."""
        if count < 2 * SCREEN_FRAME:
            return 0
        data = self._rooms[row]
        size = whole_frames(data, count)
        if size:
            data[:size] = data[count - size : count]
            self._kept.pass_over(row, count // size - 1)
        return size

    def _pass_on(self, rows: Rows, first: Words, frames: Words) -> None:
        """Whole messages that only look like poses go to their links, as the parser's would."""
        for row, word, frame in zip(rows.tolist(), first.tolist(), frames, strict=True):
            self._links[row].take_message(frame.tobytes()[: word >> 24 & 0x7F])

    def _charge(self, passed_over: dict[int, int], now: float) -> None:
        """Poses that were passed over for a newer one that came with them count too (L-2)."""
        rows = np.array(list(passed_over), dtype=np.intp)
        counts = np.array(list(passed_over.values()), dtype=np.int64)
        may = self._limits.take_all(self._allowance_of[rows], counts, now)
        if may is not None:
            self._tell_too_fast(rows[~may], counts[~may], now)

    def _hand_in(self, rows: Rows, frames: Words, now: float, most: int) -> None:
        """To each room what its members sent, as far as they may; of a member, who is here ``most``
        times at most, the last stays."""
        may = self._limits.take_all(self._allowance_of[rows], None, now, most)
        if may is not None:
            dropped = rows[~may]
            self._tell_too_fast(dropped, np.ones(len(dropped), dtype=np.int64), now)
            rows, frames = rows[may], frames[may]
        inboxes, slots = self._inbox_of[rows], self._slot_of[rows]
        for number, inbox in enumerate(self._inboxes):
            here = inboxes == number
            if _all(here) and len(here):
                inbox.put_all(slots, frames)
                break
            if here.any():
                inbox.put_all(slots[here], frames[here])

    def _tell_too_fast(self, rows: Rows, counts: NDArray[np.int64], now: float) -> None:
        for row, count in zip(rows.tolist(), counts.tolist(), strict=True):
            self._inboxes[self._inbox_of[row]].too_fast(int(self._slot_of[row]), count, now)

    # ---- the long way ------------------------------------------------------------------------

    def _take_other(self, row: int, count: int, now: float) -> None:
        """Anything but whole pose frames, an end, or an error."""
        if count < 0:
            self._traffic.received -= count  # an errno is no number of bytes
        link = self._links.get(row)
        if link is None:
            return
        self._heard[row] = True
        try:
            if row in self._kept.rows:  # older than what comes now, which may be a pose too
                self.deliver(now)
            if count > 0:
                link.take(bytes(self._rooms[row][:count]))
            else:
                link.take_end()
        except Exception:  # a defect ends this connection and touches no other
            _log.exception("link_broken")
            link.abort()

    def _without_paused(self, events: Sequence[tuple[int, int]]) -> list[int]:
        """Of those with more to tell than data, those to be read. A paused one is here only because
        it is lost."""
        rows: list[int] = []
        for row, kind in events:
            if kind & select.EPOLLIN:
                if kind != select.EPOLLIN:
                    rows.append(row)
            else:
                self._links[row].take_end()
        return rows

    # ---- tables ------------------------------------------------------------------------------

    def _open(self, link: TickLink) -> None:
        """Its row's octets are where what it receives is put."""
        self._rooms[link.row] = room = self._octets[link.row, LEAD:].data
        self.backend.open(link.row, link.sock, room)

    def _allocate(self, rows: int) -> None:
        self._octets = np.zeros((rows, ROW), dtype=np.uint8)
        # Word 0: nothing and a frame's header; word 1: the mask; then the payload.
        self._words = self._octets.view("<u4")[:, : 2 + FRAME_WORDS]
        self._short = bytearray(rows)
        self._heard = np.zeros(rows, dtype=np.bool_)
        self._inbox_of = np.zeros(rows, dtype=np.intp)
        self._slot_of = np.zeros(rows, dtype=np.intp)
        self._allowance_of = np.zeros(rows, dtype=np.intp)

    def _grow(self, row: int) -> None:
        """Tables that have this row, with all that is in them."""
        columns = ("_octets", "_heard", "_inbox_of", "_slot_of", "_allowance_of")
        short, before = self._short, {name: getattr(self, name) for name in columns}
        self._allocate(max(2 * len(self._short), row + 1))
        for name, column in before.items():
            getattr(self, name)[: len(column)] = column
        self._short[: len(short)] = short
        self.sweeper.grow(len(self._short))
        for link in self._links.values():
            self._open(link)
