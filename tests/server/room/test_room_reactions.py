"""Reactions of a moment (PROTOCOL.md G-1, G-2)."""

import pytest
from room_kit import Stage

from vbranch.protocol import codec, poses
from vbranch.protocol.constants import FrameKind, PoseFault, Reaction


def said(slot: int, reaction: int, seq: int = 1) -> bytes:
    return codec.pose_frame(
        FrameKind.REACTION, seq, poses.pack_reactions(poses.Reactions(slot, reaction))
    )


def stage() -> Stage:
    """Three members, one of them far from the others, who have all been told of each other."""
    here = Stage(bounds=((0.0, 0.0, 0.0), (160.0, 10.0, 160.0)))
    here.enter(0, 1.0, 1.0)
    here.enter(1, 2.0, 1.0)
    here.enter(2, 150.0, 150.0)
    here.step()
    here.frames(newcomers=[0, 1, 2])
    return here


def seen(frame: codec.TickFrame) -> list[tuple[int, int]]:
    read = poses.unpack_reactions(frame.reactions)
    return list(zip(read.slot.tolist(), read.reaction.tolist(), strict=True))


def test_a_reaction_is_in_everybodys_next_frame_and_in_no_other():
    here = stage()
    assert here.crowd.put(1, said(1, Reaction.WAVE))
    assert here.step().accepted == 1
    frames = here.frames()
    assert {slot: seen(frame) for slot, frame in frames.items()} == {
        slot: [(1, Reaction.WAVE)] for slot in (0, 1, 2)
    }
    here.step()
    assert all(seen(frame) == [] for frame in here.frames().values())


def test_several_reactions_of_a_tick_are_all_shown_in_order():
    here = stage()
    for slot, reaction in ((0, Reaction.HEART), (2, Reaction.CLAP), (0, Reaction.HEART)):
        assert here.crowd.put(slot, said(slot, reaction))
    here.step()
    assert seen(here.frames()[1]) == [(0, 17), (2, 2), (0, 17)]


def test_somebody_who_comes_sees_it_too():
    here = stage()
    here.enter(3, 5.0, 5.0)
    here.crowd.put(0, said(0, Reaction.NOD))
    here.step()
    frame = here.frames(newcomers=[3])[3]
    assert frame.full
    assert seen(frame) == [(0, Reaction.NOD)]


def test_who_leaves_has_shown_nothing():
    """The slot may be another's at this tick already (P-2)."""
    here = stage()
    here.crowd.put(0, said(0, Reaction.NOD))
    here.crowd.put(1, said(1, Reaction.NOD))
    here.step()
    here.crowd.leave(0)
    here.crowd.put(1, said(1, Reaction.NOD))
    here.crowd.leave(1)
    here.step()
    assert all(seen(frame) == [] for frame in here.frames().values())


def changed(frame: bytes, at: int, value: int) -> bytes:
    return frame[:at] + bytes([value]) + frame[at + 1 :]


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (changed(said(0, 1), 1, 1), PoseFault.RESERVED),
        (changed(said(0, 1), 6, 8), PoseFault.RESERVED),
        (changed(said(0, 1), 7, 128), PoseFault.RESERVED),
        (said(1, 1), PoseFault.NOT_YOURS),
        (said(1, 63), PoseFault.NOT_YOURS),
        (said(0, 0), PoseFault.REACTION),
        (said(0, 7), PoseFault.REACTION),
        (said(0, 22), PoseFault.REACTION),
    ],
)
def test_faults_are_named_and_nothing_is_shown(frame, fault):
    here = stage()
    assert here.crowd.put(0, frame)
    assert here.step().faults == [(0, fault, None)]
    assert all(seen(frame) == [] for frame in here.frames().values())


def test_every_known_reaction_is_shown():
    here = stage()
    for reaction in Reaction:
        here.crowd.put(0, said(0, reaction, seq=0))
    assert here.step().faults == []
    assert [code for _, code in seen(here.frames()[1])] == [r.value for r in Reaction]


def test_without_reactions_a_frame_is_as_without_them():
    here = stage()
    here.step()
    silent = here.frames()
    assert all(not len(frame.reactions) for frame in silent.values())
