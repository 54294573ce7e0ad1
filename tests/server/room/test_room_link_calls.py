"""Two callers and two of staff over a link that breaks and repeats (PROTOCOL.md K, M-4, S-4)."""

from hypothesis import given, settings
from hypothesis import strategies as st
from room_link_kit import Client, Server, as_it_is, deliver_all

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal, Role, StaffRole
from vbranch.room.views import own_view

CALLERS, STAFF = ("ann", "bo"), ("hal", "mia")
HOST = {"role": Role.STAFF, "staff": StaffRole.HOST, "told": ("calls",)}


class Listener(Client):
    """Keeps the calls that it is told of, as a page does."""

    calls: dict[str, m.CallView]

    def own(self, own: m.Own) -> None:
        self.calls = {call.caller: call for call in own.calls}

    def apply(self, entry: m.WireEntry) -> None:
        if isinstance(entry, m.CallAsked):
            self.calls[entry.member] = m.CallView(
                seq=entry.seq,
                at=entry.at,
                caller=entry.member,
                topic=entry.topic,
                place=entry.place,
                by=None,
            )
        elif isinstance(entry, m.CallMoved):
            self._change(entry.caller, place=entry.place, by=None)
        elif isinstance(entry, m.CallTaken):
            self._change(entry.caller, place=None, by=entry.member)
        elif isinstance(entry, m.CallEnded):
            del self.calls[entry.caller]

    def _change(self, caller: str, **fields: object) -> None:
        self.calls[caller] = self.calls[caller].model_copy(update=fields)


COMMON = ["send", "send", "twice", "read", "read", "come", "lose", "restart"]
steps = st.one_of(
    st.tuples(st.sampled_from(CALLERS), st.sampled_from(["call", "cancel", *COMMON])),
    st.tuples(
        st.sampled_from(STAFF), st.sampled_from(["take ann", "take bo", "done ann", *COMMON])
    ),
)


def act(client: Listener, what: str) -> None:
    verb, _, about = what.partition(" ")
    if verb == "call":
        client.issue(m.StaffCall, topic=f"topic of {client.name}")
    elif verb == "cancel":
        client.issue(m.StaffCallCancel)
    elif verb == "take":
        client.issue(m.CallTake, member=f"m_{about}")
    elif verb == "done":
        client.issue(m.CallDone, member=f"m_{about}")
    elif verb == "restart":
        client.server.restart()
    elif verb == "twice":
        client.send(twice=True)
    else:
        getattr(client, verb)()


@given(script=st.lists(steps, max_size=150))
@settings(deadline=None, max_examples=200)
def test_all_who_may_know_of_a_call_know_the_same_and_one_has_it(script):
    """K-2, K-3: places among them; whoever came too late was told who has it."""
    server = Server()
    clients = {name: Listener(name, server) for name in CALLERS}
    clients |= {name: Listener(name, server, **HOST) for name in STAFF}
    for client in clients.values():
        client.come()
    for who, what in script:
        act(clients[who], what)
    deliver_all(list(clients.values()))

    for name, client in clients.items():
        member = MemberId(f"m_{name}")
        assert list(client.calls.values()) == own_view(server.room, member, as_it_is).calls
        assert set(client.acks) == set(client.issued)
        for ack in client.acks.values():
            late = ack.reason is Refusal.TAKEN
            assert (ack.by in {f"m_{other}" for other in STAFF if other != name}) is late
    for name in CALLERS:
        assert set(clients[name].calls) <= {f"m_{name}"}
    waiting = [call.place for call in clients["hal"].calls.values() if call.by is None]
    assert waiting == list(range(1, len(waiting) + 1))


def test_who_asks_for_a_call_that_another_has_already_is_told_so():
    """The property says little if nobody ever comes too late."""
    server = Server()
    caller = Listener("ann", server)
    hosts = [Listener(name, server, **HOST) for name in STAFF]
    clients = [caller, *hosts]
    for client in clients:
        client.come()
    act(caller, "call")
    for host in hosts:
        act(host, "take ann")
    deliver_all(clients)
    first, second = (next(iter(host.acks.values())) for host in hosts)
    assert (first.outcome, second.outcome) == ("accepted", "refused")
    assert (second.reason, second.by) == (Refusal.TAKEN, "m_hal")
    assert caller.calls["m_ann"].by == "m_hal"
