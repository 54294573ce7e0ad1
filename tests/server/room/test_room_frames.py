"""The buffer of a tick (PROTOCOL.md F-3)."""

import numpy as np
import pytest
from room_kit import ENTRY, LOBBY, WIDE, Stage

from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.poses import slots_of
from vbranch.room.frames import LEAD, Packed, each
from vbranch.room.table import far_words

ODD = codec.encode_entries([m.AwayEntry(seq=1, at=234, member="m")])  # no multiple of 4


def crowded(bounds: tuple, n: int = 60) -> Stage:
    stage = Stage(bounds=bounds, capacity=n)
    rng = np.random.default_rng(2)
    (x0, _, z0), (x1, _, z1) = bounds
    for slot, (x, z) in enumerate(rng.uniform((x0, z0), (x1, z1), (n, 2))):
        stage.enter(slot, x, z)
        stage.put(slot, stage.vr(slot, x, z) if slot % 3 == 0 else stage.desktop(slot, x, z))
    stage.step()
    return stage


def sound(packed: Packed) -> None:
    """What the transport relies on."""
    assert len(packed.bounds) == len(packed) + 1
    assert (packed.bounds[0], packed.bounds[-1]) == (0, len(packed.slots))
    assert (np.diff(packed.bounds) > 0).all(), "a frame has somebody who gets it"
    assert len(np.unique(packed.slots)) == len(packed.slots)
    assert (packed.starts % 4 == 0).all()
    before = np.concatenate(([0], packed.ends[:-1]))
    assert (packed.starts - before >= LEAD).all(), "room for a header"
    assert packed.buffer.flags.writeable
    assert len(packed.buffer) >= packed.ends[-1]
    for frame, _, tail in each(packed):
        assert frame.endswith(tail)
        codec.parse_tick_frame(frame)


@pytest.mark.parametrize("bounds", [LOBBY, WIDE])
@pytest.mark.parametrize("newcomers", [[], [0, 1, 2]])
@pytest.mark.parametrize("entries", [b"", ENTRY, ODD])
def test_frames_lie_one_after_the_other_with_room_for_a_header(bounds, newcomers, entries):
    stage = crowded(bounds)
    for _ in range(3):
        sound(stage.pack(newcomers=newcomers, entries=entries, own={4: ENTRY}))


def test_all_records_are_those_of_the_table():
    """Whatever numbers of which kinds are in a frame."""
    stage, odd = crowded(WIDE), set()
    for tick in range(6):
        table = stage.crowd._table
        truth = far_words(table.words, table.vr)
        for payload, _, _ in each(stage.pack(newcomers=range(tick, 60, 7))):
            frame = codec.parse_tick_frame(payload)
            assert (frame.vr == table.words[slots_of(frame.vr)]).all()
            assert (frame.desktop == table.words[slots_of(frame.desktop), :3]).all()
            assert (frame.far == truth[slots_of(frame.far)]).all()
            odd.add((len(frame.vr) % 2, len(frame.desktop) % 2, len(frame.far) > 0))
    assert len(odd) >= 4


def test_who_writes_headers_before_frames_changes_no_frame():
    stage = crowded(WIDE)
    packed = stage.pack(entries=ENTRY)
    before = [frame for frame, _, _ in each(packed)]
    for start in packed.starts.tolist():
        packed.buffer[start - LEAD : start] = 0xEE
    assert [frame for frame, _, _ in each(packed)] == before


def test_it_counts_records_by_tier_and_receiver():
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 6.0, 65.0, 150.0)):
        stage.enter(slot, x, 5.0)
    for _ in range(20):
        stage.frames()
    said = np.zeros(3, dtype=np.int64)
    for tick in range(16):
        for slot, x in enumerate((5.0, 6.0, 65.0, 150.0)):
            stage.put(slot, stage.desktop(slot, x, 5.0, yaw=0.1 * tick + 0.1))
        stage.step()
        said += stage.pack().told
    near, middle, far = 4 + 2, 2 + 2, 3 + 3
    assert said.tolist() == [16 * near, 4 * middle, far]


def test_tails_are_what_frames_end_with_and_each_is_there_once():
    stage = crowded(WIDE)
    packed = stage.pack(entries=ENTRY, own={slot: ENTRY + b"" for slot in range(2)})
    assert packed.tails[0] == b""
    assert {packed.tails[i] for i in packed.tail_of.tolist()} == {ENTRY}
