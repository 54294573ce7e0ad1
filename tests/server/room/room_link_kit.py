"""Clients and a room over a link that breaks and repeats, for tests of what both ends make of it.

No socket, no clock: queues of encoded messages that hypothesis delivers, repeats and drops in any
order it likes. The link keeps the order of what it delivers, as TCP does.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from room_kit import joined, plan

from vbranch.ids import MemberId
from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.room import entries as e
from vbranch.room.room import Applied, Room
from vbranch.room.views import own_view, room_state, wire_entry

TURNED = (0.0, 0.6, 0.0, 0.8)


def as_it_is(visit: str, sealed: str) -> str:
    return sealed


@dataclass
class Connection:
    """What is on its way in both directions; a broken one carries nothing any more."""

    up: deque[bytes] = field(default_factory=deque)
    down: deque[bytes] = field(default_factory=deque)


class Server:
    """Does with commands and entries what a hub does, with a log that is a list."""

    def __init__(self) -> None:
        self.room = Room(plan())
        self.log: list[e.Draft] = []
        self.accepted_commands: list[str] = []
        self.connections: dict[str, Connection] = {}

    def append(self, draft: e.Draft) -> Applied:
        self.log.append(draft)
        applied = self.room.apply(len(self.log), draft)
        if applied.accepted and not applied.repeat and draft.command is not None:
            self.accepted_commands.append(draft.command)
        for name, connection in self.connections.items():
            told = [
                entry
                for shown in applied.shown
                if shown.only is None or f"m_{name}" in shown.only
                if (entry := wire_entry(shown, as_it_is)) is not None
            ]
            if told:
                connection.down.append(codec.encode_entries(told))
        return applied

    def connect(self, name: str, **more: Any) -> Connection:
        """Join or come back, then the fresh state and what is one's own, then entries (H-3, R-2,
        S-1, S-4)."""
        if f"m_{name}" in self.room.state.members:
            self.append(e.CameBack(at=1, member=f"m_{name}", home="h1"))
        else:
            self.append(joined(name, **more))
        connection = self.connections[name] = Connection()
        connection.down.extend(codec.state_chunks(room_state(self.room, "e1", as_it_is)))
        connection.down.append(codec.encode(own_view(self.room, MemberId(f"m_{name}"), as_it_is)))
        return connection

    def lose(self, name: str) -> None:
        if self.connections.pop(name, None) is not None:
            self.append(e.WentAway(at=2, member=f"m_{name}", home="h1"))

    def receive(self, name: str, data: bytes) -> None:
        command = codec.parse_command(data)
        applied = self.append(draft_of(name, command))
        ack = m.Ack(
            id=command.id,
            seq=applied.seq,
            outcome="accepted" if applied.accepted else "refused",
            reason=applied.reason,
            by=applied.by,
            repeat=applied.repeat,
        )
        self.connections[name].down.append(codec.encode(ack))

    def restart(self) -> None:
        """From the stored state and the log after it."""
        self.room = Room.load(self.room.plan, self.room.state.seq, self.room.dump())


def draft_of(name: str, command: codec.CommandModel) -> e.Draft:
    who = {"at": 3, "visit": f"v_{name}", "member": f"m_{name}", "command": command.id}
    if isinstance(command, m.Chat):
        return e.Said(**who, text=command.text)
    if isinstance(command, m.ExhibitTake):
        return e.Took(**who, exhibit=command.exhibit)
    if isinstance(command, m.ExhibitRelease):
        return e.Released(**who, exhibit=command.exhibit, rotation=command.rotation)
    if isinstance(command, m.StaffCall):
        return e.CallAsked(**who, topic=command.topic)
    if isinstance(command, m.StaffCallCancel):
        return e.CallCancelled(**who)
    if isinstance(command, m.CallTake):
        return e.CallTaken(**who, caller=command.member)
    assert isinstance(command, m.CallDone)
    return e.CallDone(**who, caller=command.member)


class Client:
    """Repeats what has no ack after it has come back (R-4). ``more`` is of the join entry.

    What a test looks at of the room is kept by ``load``, ``own`` and ``apply``.
    """

    def __init__(self, name: str, server: Server, **more: Any) -> None:
        self.name, self.server, self.more = name, server, more
        self.connection: Connection | None = None
        self.unacked: dict[str, bytes] = {}
        self.issued: list[str] = []
        self.acks: dict[str, m.Ack] = {}
        self.seq = 0
        self._chunks: list[m.StateChunk] = []

    def come(self) -> None:
        if self.connection is None:
            self.connection = self.server.connect(self.name, **self.more)
            self.connection.up.extend(self.unacked.values())

    def lose(self) -> None:
        self.connection = None
        self.server.lose(self.name)

    def issue(self, model: Callable[..., m.Message], **fields: Any) -> str:
        id_ = f"{self.name}-{len(self.issued):08}"
        self.issued.append(id_)
        self.unacked[id_] = codec.encode(model(id=id_, **fields))
        if self.connection is not None:
            self.connection.up.append(self.unacked[id_])
        return id_

    def send(self, *, twice: bool = False) -> None:
        """The link delivers the oldest message; ``twice``: it was repeated on the way."""
        if self.connection is not None and self.connection.up:
            data = self.connection.up.popleft()
            for _ in range(1 + twice):
                self.server.receive(self.name, data)

    def read(self) -> None:
        if self.connection is not None and self.connection.down:
            data = self.connection.down.popleft()
            if data.startswith(b"["):
                for entry in m.ENTRIES.validate_json(data):
                    assert entry.seq >= self.seq
                    self.seq = entry.seq
                    self.apply(entry)
                return
            message = codec.parse_server(data)
            if isinstance(message, m.Ack):
                self._ack(message)
            elif isinstance(message, m.StateChunk):
                self._chunk(message)
            elif isinstance(message, m.Own):
                self.own(message)

    def _ack(self, ack: m.Ack) -> None:
        first = self.acks.setdefault(ack.id, ack)
        assert ack.model_copy(update={"repeat": first.repeat}) == first
        self.unacked.pop(ack.id, None)

    def _chunk(self, chunk: m.StateChunk) -> None:
        self._chunks = [*self._chunks[: chunk.part], chunk]
        if len(self._chunks) == chunk.of:
            state = codec.join_state(self._chunks)
            self.seq = state.seq
            self.load(state)

    def load(self, state: m.RoomState) -> None:
        """The fresh state has come."""

    def own(self, own: m.Own) -> None:
        """What only this client may see of it has come."""

    def apply(self, entry: m.WireEntry) -> None:
        """An entry has come."""


def deliver_all(clients: Sequence[Client]) -> None:
    """Everybody comes back, and the link carries everything."""
    for client in clients:
        client.come()
    while any(c.connection and (c.connection.up or c.connection.down) for c in clients):
        for client in clients:
            client.send()
            client.read()
