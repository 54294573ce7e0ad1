"""Two clients, a room and a link that breaks and repeats (PROTOCOL.md E-2 to E-4, M-4, R, S-1)."""

from hypothesis import given, settings
from hypothesis import strategies as st
from room_link_kit import TURNED, Client, Server, deliver_all

from vbranch.protocol import messages as m
from vbranch.protocol.constants import CHAT_HISTORY

ACTS = ["chat", "take", "release", "send", "send", "twice", "read", "read", "come", "lose"]
acts = st.lists(st.tuples(st.integers(0, 1), st.sampled_from([*ACTS, "restart"])), max_size=150)


class Guest(Client):
    """Keeps what was said and who holds what."""

    def __init__(self, name: str, server: Server) -> None:
        super().__init__(name, server)
        self.chat: list[str] = []
        self.holders: dict[str, str | None] = {}

    def load(self, state: m.RoomState) -> None:
        self.chat = [said.text for said in state.chat]
        self.holders = {exhibit.exhibit: exhibit.holder for exhibit in state.exhibits}

    def apply(self, entry: m.WireEntry) -> None:
        if isinstance(entry, m.ChatEntry):
            self.chat.append(entry.text)
        elif isinstance(entry, m.ExhibitTaken):
            self.holders[entry.exhibit] = entry.member
        elif isinstance(entry, m.ExhibitReleased):
            self.holders[entry.exhibit] = None


def act(client: Guest, what: str) -> None:
    if what == "chat":
        client.issue(m.Chat, text=f"said {client.name}-{len(client.issued):08}")
    elif what == "take":
        client.issue(m.ExhibitTake, exhibit="card")
    elif what == "release":
        client.issue(m.ExhibitRelease, exhibit="card", rotation=TURNED)
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
    clients = [Guest("ann", server), Guest("bo", server)]
    for client in clients:
        client.come()
    for who, what in script:
        act(clients[who], what)
    deliver_all(clients)

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
