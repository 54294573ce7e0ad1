"""Two clients and a room over a link that breaks and repeats (PROTOCOL.md E-2 to E-4, M-4, R, S-1).

No socket, no clock: queues of encoded messages that hypothesis delivers, repeats and drops in any
order it likes. The link keeps the order of what it delivers, as TCP does.
"""

from collections import deque
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from room_kit import joined, plan

from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import CHAT_HISTORY
from vbranch.room import entries as e
from vbranch.room.room import Applied, Room
from vbranch.room.views import room_state, wire_entry

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
        told = [wire_entry(shown, as_it_is) for shown in applied.shown]
        entries = [entry for entry in told if entry is not None]
        for connection in self.connections.values():
            if entries:
                connection.down.append(codec.encode_entries(entries))
        return applied

    def connect(self, name: str) -> Connection:
        """Join or come back, then the fresh state, then entries (H-3, R-2, S-1)."""
        if f"m_{name}" in self.room.state.members:
            self.append(e.CameBack(at=1, member=f"m_{name}", home="h1"))
        else:
            self.append(joined(name))
        connection = self.connections[name] = Connection()
        connection.down.extend(codec.state_chunks(room_state(self.room, "e1", as_it_is)))
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
    assert isinstance(command, m.ExhibitRelease)
    return e.Released(**who, exhibit=command.exhibit, rotation=command.rotation)


class Client:
    """Repeats what has no ack after it has come back (R-4), and keeps a replica of the room."""

    def __init__(self, name: str, server: Server) -> None:
        self.name, self.server = name, server
        self.connection: Connection | None = None
        self.unacked: dict[str, bytes] = {}
        self.issued: list[str] = []
        self.acks: dict[str, m.Ack] = {}
        self.seq = 0
        self.chat: list[str] = []
        self.holders: dict[str, str | None] = {}
        self._chunks: list[m.StateChunk] = []

    def come(self) -> None:
        if self.connection is None:
            self.connection = self.server.connect(self.name)
            self.connection.up.extend(self.unacked.values())

    def lose(self) -> None:
        self.connection = None
        self.server.lose(self.name)

    def issue(self, kind: str) -> None:
        id_ = f"{self.name}-{len(self.issued):08}"
        command: m.Message = {
            "chat": m.Chat(id=id_, text=f"said {id_}"),
            "take": m.ExhibitTake(id=id_, exhibit="card"),
            "release": m.ExhibitRelease(id=id_, exhibit="card", rotation=TURNED),
        }[kind]
        self.issued.append(id_)
        self.unacked[id_] = codec.encode(command)
        if self.connection is not None:
            self.connection.up.append(self.unacked[id_])

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
                    self._entry(entry)
                return
            message = codec.parse_server(data)
            if isinstance(message, m.Ack):
                self._ack(message)
            elif isinstance(message, m.StateChunk):
                self._chunk(message)

    def _ack(self, ack: m.Ack) -> None:
        first = self.acks.setdefault(ack.id, ack)
        assert (ack.seq, ack.outcome, ack.reason) == (first.seq, first.outcome, first.reason)
        self.unacked.pop(ack.id, None)

    def _chunk(self, chunk: m.StateChunk) -> None:
        self._chunks = [*self._chunks[: chunk.part], chunk]
        if len(self._chunks) == chunk.of:
            state = codec.join_state(self._chunks)
            self.seq = state.seq
            self.chat = [said.text for said in state.chat]
            self.holders = {exhibit.exhibit: exhibit.holder for exhibit in state.exhibits}

    def _entry(self, entry: m.WireEntry) -> None:
        assert entry.seq >= self.seq
        self.seq = entry.seq
        if isinstance(entry, m.ChatEntry):
            self.chat.append(entry.text)
        elif isinstance(entry, m.ExhibitTaken):
            self.holders[entry.exhibit] = entry.member
        elif isinstance(entry, m.ExhibitReleased):
            self.holders[entry.exhibit] = None


ACTS = ["chat", "take", "release", "send", "send", "twice", "read", "read", "come", "lose"]
acts = st.lists(st.tuples(st.integers(0, 1), st.sampled_from([*ACTS, "restart"])), max_size=150)


def act(client: Client, what: str) -> None:
    if what in ("chat", "take", "release"):
        client.issue(what)
    elif what == "restart":
        client.server.restart()
    elif what == "twice":
        client.send(twice=True)
    else:
        getattr(client, what)()


@given(script=acts)
@settings(deadline=None, max_examples=200)
def test_every_command_ends_exactly_once_and_all_see_the_same(script):
    server = Server()
    clients = [Client("ann", server), Client("bo", server)]
    for client in clients:
        client.come()
    for who, what in script:
        act(clients[who], what)
    for client in clients:
        client.come()
    while any(c.connection and (c.connection.up or c.connection.down) for c in clients):
        for client in clients:
            client.send()
            client.read()

    said = [chat.text for chat in server.room.state.chat]
    holders = {exhibit.id: exhibit.holder for exhibit in server.room.state.exhibits}
    assert len(set(server.accepted_commands)) == len(server.accepted_commands)
    for client in clients:
        assert client.unacked == {}
        assert set(client.acks) == set(client.issued)
        accepted = {id_ for id_, ack in client.acks.items() if ack.outcome == "accepted"}
        assert accepted == set(server.accepted_commands) & set(client.issued)
        chats = [id_ for id_ in client.issued if f"said {id_}" in said]
        assert all(said.count(f"said {id_}") == 1 for id_ in chats)
        assert client.chat[-CHAT_HISTORY:] == said
        assert client.holders == holders
