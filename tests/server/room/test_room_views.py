"""What members see of a room: opened seals (PROTOCOL.md S-1, S-3, E-5)."""

from room_kit import Log

from vbranch.protocol import messages as m
from vbranch.protocol.constants import Role
from vbranch.room import entries as e
from vbranch.room.views import NAMELESS, room_state, wire_entry


class Keys:
    """Opens ``sealed X`` of the visits whose key still exists."""

    def __init__(self, *visits: str) -> None:
        self.visits = visits
        self.asked: list[tuple[str, str]] = []

    def open(self, visit: str, sealed: str) -> str | None:
        self.asked.append((visit, sealed))
        return sealed.removeprefix("sealed ") if visit in self.visits else None


def test_names_and_words_are_opened_with_their_visits_key():
    log, keys = Log(), Keys("v_ann")
    (joined,) = log.join("ann").shown
    (said,) = log.do(e.Said, "ann", text="sealed hello").shown
    assert wire_entry(joined, keys.open) == m.JoinEntry(
        seq=1, at=1, member="m_ann", slot=0, role=Role.VISITOR, name="ann", avatar=1
    )
    assert wire_entry(said, keys.open) == m.ChatEntry(seq=2, at=5, member="m_ann", text="hello")
    assert keys.asked == [("v_ann", "sealed ann"), ("v_ann", "sealed hello")]


def test_without_a_key_words_are_left_out_and_members_are_nameless():
    log, keys = Log(), Keys()
    (joined,) = log.join("ann").shown
    (said,) = log.do(e.Said, "ann", text="sealed hello").shown
    entry = wire_entry(joined, keys.open)
    assert isinstance(entry, m.JoinEntry)
    assert entry.name == NAMELESS
    assert wire_entry(said, keys.open) is None
    state = room_state(log.room, "e1", keys.open)
    assert [member.name for member in state.members] == [NAMELESS]
    assert state.chat == []


def test_entries_without_a_seal_are_as_they_are():
    log, keys = Log(), Keys()
    log.join("ann")
    (taken,) = log.do(e.Took, "ann", exhibit="card").shown
    assert wire_entry(taken, keys.open) == taken.entry
    assert keys.asked == []


def test_the_fresh_state_is_the_room_as_it_is():
    log, keys = Log(), Keys("v_ann", "v_cy")
    log.join("ann")
    log.join("bo", role=Role.BOT)
    log.join("cy")
    log.do(e.Took, "ann", exhibit="card")
    log.do(e.Said, "bo", text="sealed gone")
    log.do(e.Said, "cy", text="sealed hello")
    log.do(e.LockSet, "ann", locked=True)
    log.do(e.Left, "cy", reason="moved")
    log.server(e.WentAway, member="m_bo", home="h1")
    turn = (0.0, 0.0, 0.0, 1.0)
    assert room_state(log.room, "e1", keys.open) == m.RoomState(
        room="lobby",
        epoch="e1",
        seq=9,
        locked=True,
        members=[
            m.MemberView(
                member="m_ann", slot=0, role=Role.VISITOR, name="ann", avatar=1, away=False
            ),
            m.MemberView(member="m_bo", slot=1, role=Role.BOT, name=NAMELESS, avatar=1, away=True),
        ],
        exhibits=[
            m.ExhibitView(exhibit="card", index=0, holder="m_ann", rotation=turn, hotspot=None),
            m.ExhibitView(exhibit="globe", index=1, holder=None, rotation=turn, hotspot=None),
        ],
        chat=[m.ChatView(seq=6, at=5, member="m_cy", name="cy", text="hello")],
    )


def test_nothing_that_outlives_the_visit_is_shown():
    """E-5."""
    log, keys = Log(), Keys("v_ann")
    told = [shown.entry for shown in log.join("ann", home="h-secret").shown]
    told_text = "".join(entry.model_dump_json() for entry in told)
    text = room_state(log.room, "e1", keys.open).model_dump_json() + told_text
    assert "v_ann" not in text
    assert "h-secret" not in text
