"""The stored state: versions, and a scene that changed in between."""

import json
from pathlib import Path

import pytest
from room_kit import Log, plan

from vbranch.protocol.constants import ModerationReason, Refusal, ReportReason, StaffRole
from vbranch.room import entries as e
from vbranch.room.plan import ExhibitPlan
from vbranch.room.room import REDUCER_VERSION, ForeignState, Room
from vbranch.room.state import Media
from vbranch.room.stored import RAISED

VERSION_1 = (Path(__file__).parent / "state_of_version_1.json").read_bytes()
"""As the reducers of that version stored it: eight entries, Ann holds the globe, Bo is away."""
VERSION_2 = (Path(__file__).parent / "state_of_version_2.json").read_bytes()
"""The same: thirteen entries, Ann is away, Bo sits, leads through the card and plays its medium."""
VERSION_3 = (Path(__file__).parent / "state_of_version_3.json").read_bytes()
"""The same: fourteen entries, Ann holds the globe, Bo and Cy are staff, Cy is aside and away."""
VERSION_4 = (Path(__file__).parent / "state_of_version_4.json").read_bytes()
"""The same: twenty-three entries, Bo is muted and calls, as does Cy; Hal is on the way."""
TURNED = (0.0, 0.6, 0.0, 0.8)


def stored() -> tuple[Room, bytes]:
    log = Log()
    log.join("ann")
    log.do(e.Took, "ann", exhibit="globe")
    log.do(e.Settled, "ann", exhibit="globe", rotation=TURNED)
    log.do(e.HotspotShown, "ann", exhibit="card", hotspot="fees", command="command-1")
    log.do(e.Said, "ann", text="sealed \U0001f44b")
    log.join("bo")
    log.do(e.SatDown, "bo", seat="seat:2")
    log.do(e.Said, "ann", text="sealed alone", to="m_bo")
    log.do(e.Reported, "bo", about="m_ann", reason=ReportReason.SPAM, text="sealed why")
    log.do(e.Offered, "ann", exhibit="globe", to="m_bo")
    log.do(e.Guided, "bo", exhibit="card", on=True)
    log.do(e.MediaSet, "bo", exhibit="card", playing=True, position=2.5)
    log.server(e.WentAway, member="m_ann", home="h1")
    log.join("cy")
    log.do(e.AsideSet, "cy", on=True)
    log.join_staff("hal", StaffRole.HOST)
    log.do(e.Announced, "hal", text="soon")
    log.do(e.LockSet, "hal", locked=True, reason=ModerationReason.SAFETY)
    log.do(e.SlowSet, "hal", seconds=30, reason=ModerationReason.SPAM)
    log.do(e.MuteSet, "hal", about="m_bo", on=True, reason=ModerationReason.SPAM)
    log.do(e.CallAsked, "bo", topic="sealed topic")
    log.do(e.CallAsked, "cy", topic=None)
    log.do(e.CallTaken, "hal", caller="m_bo")
    log.do(e.Greeted, "hal", to="m_bo")
    return log.room, log.room.dump()


def test_a_state_comes_back_as_it_was():
    room, body = stored()
    loaded = Room.load(room.plan, room.state.seq, body)
    assert loaded.state == room.state
    assert loaded.outcome("v_ann", "command-1") == room.outcome("v_ann", "command-1")
    assert loaded.apply(room.state.seq + 1, e.CameBack(at=1, member="m_ann", home="h2")).accepted


def test_other_reducers_states_are_refused():
    room, body = stored()
    other = {**json.loads(body), "version": REDUCER_VERSION + 1, "state": {"quite": "different"}}
    with pytest.raises(ForeignState, match=str(REDUCER_VERSION + 1)):
        Room.load(room.plan, 6, json.dumps(other).encode())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"version":2}', b'{"version":"2"}'])
def test_what_is_no_state_is_refused(body):
    with pytest.raises(ValueError):
        Room.load(plan(), 6, body)


def test_a_state_of_another_entry_is_refused():
    room, body = stored()
    with pytest.raises(ValueError, match="entry 24"):
        Room.load(room.plan, 5, body)


def test_a_state_fits_itself_to_a_changed_scene():
    """Exhibits keep what is theirs by name, whatever number they have now (P-4)."""
    room, body = stored()
    exhibits = (
        ExhibitPlan("vault", ()),
        ExhibitPlan("globe", ()),
        ExhibitPlan("card", ("terms",)),
    )
    vault, globe, card = Room.load(plan(exhibits=exhibits), room.state.seq, body).state.exhibits
    assert (vault.id, vault.index, vault.holder) == ("vault", 0, None)
    assert (globe.index, globe.rotation) == (1, TURNED)
    assert (card.index, card.hotspot) == (2, None)


def test_a_smaller_room_keeps_who_is_in_it():
    log = Log()
    for name in "abc":
        log.join(name)
    room = Room.load(plan(capacity=1), 3, log.room.dump())
    assert len(room.state.members) == 3
    assert not room.apply(4, e.ENTRY.validate_python(log.entries[0].model_copy())).accepted


def test_a_seat_that_is_no_more_is_nobodys():
    room, body = stored()
    loaded = Room.load(plan(seats=()), room.state.seq, body)
    assert [member.seat for member in loaded.state.members.values()] == [None] * 4
    assert room.state.members["m_bo"].seat == "seat:2"


# ---- older versions ---------------------------------------------------------------------------


def test_every_older_version_is_raised():
    assert set(RAISED) == set(range(1, REDUCER_VERSION))


def test_a_state_of_version_1_goes_on():
    """Kept as it was written; a server that is brought up to date continues its rooms."""
    room = Room.load(plan(), 8, VERSION_1)
    ann, bo = room.state.members.values()
    assert (ann.name, ann.seat, bo.away_since, bo.seat) == ("sealed ann", None, 6, None)
    card, globe = room.state.exhibits
    assert (card.hotspot, card.guide, card.media) == ("fees", None, None)
    assert (globe.holder, globe.rotation, globe.offered) == ("m_ann", TURNED, None)
    assert (room.state.locked, room.state.private, room.state.reports) == (True, [], [])
    assert [chat.text for chat in room.state.chat] == ["sealed hello"]
    assert room.outcome("v_ann", "command-1") is not None
    assert room.apply(9, e.CameBack(at=1, member="m_bo", home="h2")).accepted
    sits = e.SatDown(at=1, visit="v_bo", member="m_bo", seat="seat:1")
    assert room.apply(10, sits).accepted
    assert Room.load(room.plan, 10, room.dump()).state == room.state


def test_a_state_of_version_2_goes_on():
    """Before anybody could be aside (Q)."""
    room = Room.load(plan(), 13, VERSION_2)
    ann, bo = room.state.members.values()
    assert (ann.away_since, ann.aside) == (6, False)
    assert (bo.seat, bo.aside) == ("seat:2", False)
    card, globe = room.state.exhibits
    assert (card.hotspot, card.guide, card.media) == ("fees", "m_bo", Media(True, 2.5, 5))
    assert (globe.holder, globe.rotation) == (None, TURNED)
    assert [private.said.text for private in room.state.private] == ["sealed alone"]
    assert [report.text for report in room.state.reports] == ["sealed why"]
    aside = e.AsideSet(at=1, visit="v_bo", member="m_bo", on=True)
    assert room.apply(14, aside).accepted
    assert (card.guide, bo.seat, bo.aside) == (None, None, True)
    assert Room.load(room.plan, 14, room.dump()).state == room.state


def test_a_state_of_version_3_goes_on():
    """Before staff could do anything but lock a room (D, K)."""
    room = Room.load(plan(), 14, VERSION_3)
    ann, bo, cy = room.state.members.values()
    assert (ann.staff, bo.staff, cy.aside) == (None, None, True)
    assert [(one.told, one.muted, one.said_at) for one in (ann, bo, cy)] == [((), False, None)] * 3
    assert (room.state.locked, room.state.lock_reason, room.state.slow) == (True, None, 0)
    assert (room.state.announcements, room.state.calls) == ([], [])
    first = room.outcome("v_ann", "command-3")
    assert first is not None
    assert (first.seq, first.reason, first.by) == (8, Refusal.SEAT_TAKEN, None)
    asked = e.CallAsked(at=1, visit="v_ann", member="m_ann", topic=None)
    assert room.apply(15, asked).accepted
    assert Room.load(room.plan, 15, room.dump()).state == room.state


def test_a_state_of_version_4_goes_on():
    """Before anybody was greeted (D-11)."""
    room = Room.load(plan(), 23, VERSION_4)
    assert [one.greeted for one in room.state.members.values()] == [None] * 4
    assert room.state.members["m_bo"].muted
    greeted = e.Greeted(at=1, visit="v_hal", member="m_hal", to="m_bo")
    assert room.apply(24, greeted).accepted
    assert Room.load(room.plan, 24, room.dump()).state == room.state


def test_what_only_says_to_be_of_an_older_version_is_refused():
    for state in ({}, {"members": [], "exhibits": []}, {"members": {"m": 1}, "exhibits": []}):
        for version in RAISED:
            body = json.dumps({"version": version, "state": state}).encode()
            with pytest.raises(ValueError, match=f"version {version}"):
                Room.load(plan(), 0, body)
