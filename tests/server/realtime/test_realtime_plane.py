"""The plane over real sockets: what goes the short way, what does not, and that nothing is lost."""

import os
import socket
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from realtime_hall import FREE, SCREEN, VR, Hall, hall, masked, pose, read_all, read_on
from websockets.frames import Frame, Opcode

from vbranch.protocol.constants import FrameKind
from vbranch.realtime.allowance import PoseLimits, Rate
from vbranch.realtime.link import Traffic, binary_wire, text_wire
from vbranch.realtime.plane import Plane
from vbranch.realtime.tick_link import TickLink
from vbranch.realtime.transport import open_plane


def test_whole_poses_of_both_kinds_go_straight_to_the_inbox() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        a.say(masked(pose(VR, 7)))
        b.say(masked(pose(SCREEN, 9)))
        here.tick()
        assert sorted(here.inbox.poses) == [(1, pose(VR, 7)), (2, pose(SCREEN, 9))]
        assert a.link.receive() == b.link.receive() == ()


def test_poses_of_several_drains_come_at_the_tick_and_the_last_is_last() -> None:
    with hall() as here:
        a = here.enter()
        for number in (1, 2, 3):
            a.say(masked(pose(VR, number)))
            here.plane.drain(0.0)
        assert here.inbox.poses == []
        here.plane.deliver(0.0)
        assert [frame for _, frame in here.inbox.poses] == [pose(VR, n) for n in (1, 2, 3)]


@pytest.mark.parametrize("kind", [VR, SCREEN])
@pytest.mark.parametrize("several", [2, 5])
def test_of_several_poses_in_one_read_the_last_counts(kind: FrameKind, several: int) -> None:
    with hall() as here:
        a = here.enter()
        a.say(*(masked(pose(kind, number)) for number in range(several)))
        here.tick()
        assert here.inbox.poses == [(1, pose(kind, several - 1))]
        assert a.link.receive() == ()


@pytest.mark.parametrize("cut", range(1, 34))
def test_a_pose_that_comes_in_two_pieces_is_a_message_and_the_next_is_short_again(cut: int) -> None:
    with hall() as here:
        a = here.enter()
        wire = masked(pose(VR, 1))
        a.say(wire[:cut])
        here.tick()
        a.say(wire[cut:])
        here.tick()
        assert a.link.receive() == [pose(VR, 1)]
        a.say(masked(pose(VR, 2)))
        here.tick()
        assert here.inbox.poses == [(1, pose(VR, 2))]


def test_the_rest_of_a_frame_that_looks_like_a_pose_is_none() -> None:
    """A client could hide a frame in a frame; the boundary is what counts, not the look."""
    with hall() as here:
        a = here.enter()
        inner = masked(pose(VR, 1))
        outer = Frame(Opcode.BINARY, inner).serialize(mask=True)
        head, rest = outer[:6], bytes(b ^ outer[2 + i % 4] for i, b in enumerate(inner))
        a.say(head)
        here.tick()
        a.say(rest)
        here.tick()
        assert here.inbox.poses == []
        assert a.link.receive() == [inner]


def test_within_a_fragmented_message_nothing_is_short() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(b"part", fin=False))
        here.tick()
        a.say(masked(pose(VR, 1)))  # a new message in the middle of one: RFC 6455, 5.4
        here.tick()
        assert here.inbox.poses == []
        assert a.link.code == 1002


@pytest.mark.parametrize(
    "wire",
    [
        masked(pose(VR, 1)[:-1]),
        masked(pose(VR, 1) + b"x"),
        masked(bytes([SCREEN]) + pose(VR, 1)[1:]),
        masked(bytes([FrameKind.HELD, 0]) + bytes(18)),
        masked(pose(VR, 1), Opcode.TEXT),
    ],
    ids=["shorter", "longer", "other kind", "held", "text"],
)
def test_what_is_no_pose_is_a_message(wire: bytes) -> None:
    with hall() as here:
        a = here.enter()
        a.say(wire)
        here.tick()
        assert here.inbox.poses == []
        assert len(a.link.receive()) == 1
        assert a.stirred


@pytest.mark.parametrize(
    "wire",
    [
        Frame(Opcode.BINARY, pose(VR, 1)).serialize(mask=False),
        bytes([0xC2]) + masked(pose(VR, 1))[1:],
    ],
    ids=["unmasked", "rsv"],
)
def test_a_pose_in_a_broken_frame_closes(wire: bytes) -> None:
    with hall() as here:
        a = here.enter()
        a.say(wire)
        here.tick()
        assert here.inbox.poses == []
        assert a.link.code == 1002


def test_a_message_before_a_pose_is_looked_at_before_it_goes_short() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(b"hello", Opcode.TEXT))
        here.tick()
        a.say(masked(pose(VR, 1)))
        here.tick()
        assert here.inbox.poses == []
        assert a.link.receive() == ["hello", pose(VR, 1)]
        a.say(masked(pose(VR, 2)))
        here.tick()
        assert here.inbox.poses == [(1, pose(VR, 2))]


FRAMES = st.sampled_from(
    [
        (Opcode.BINARY, pose(VR, 1)),
        (Opcode.BINARY, pose(SCREEN, 2)),
        (Opcode.BINARY, bytes([SCREEN]) + pose(VR, 3)[1:]),
        (Opcode.BINARY, bytes([FrameKind.HELD, 0]) + bytes(18)),
        (Opcode.TEXT, b'{"type":"chat"}'),
        (Opcode.TEXT, b""),
        (Opcode.PING, b"?"),
        (Opcode.BINARY, bytes(300)),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FRAMES, max_size=12), st.data())
def test_however_the_stream_is_cut_nothing_is_lost_doubled_or_invented(
    frames: list[tuple[Opcode, bytes]], data: st.DataObject
) -> None:
    """Of poses that come in one read only the last is sure; everything else comes whole."""
    stream = b"".join(masked(payload, opcode) for opcode, payload in frames)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=8)))
    with hall() as here:
        a, at = here.enter(), 0
        got: list[str | bytes] = []
        for cut in [*cuts, len(stream)]:
            a.say(stream[at:cut])
            at = cut
            for _ in range(3):  # more than a row takes another drain
                here.tick()
                got += a.link.receive()
        assert a.link.code is None
        sent = [payload for opcode, payload in frames if opcode is not Opcode.PING]
        short = [payload for _, payload in here.inbox.poses]
        assert all(payload in (pose(VR, 1), pose(SCREEN, 2)) for payload in short)
        long = [g.encode() if isinstance(g, str) else g for g in got]
        plain = [p for p in sent if p not in (pose(VR, 1), pose(SCREEN, 2))]
        assert [p for p in long if p not in (pose(VR, 1), pose(SCREEN, 2))] == plain
        poses_sent = [p for p in sent if p in (pose(VR, 1), pose(SCREEN, 2))]
        assert len(short) + len(long) - len(plain) <= len(poses_sent)
        if poses_sent:
            assert poses_sent[-1] in short + long


def test_a_pose_that_comes_the_long_way_is_newer_than_one_that_came_the_short_way_before() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(pose(VR, 1)))
        here.plane.drain(0.0)
        a.say(masked(b"chat", Opcode.TEXT), masked(pose(VR, 2)))
        here.plane.drain(0.0)
        assert here.inbox.poses == [(1, pose(VR, 1))], "handed in before the hub puts the other"
        assert a.link.receive() == ["chat", pose(VR, 2)]
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(1, pose(VR, 1))]


def test_too_many_poses_are_dropped_and_told_with_their_number() -> None:
    with hall() as here:
        a, b = here.enter(Rate(1, 2)), here.enter()
        for _ in range(3):
            a.say(masked(pose(VR, 1)))
            b.say(masked(pose(VR, 2)))
            here.plane.drain(0.0)
        a.say(masked(pose(VR, 1)), masked(pose(VR, 1)), masked(pose(VR, 1)))
        here.plane.drain(0.0)
        here.plane.deliver(0.0)
        mine = [frame for slot, frame in here.inbox.poses if slot == 1]
        assert len(mine) == 2
        assert sum(count for _, count in here.inbox.dropped) == 4
        assert {slot for slot, _ in here.inbox.dropped} == {1}
        assert sum(slot == 2 for slot, _ in here.inbox.poses) == 3


def test_who_is_taken_out_of_the_room_before_the_tick_leaves_nothing() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        a.say(masked(pose(VR, 1)))
        b.say(masked(pose(VR, 2)))
        here.plane.drain(0.0)
        a.link.unroute()
        a.link.route(here.inbox, 77, 0)  # another room, the same connection
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(2, pose(VR, 2))]


def test_a_descriptor_that_is_used_again_has_nothing_of_the_one_before() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(pose(VR, 1)))
        here.plane.drain(0.0)
        row = a.link.row
        a.link.abort()
        b = here.enter(descriptor=row)
        assert b.link.row == row
        here.tick()
        assert here.inbox.poses == []
        b.say(masked(pose(VR, 3)))
        here.tick()
        assert here.inbox.poses == [(2, pose(VR, 3))]


def test_descriptors_beyond_the_tables_make_them_grow() -> None:
    with hall() as here:
        a = here.enter()
        b = here.enter(descriptor=3000)
        a.say(masked(pose(VR, 1)))
        b.say(masked(pose(VR, 2)))
        here.tick()
        assert sorted(here.inbox.poses) == [(1, pose(VR, 1)), (2, pose(VR, 2))]


def test_a_frame_goes_to_all_who_keep_up_and_the_rest_is_offered_it() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        b.link.send_reliable(text_wire(b"first"))
        here.offer([a.link, b.link], binary_wire(b"tick"), None)
        assert read_all(a, 6) == binary_wire(b"tick")
        b.link.flush()
        assert read_all(b, 13) == text_wire(b"first") + binary_wire(b"tick")
        assert b.link.ready
        here.offer([a.link, b.link], binary_wire(b"next"), None)
        assert read_all(a, 6) == read_all(b, 6) == binary_wire(b"next")


def test_a_frame_that_is_taken_in_part_is_finished_and_only_the_newest_poses_follow() -> None:
    """F-4, and no byte of a frame that was begun is lost."""
    with hall() as here:
        a = here.enter()
        wires = [binary_wire(bytes([n]) * 20_000) for n in range(200)]
        offered = 0
        while not a.link.behind:
            here.offer([a.link], wires[offered], None)
            offered += 1
        for n in range(offered, offered + 5):
            here.offer([a.link], wires[n], None)
        newest = offered + 4
        data, seen = b"", []
        while newest not in seen:
            data += read_on(a)
            while len(data) >= len(wires[0]):
                whole, data = data[: len(wires[0])], data[len(wires[0]) :]
                assert whole in wires
                seen.append(wires.index(whole))
        assert seen == [*range(offered), newest]
        assert a.link.ready


def test_entries_reach_one_who_is_behind_without_the_poses() -> None:
    with hall() as here:
        a = here.enter()
        big = binary_wire(bytes(20_000))
        while not a.link.behind:
            here.offer([a.link], big, None)
        here.offer([a.link], binary_wire(b"with poses"), binary_wire(b"entries"))
        here.offer([a.link], binary_wire(b"poses"), None)
        data = b""
        while not data.endswith(binary_wire(b"poses")):
            data += read_on(a)
        assert data.endswith(binary_wire(b"entries") + binary_wire(b"poses"))
        assert binary_wire(b"with poses") not in data


def test_a_peer_that_resets_is_released_once_whoever_notices_first() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        a.end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        a.end.close()
        while not a.link.gone:
            here.offer([a.link, b.link], binary_wire(b"tick"), None)
            here.plane.drain(0.0)
        a.link.abort()
        a.link.flush()
        assert a.link.code == 1006
        assert len(here.plane) == 1
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(a.link.row)
        b.say(masked(pose(VR, 1)))
        here.tick()
        assert here.inbox.poses == [(2, pose(VR, 1))]


def test_a_peer_that_is_lost_while_reading_is_paused_is_released() -> None:
    with hall() as here:
        a = here.enter()
        a.say(*(masked(b"x", Opcode.TEXT) for _ in range(64)))
        for _ in range(3):
            here.tick()
        a.say(masked(b"not read any more", Opcode.TEXT))
        here.tick()
        assert len(a.link.receive()) == 64
        a.say(*(masked(b"x", Opcode.TEXT) for _ in range(64)))
        for _ in range(3):
            here.tick()
        a.end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        a.end.close()
        here.tick()
        assert a.link.gone
        assert len(a.link.receive()) >= 64


def test_a_defect_in_one_links_handling_ends_it_and_touches_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: TickLink, data: bytes) -> None:
        if b"poison" in data:
            raise RuntimeError("a defect")

    with hall() as here:
        a, b, c = here.enter(), here.enter(), here.enter()
        monkeypatch.setattr(TickLink, "feed", broken)
        a.say(b"poison")
        b.say(masked(pose(VR, 2)))
        c.say(masked(b"hello"))
        here.tick()
        assert (a.link.gone, b.link.gone, c.link.gone) == (True, False, False)
        assert here.inbox.poses == [(2, pose(VR, 2))]


def test_bytes_are_counted_both_ways() -> None:
    limits, traffic = PoseLimits(FREE), Traffic()
    here = Hall(Plane(limits, traffic), limits, traffic)
    a = here.enter()
    a.say(masked(pose(VR, 1)))
    here.tick()
    a.say(masked(bytes(1000)))
    here.tick()
    assert traffic.received == 34 + 1008
    here.tick()  # nothing to read is no number of bytes
    here.offer([a.link], binary_wire(b"tick"), None)
    a.link.send_reliable(text_wire(b"ack"))
    a.link.flush()
    assert traffic.sent == 6 + 5
    assert traffic.received == 34 + 1008
    here.plane.close()
    a.end.close()


def test_the_setting_chooses() -> None:
    assert open_plane("asyncio", PoseLimits(FREE), Traffic()) is None
    plane = open_plane("auto", PoseLimits(FREE), Traffic())
    assert plane is not None
    assert plane.backend.name == "calls"
    plane.close()


def test_the_row_is_aligned_for_words() -> None:
    with hall() as here:
        assert here.plane._words.strides == (256, 4)
        assert np.shares_memory(here.plane._words, here.plane._octets)
