"""The stored state: versions, and a scene that changed in between."""

import json

import pytest
from room_kit import Log, plan

from vbranch.room import entries as e
from vbranch.room.plan import ExhibitPlan
from vbranch.room.room import REDUCER_VERSION, ForeignState, Room

TURNED = (0.0, 0.6, 0.0, 0.8)


def stored() -> tuple[Room, bytes]:
    log = Log()
    log.join("ann")
    log.do(e.Took, "ann", exhibit="globe")
    log.do(e.Settled, "ann", exhibit="globe", rotation=TURNED)
    log.do(e.HotspotShown, "ann", exhibit="card", hotspot="fees", command="command-1")
    log.do(e.Said, "ann", text="sealed \U0001f44b")
    log.server(e.WentAway, member="m_ann", home="h1")
    return log.room, log.room.dump()


def test_a_state_comes_back_as_it_was():
    room, body = stored()
    loaded = Room.load(room.plan, 6, body)
    assert loaded.state == room.state
    assert loaded.outcome("v_ann", "command-1") == room.outcome("v_ann", "command-1")
    assert loaded.apply(7, e.CameBack(at=1, member="m_ann", home="h2")).accepted


def test_other_reducers_states_are_refused():
    room, body = stored()
    other = {**json.loads(body), "version": REDUCER_VERSION + 1, "state": {"quite": "different"}}
    with pytest.raises(ForeignState, match=str(REDUCER_VERSION + 1)):
        Room.load(room.plan, 6, json.dumps(other).encode())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"version":1}', b'{"version":"1"}'])
def test_what_is_no_state_is_refused(body):
    with pytest.raises(ValueError):
        Room.load(plan(), 6, body)


def test_a_state_of_another_entry_is_refused():
    room, body = stored()
    with pytest.raises(ValueError, match="entry 6"):
        Room.load(room.plan, 5, body)


def test_a_state_fits_itself_to_a_changed_scene():
    """Exhibits keep what is theirs by name, whatever number they have now (P-4)."""
    _, body = stored()
    exhibits = (
        ExhibitPlan("vault", ()),
        ExhibitPlan("globe", ()),
        ExhibitPlan("card", ("terms",)),
    )
    vault, globe, card = Room.load(plan(exhibits=exhibits), 6, body).state.exhibits
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
