"""What waits for a frame (PROTOCOL.md E-4, I-5, G-1, Q)."""

import numpy as np
import pytest
from room_kit import ENTRY, WIDE, Stage, slots_in

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind
from vbranch.room.held import Held
from vbranch.room.news import Beat, Endings, News, Sight

NO_WORDS = np.empty((0, 1), dtype="<u4")


def entries(*numbers: int) -> bytes:
    return codec.encode_entries([m.AwayEntry(seq=seq, at=2, member="m") for seq in numbers])


def news(*beats: tuple[bytes, dict[int, bytes]]) -> News:
    kept = News()
    for said, own in beats:
        kept.add(Beat(said, own, NO_WORDS))
    return kept


def quarter() -> Stage:
    """Three who get every fourth frame."""
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 25.0, 150.0)):
        stage.enter(slot, x, 5.0)
    stage.crowd.degrade(4)
    for _ in range(8):
        stage.frames()
    return stage


def reaction(slot: int) -> bytes:
    words = poses.pack_reactions(poses.Reactions(slot, 1))
    return codec.pose_frame(FrameKind.REACTION, 1, words)


def test_entries_of_the_last_beats_are_one_array_in_order():
    kept = news((entries(1), {}), (b"", {}), (entries(2, 3), {7: entries(2, 3, 4)}))
    assert kept.entries(1, None) == entries(2, 3)
    assert kept.entries(3, None) == entries(1, 2, 3)
    assert kept.entries(3, 7) == entries(1, 2, 3, 4)
    assert kept.entries(2, 8) == entries(2, 3)


def test_after_four_beats_without_anything_it_is_quiet():
    kept, found = news((entries(1), {})), []
    for _ in range(5):
        found.append(kept.quiet)
        kept.add(Beat(b"", {}, NO_WORDS))
    assert found == [False] * 4 + [True]


def test_an_ending_is_made_once_for_all_who_are_owed_the_same():
    kept = news((entries(1), {}), (entries(2), {5: entries(2, 3)}))
    endings = Endings(kept, Held((1, 1, 1), lambda slot: (0, 0, 0)), 2)
    slots, beats = np.array([1, 5, 9, 4]), np.array([1, 2, 2, 1])
    numbers = endings.numbers(Sight.REGULAR, slots, beats)
    assert [endings.all[number].tail for number in numbers] == [
        entries(2),
        entries(1, 2, 3),
        entries(1, 2),
        entries(2),
    ]
    assert len(endings.all) == 4, "and the one that is empty"


@pytest.mark.parametrize("own", [{}, {0: entries(1, 2), 2: entries(1, 2)}])
def test_entries_wait_for_the_next_frame_and_come_once(own):
    """At most 3 ticks, whoever's they are."""
    stage = quarter()
    got: dict[int, list[int]] = {0: [], 1: [], 2: []}
    begun = stage.tick
    for tick in range(8):
        told = {"entries": entries(1), "own": own} if tick == 0 else {}
        for slot, frame in stage.frames(**told).items():
            got[slot] += [entry.seq for entry in frame.entries]
            if frame.entries:
                assert stage.tick - begun <= 4
                assert frame.stride == 4
    assert got == {slot: [1, 2] if slot in own else [1] for slot in range(3)}


def test_entries_that_wait_come_to_one_who_goes_aside_and_to_one_who_comes_back():
    """Q-2, Q-3."""
    for stages in range(4):
        stage = quarter()
        for _ in range(stages):
            stage.frames()
        got = [stage.frames(entries=entries(1))]
        stage.crowd.step_aside(0)
        got += [stage.frames(entries=entries(2))]
        stage.crowd.step_back(0, stage.now)
        got += [
            stage.frames(entries=entries(3), newcomers=[0]),
            *(stage.frames() for _ in range(4)),
        ]
        seen = [entry.seq for frames in got if 0 in frames for entry in frames[0].entries]
        assert seen == [1, 2, 3]


def test_the_next_one_on_a_slot_gets_nothing_of_the_one_before():
    stage = quarter()
    stage.frames(entries=entries(1), own={2: entries(1, 2)})
    stage.crowd.leave(2)
    stage.enter(2, 150.0, 5.0)
    got = [stage.frames(newcomers=[2], entries=entries(3)), *(stage.frames() for _ in range(5))]
    assert [entry.seq for frames in got if 2 in frames for entry in frames[2].entries] == [3]


def test_reactions_and_what_is_held_wait_too():
    """G-1, X-8: a reaction is shown once."""
    stage = quarter()
    stage.crowd.hold(0, 1)
    stage.hold(1, exhibit=0, seq=1)
    stage.crowd.put(1, reaction(1))
    stage.step()
    got = [stage.frames() for _ in range(8)]
    for slot in range(3):
        frames = [each[slot] for each in got if slot in each]
        assert sum(len(frame.reactions) for frame in frames) == 1
        assert sum(len(frame.held) for frame in frames) in (1, 2)


def test_what_waits_of_one_who_is_gone_is_for_nobody():
    """Q-2."""
    for gone in (lambda crowd: crowd.leave(1), lambda crowd: crowd.step_aside(1)):
        stage = quarter()
        stage.crowd.put(1, reaction(1))
        stage.step()
        first = stage.frames()
        gone(stage.crowd)
        later = [frame for _ in range(4) for frame in stage.frames().values()]
        shown = sum(len(frame.reactions) for frame in first.values())
        assert shown < 3
        assert not sum(len(frame.reactions) for frame in later)


def test_entries_go_with_records_where_there_are_some():
    stage = quarter()
    stage.say(1, 25.5, 5.0)
    got = [stage.frames(entries=ENTRY), *(stage.frames() for _ in range(3))]
    (frame,) = [frames[0] for frames in got if 0 in frames]
    assert (slots_in(frame)["desktop"], len(frame.entries)) == ([1], 1)
