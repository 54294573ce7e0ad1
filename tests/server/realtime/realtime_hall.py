"""What the tests of the plane share: clients on real sockets, an inbox that writes down."""

import contextlib
import fcntl
import os
import select
import socket
import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from websockets.frames import Frame, Opcode

from vbranch.protocol.constants import FrameKind
from vbranch.protocol.rotations import Words
from vbranch.realtime.allowance import PoseLimits, Rate
from vbranch.realtime.link import Link, Slots, Traffic, Wire
from vbranch.realtime.plane import Plane
from vbranch.realtime.sweep import Sweep

FREE = Rate(1e9, 1e9)


@dataclass(eq=False)
class Inbox:
    """``PoseInbox`` that writes down what it is given."""

    poses: list[tuple[int, bytes]] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)

    def put_all(self, slots: Slots, frames: Words) -> None:
        for slot, frame in zip(slots.tolist(), frames, strict=True):
            size = 28 if frame[0] & 0xFF == FrameKind.POSE_VR else 16
            self.poses.append((slot, frame.tobytes()[:size]))

    def too_fast(self, slot: int, poses: int, now: float) -> None:
        self.dropped.append((slot, poses))


class Client:
    """The other end of a plane's socket."""

    def __init__(self, plane: Plane, descriptor: int | None = None) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.end = socket.create_connection(listener.getsockname())
        if self.end.fileno() == descriptor:
            self.end, taken = self.end.dup(), self.end
            taken.close()
        self.end.settimeout(10)
        self.end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ours, _ = listener.accept()
        listener.close()
        if descriptor not in (None, ours.fileno()):
            moved = socket.socket(fileno=os.dup2(ours.fileno(), descriptor or 0))
            ours.close()
            ours = moved
        self.plane = plane
        self.stirred: list[Link] = []
        self.link = plane.adopt(ours)
        self.link.stir = self.stirred.append

    def route(self, inbox: Inbox, slot: int, limits: PoseLimits, rate: Rate = FREE) -> "Client":
        self.link.route(inbox, slot, limits.open(rate, None, 0.0))
        return self

    def say(self, *frames: bytes) -> None:
        """Send, and wait until it lies in the server's socket."""
        before = self._waiting()
        self.end.sendall(b"".join(frames))
        while self._waiting() < before + sum(map(len, frames)):
            pass

    def _waiting(self) -> int:
        answer = fcntl.ioctl(self.link.row, 0x541B, b"\0\0\0\0")  # FIONREAD
        return int(struct.unpack("i", answer)[0])


@dataclass
class Hall:
    """A plane with an inbox."""

    plane: Plane
    limits: PoseLimits
    traffic: Traffic
    inbox: Inbox = field(default_factory=Inbox)
    clients: list[Client] = field(default_factory=list)

    def knock(self, descriptor: int | None = None) -> Client:
        """Somebody connects and is in no room yet."""
        self.clients.append(Client(self.plane, descriptor))
        return self.clients[-1]

    def enter(self, rate: Rate = FREE, descriptor: int | None = None) -> Client:
        client = self.knock(descriptor)
        return client.route(self.inbox, len(self.clients), self.limits, rate)

    def offer(self, links: Sequence[Link], wire: Wire, bare: Wire | None) -> None:
        """One frame to all of these."""
        berths = np.array([link.berth for link in links])
        self.plane.offer(berths, Sweep([wire], [bare], [len(links)]))

    def tick(self) -> None:
        self.plane.drain(0.0)
        self.plane.deliver(0.0)


@contextlib.contextmanager
def hall() -> Iterator[Hall]:
    limits, traffic = PoseLimits(FREE), Traffic()
    here = Hall(Plane(limits, traffic), limits, traffic)
    try:
        yield here
    finally:
        here.plane.close()
        for client in here.clients:
            client.end.close()


def pose(kind: FrameKind, number: int) -> bytes:
    """A pose's payload: only its kind and length mean something here."""
    size = 28 if kind is FrameKind.POSE_VR else 16
    return bytes([kind, 0]) + number.to_bytes(2, "little") + bytes(range(size - 4))


def masked(payload: bytes, opcode: Opcode = Opcode.BINARY, *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin=fin).serialize(mask=True)


VR, SCREEN = FrameKind.POSE_VR, FrameKind.POSE_DESKTOP


def read_all(client: Client, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += client.end.recv(1 << 16)
    return data


def read_on(client: Client) -> bytes:
    """The next bytes of what waits for this client; the plane tries again until there are some."""
    while not select.select([client.end], [], [], 0)[0]:
        client.plane.retry()
    return client.end.recv(1 << 16)


def reset(client: Client) -> None:
    """The peer ends the connection without any courtesy."""
    client.end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.end.close()


def fill(sock: socket.socket) -> int:
    """How many bytes a socket took until it stayed full: the kernel moves what it took in its own
    time (an acknowledgement may wait 40 ms), and then there is room again."""
    filled = full = 0
    while full < 10:
        try:
            filled += sock.send(bytes(1000))
            full = 0
        except BlockingIOError:
            full += 1
            time.sleep(0.02)
    return filled
