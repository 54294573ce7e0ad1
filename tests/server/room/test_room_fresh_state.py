"""The fresh state that is kept encoded says what the room is (PROTOCOL.md S-1, S-2)."""

import json
from collections.abc import Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from room_author import LENGTH, write_log
from room_kit import Log, joined, plan, staffed

from vbranch.ids import MemberId
from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import STATE_CHUNK_BYTES, ModerationReason, ReportReason
from vbranch.room import entries as e
from vbranch.room.fresh_state import FreshState
from vbranch.room.room import Room
from vbranch.room.views import NAMELESS, room_state

logs = st.builds(write_log, st.randoms(use_true_random=False), st.integers(0, LENGTH))


class Keys:
    """Opens everything but of ``gone`` visits, and counts how often it was asked."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.asked = 0

    def open(self, visit: str, sealed: str) -> str | None:
        self.asked += 1
        return None if visit in self.gone else sealed.removeprefix("sealed ")


def read(chunks: Sequence[bytes]) -> m.RoomState:
    return codec.join_state([m.StateChunk.model_validate_json(chunk) for chunk in chunks])


def by_member(state: m.RoomState) -> m.RoomState:
    """The order of members means nothing."""
    members = sorted(state.members, key=lambda member: member.member)
    return state.model_copy(update={"members": members})


@given(log=logs, chance=st.integers(0, 99))
@settings(deadline=None)
def test_it_says_what_the_room_is_whatever_has_happened(log: list[e.Draft], chance: int) -> None:
    """Every change of a member is told by an entry that names them: else this would find it."""
    room, fresh, keys, lots = Room(plan(capacity=4)), FreshState(), Keys(), Random(chance)
    for seq, entry in enumerate(log, 1):
        fresh.note(room.apply(seq, entry).shown)
        if lots.random() < 0.3:
            said = read(fresh.chunks(room, "e1", keys.open))
            assert by_member(said) == by_member(room_state(room, "e1", keys.open))


def test_it_is_encoded_once_for_all_who_come_at_the_same_entry() -> None:
    """S-2."""
    log, fresh, keys = staffed(), FreshState(), Keys()
    first = fresh.chunks(log.room, "e1", keys.open)
    asked = keys.asked
    assert fresh.chunks(log.room, "e1", keys.open) is first
    assert keys.asked == asked


def test_who_comes_next_costs_one_name_and_not_all() -> None:
    log, fresh, keys = Log(capacity=400), FreshState(), Keys()
    for number in range(300):
        log.join(f"n{number}")
    fresh.chunks(log.room, "e1", keys.open)
    keys.asked = 0
    fresh.note(log.join("late").shown)
    state = read(fresh.chunks(log.room, "e1", keys.open))
    assert keys.asked == 1
    assert len(state.members) == 301
    assert state.members[-1].name == "late"


def test_a_name_is_forgotten_with_its_key() -> None:
    log, fresh, keys = staffed(), FreshState(), Keys()
    assert b'\\"ann\\"' in b"".join(fresh.chunks(log.room, "e1", keys.open))
    keys.gone.add("v_ann")
    fresh.forget(MemberId("m_ann"))
    chunks = fresh.chunks(log.room, "e1", keys.open)
    assert b'\\"ann\\"' not in b"".join(chunks)
    assert read(chunks).members[0].name == NAMELESS


def test_nothing_that_only_some_may_see_is_in_it() -> None:
    """D-5, K-2, N-1, N-2."""
    log, fresh, keys = staffed(), FreshState(), Keys()
    fresh.chunks(log.room, "e1", keys.open)
    for applied in (
        log.do(e.MuteSet, "hal", about="m_ann", on=True, reason=ModerationReason.SPAM),
        log.do(e.Said, "bo", text="sealed psst", to="m_ann"),
        log.do(e.CallAsked, "bo", topic="sealed loan"),
        log.do(e.Reported, "bo", about="m_ann", reason=ReportReason.OTHER, text="sealed rude"),
    ):
        assert applied.accepted
        fresh.note(applied.shown)
    said = b"".join(fresh.chunks(log.room, "e1", keys.open))
    for word in (b"psst", b"loan", b"rude", b"muted", b"since", b"calls"):
        assert word not in said


def test_what_is_as_of_everybody_is_left_out() -> None:
    """S-2: most are visitors who stand, and there may be thousands of them."""
    log, fresh, keys = staffed(), FreshState(), Keys()
    log.do(e.SatDown, "bo", seat="seat:1")
    data = "".join(json.loads(c)["data"] for c in fresh.chunks(log.room, "e1", keys.open))
    ann, bo, hal, _ = json.loads(data)["members"]
    assert set(ann) == {"member", "slot", "role", "name", "avatar", "away"}
    assert bo["seat"] == "seat:1"
    assert hal["staff"] == "host"


@given(st.lists(st.text('"\\é🙂a/', min_size=1, max_size=24), min_size=1, max_size=300))
@settings(deadline=None, max_examples=30)
def test_chunks_keep_their_size_and_cut_no_character(names: list[str]) -> None:
    log, fresh, keys = Log(capacity=400), FreshState(), Keys()
    for number, name in enumerate(names):
        log.add(joined(f"n{number}").model_copy(update={"name": f"sealed {name}"}))
    chunks = fresh.chunks(log.room, "e1", keys.open)
    assert max(map(len, chunks)) <= STATE_CHUNK_BYTES
    assert [member.name for member in read(chunks).members] == names
