"""What every link promises, on each transport: real TCP, against websockets' own client side.

Longer than other test files: each promise is shown once here for both transports, so that neither
can grow a behaviour of its own in a file of its own.
"""

import asyncio
import os
import socket

import pytest
from realtime_kit import TRANSPORTS, Peer, pair, until
from websockets.frames import Frame, Opcode

from vbranch.protocol.constants import (
    MAX_FRAGMENTS,
    MAX_MESSAGE_BYTES,
    RELIABLE_QUEUE_BYTES,
    STALL_S,
)
from vbranch.realtime.base_link import (
    CLOSE_S,
    INBOX_BYTES,
    INBOX_MESSAGES,
    LATE_BYTES,
    PING_S,
    SEND_BUFFER,
    SILENT_S,
    BaseLink,
)
from vbranch.realtime.framing import MAX_CONTROLS, PING
from vbranch.realtime.link import binary_wire, text_wire

SMALL = 4096  # a receive buffer that fills quickly
PIECE = binary_wire(bytes(8192))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_binary_message_has_the_frame_that_the_library_would_make(size: int) -> None:
    payload = bytes(n & 0xFF for n in range(size))
    assert binary_wire(payload) == Frame(Opcode.BINARY, payload).serialize(mask=False)


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def received(link: BaseLink, count: int) -> list[str | bytes]:
    got: list[str | bytes] = []

    def enough() -> bool:
        got.extend(link.receive())
        return len(got) >= count

    await until(enough)
    return got


async def stall(link: BaseLink) -> None:
    """Fill kernel and asyncio buffers of a peer who does not read, so that they stay full: the
    kernel moves what it took in its own time (an acknowledgement may wait 40 ms), and then there is
    room again."""
    full = 0
    while full < 10:
        if not link.behind:
            full = 0
            link.send_reliable(PIECE, counted=False)
        await asyncio.sleep(0.02 if link.behind else 0)
        link.flush()
        full += link.behind


async def test_messages_both_ways_in_order(transport: str) -> None:
    async with pair(transport) as (link, peer):
        peer.text("één")
        peer.binary(b"\x02abc")
        assert await received(link, 2) == ["één", b"\x02abc"]
        link.send_reliable(text_wire(b"first"))
        link.send_tick(binary_wire(b"second"), None)
        link.flush()
        assert bytes((await peer.read()).data) == b"first"
        assert bytes((await peer.read()).data) == b"second"


async def test_what_is_offered_or_queued_leaves_with_the_beat(transport: str) -> None:
    """The link stirs; who offers need not know whom to flush."""
    async with pair(transport) as (link, peer):
        link.send_tick(binary_wire(b"poses"), None)
        assert bytes((await peer.read()).data) == b"poses"
        link.send_tick(binary_wire(b"poses and entries"), binary_wire(b"entries"))
        assert bytes((await peer.read()).data) == b"poses and entries"
        link.send_reliable(text_wire(b"ack"))
        assert bytes((await peer.read()).data) == b"ack"


async def test_a_newer_pose_frame_replaces_the_one_that_waits(transport: str) -> None:
    async with pair(transport) as (link, peer):
        # Nothing is awaited in between, so nothing is flushed.
        link.send_tick(binary_wire(b"old"), None)
        link.send_tick(binary_wire(b"new"), None)
        link.flush()
        assert bytes((await peer.read()).data) == b"new"


async def test_a_reader_behind_gets_entries_without_the_poses(transport: str) -> None:
    """F-4: of the frames offered meanwhile only entries and the newest poses arrive, in order."""
    async with pair(transport, SMALL) as (link, peer):
        await stall(link)
        link.send_reliable(binary_wire(bytes(500_000)), counted=False)
        for wire, entries in (
            (b"poses 1", None),
            (b"poses+entries 2", binary_wire(b"entries 2")),
            (b"poses 3", None),
            (b"poses 4", None),
        ):
            link.send_tick(binary_wire(wire), entries)
            link.flush()
        got = []
        while b"poses 4" not in got:
            got.append(bytes((await peer.read()).data))
        assert [g for g in got if len(g) < 100] == [b"entries 2", b"poses 4"]


async def test_poses_that_waited_do_not_come_after_newer_entries(transport: str) -> None:
    async with pair(transport, SMALL) as (link, peer):
        await stall(link)
        link.send_tick(binary_wire(b"poses 1"), None)
        link.send_tick(binary_wire(b"poses+entries 2"), binary_wire(b"entries 2"))
        link.send_reliable(text_wire(b"the end"))
        got = []
        while b"the end" not in got:
            got.append(bytes((await peer.read()).data))
        link.send_tick(binary_wire(b"poses 3"), None)
        link.flush()
        got.append(bytes((await peer.read()).data))
        assert [g for g in got if len(g) < 100] == [b"entries 2", b"the end", b"poses 3"]


async def test_the_kernels_buffer_is_kept_small(transport: str) -> None:
    """What a reader does not take has to come back to us soon."""
    async with pair(transport) as (link, _):
        sock = link.sock if transport == "tick" else link._transport.get_extra_info("socket")
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == 2 * SEND_BUFFER


async def test_a_full_reliable_queue_closes_with_4005(transport: str) -> None:
    async with pair(transport, SMALL) as (link, peer):
        await stall(link)
        while not link.closed:
            assert link.queued <= RELIABLE_QUEUE_BYTES
            link.send_reliable(PIECE)
        assert link.queued < 1000
        assert await peer.closed_with() == 4005


async def test_the_fresh_state_does_not_count_towards_the_limit(transport: str) -> None:
    async with pair(transport, SMALL) as (link, _):
        await stall(link)
        for _ in range(100):
            link.send_reliable(PIECE, counted=False)
        assert not link.closed
        assert link.queued == 0


async def test_a_reader_who_stands_still_is_closed_after_the_stall_time(transport: str) -> None:
    async with pair(transport, SMALL) as (link, peer):
        await stall(link)
        link.tend(100.0)
        link.tend(100.0 + STALL_S - 0.1)
        assert not link.closed
        link.tend(100.0 + STALL_S)
        assert link.closed
        assert await peer.closed_with() == 4005


async def test_a_slow_reader_who_moves_is_not_closed(transport: str) -> None:
    async with pair(transport, SMALL) as (link, peer):
        await stall(link)
        link.tend(100.0)
        while link.behind:
            await peer.read()
        link.send_reliable(binary_wire(bytes(500_000)), counted=False)
        link.flush()
        assert link.behind, "more than before, and yet something was taken"
        link.tend(100.0 + STALL_S)
        assert not link.closed


async def test_who_takes_a_long_message_bit_by_bit_is_not_closed(transport: str) -> None:
    """More than the kernel's buffers hold is read each time, so that some of ours left."""
    async with pair(transport, SMALL) as (link, peer):
        link.send_reliable(binary_wire(bytes(1_500_000)), counted=False)
        link.flush()
        for step in range(5):
            link.tend(100.0 + STALL_S * step)
            assert link.behind
            assert not link.closed
            await peer.reader.readexactly(250_000)


async def test_bytes_are_counted_both_ways(transport: str) -> None:
    async with pair(transport) as both:
        link, peer = both
        peer.text("x" * 10)
        assert await received(link, 1)
        link.send_reliable(text_wire(b"ack"))
        await peer.read()
        assert (both.beat.traffic.received, both.beat.traffic.sent) == (16, 5)


async def test_messages_up_to_the_limit_pass_and_one_byte_more_is_1009(transport: str) -> None:
    async with pair(transport) as (link, peer):
        peer.binary(bytes(MAX_MESSAGE_BYTES))
        assert await received(link, 1) == [bytes(MAX_MESSAGE_BYTES)]
        peer.binary(bytes(MAX_MESSAGE_BYTES + 1))
        assert await peer.closed_with() == 1009
        assert link.closed


async def test_the_reason_arrives_although_the_peer_went_on_sending(transport: str) -> None:
    """Closing outright would reset the connection and take the close frame with it."""
    async with pair(transport) as (link, peer):
        peer.binary(bytes(MAX_MESSAGE_BYTES + 1))
        await until(lambda: link.closed)
        for _ in range(100):
            peer.binary(bytes(8000))
            await asyncio.sleep(0)
        assert await peer.closed_with() == 1009


async def send_fragments(peer: Peer, count: int) -> None:
    peer.frame(Opcode.TEXT, b"x", fin=False)
    for i in range(2, count + 1):
        peer.frame(Opcode.CONT, b"x", fin=i == count)


async def test_as_many_fragments_as_allowed_pass_and_one_more_is_1009(transport: str) -> None:
    async with pair(transport) as (link, peer):
        await send_fragments(peer, MAX_FRAGMENTS)
        assert await received(link, 1) == ["x" * MAX_FRAGMENTS]
        await send_fragments(peer, MAX_FRAGMENTS + 1)
        assert await peer.closed_with() == 1009
        assert link.receive() == ()


async def test_an_unmasked_frame_is_1002(transport: str) -> None:
    async with pair(transport) as (link, peer):
        peer.frame(Opcode.TEXT, b"x", mask=False)
        assert await peer.closed_with() == 1002
        assert link.closed


async def test_text_that_is_not_utf8_is_1007(transport: str) -> None:
    async with pair(transport) as (_, peer):
        peer.frame(Opcode.TEXT, b"\xff")
        assert await peer.closed_with() == 1007


async def test_a_flood_of_pings_is_1008(transport: str) -> None:
    async with pair(transport) as (_, peer):
        for _ in range(MAX_CONTROLS + 1):
            peer.frame(Opcode.PING, b"")
        assert await peer.closed_with() == 1008


async def test_who_pings_and_does_not_read_the_answers_is_a_slow_reader(transport: str) -> None:
    """L-1."""
    async with pair(transport, SMALL) as (link, _):
        await stall(link)
        ping = Frame(Opcode.PING, bytes(125)).serialize(mask=True)
        for _ in range(2 + RELIABLE_QUEUE_BYTES // (127 * MAX_CONTROLS)):
            if not link.closed:
                assert link.queued <= RELIABLE_QUEUE_BYTES
                link.feed(ping * MAX_CONTROLS)
                link.tend(0.0)
        assert link.code == 4005


async def test_who_pings_at_leisure_may_do_so_for_ever(transport: str) -> None:
    async with pair(transport) as (link, peer):
        for second in range(3):
            for _ in range(MAX_CONTROLS):
                peer.frame(Opcode.PING, b"")
            for _ in range(MAX_CONTROLS):
                await peer.read(Opcode.PONG)
            link.tend(float(second))
        assert not link.closed


async def test_a_ping_is_answered_with_its_payload(transport: str) -> None:
    async with pair(transport) as (_, peer):
        peer.frame(Opcode.PING, b"beat")
        assert bytes((await peer.read(Opcode.PONG)).data) == b"beat"


async def test_messages_that_came_before_the_close_are_received(transport: str) -> None:
    async with pair(transport) as (link, peer):
        peer.text("bye")
        peer.frame(Opcode.CLOSE, b"\x03\xe8")
        await until(lambda: link.closed)
        assert link.receive() == ["bye"]
        assert await peer.closed_with() == 1000
        await peer.end()
        peer.writer.close()
        await until(lambda: link.gone)


async def test_what_was_queued_arrives_before_our_close_and_nothing_after(transport: str) -> None:
    async with pair(transport) as (link, peer):
        link.send_reliable(text_wire(b"goodbye"))
        link.close(1012, "come_back")
        link.send_reliable(text_wire(b"too late"))
        link.flush()
        assert bytes((await peer.read()).data) == b"goodbye"
        assert await peer.closed_with() == 1012
        assert link.closed
        assert not link.gone


async def test_poses_that_waited_do_not_come_after_the_close_frame(transport: str) -> None:
    """RFC 6455, 5.5.1."""
    async with pair(transport) as (link, peer):
        link.send_tick(binary_wire(b"poses"), None)
        link.close(1000, "")
        link.flush()
        assert await peer.reader.read(100) == b"\x88\x02\x03\xe8"
        link.abort()
        assert await peer.reader.read(100) == b""


async def test_what_a_peer_says_after_our_close_is_nobodys(transport: str) -> None:
    async with pair(transport) as (link, peer):
        link.close(1000, "normal")
        peer.text("still here")
        await peer.closed_with()  # answers the close by itself
        await peer.end()
        assert link.receive() == ()


async def test_who_talks_on_after_our_close_is_listened_to_for_a_short_while(
    transport: str,
) -> None:
    """Or a flood would cost more after its close than before."""
    async with pair(transport) as both:
        link, peer = both
        link.close(1008, "enough")
        for _ in range(100):
            peer.binary(bytes(8000))
        await until(lambda: not link._reading)
        await asyncio.sleep(0.02)
        assert both.beat.traffic.received <= LATE_BYTES + 2 * 8192


async def test_a_peer_who_does_not_answer_the_close_is_dropped_at_the_deadline(
    transport: str,
) -> None:
    async with pair(transport) as (link, _):
        link.close(1000, "normal")
        link.tend(10.0)
        link.tend(10.0 + CLOSE_S - 0.1)
        await asyncio.sleep(0)
        assert not link.gone
        link.tend(10.0 + CLOSE_S)
        await until(lambda: link.gone)


async def test_pings_and_the_end_of_a_silent_connection(transport: str) -> None:
    """T-6; a half-open connection is a silent one."""
    began = 1000.0
    async with pair(transport) as both:
        link, peer = both
        link.tend(began)
        link.tend(began + PING_S - 0.1)
        assert both.beat.traffic.sent == 0
        for _ in range(3):
            link.tend(began + PING_S)
        await peer.read(Opcode.PING)  # the peer answers by itself
        peer.text("and says something, so that one sees that the answer has come")
        assert await received(link, 1)
        assert both.beat.traffic.sent == len(PING)
        began += PING_S + 1
        link.tend(began)
        link.tend(began + SILENT_S - 0.1)
        assert not link.closed
        link.tend(began + SILENT_S)
        assert link.closed
        assert await peer.closed_with() == 1001


async def test_reading_pauses_while_nobody_takes_the_messages(transport: str) -> None:
    async with pair(transport) as (link, peer):
        big = os.urandom(8000)
        for _ in range(200):
            peer.binary(big)
        held = INBOX_BYTES + 2 * 16384
        await until(lambda: not link._reading)
        await asyncio.sleep(0.05)
        first = link.receive()
        assert sum(len(m) for m in first) <= held
        rest = await received(link, 200 - len(first))
        assert len(first) + len(rest) == 200


async def test_many_small_messages_pause_reading_too(transport: str) -> None:
    async with pair(transport) as (link, peer):
        for _ in range(20_000):
            peer.text("")
        await until(lambda: not link._reading)
        await asyncio.sleep(0.02)
        first = len(link.receive())
        assert INBOX_MESSAGES <= first <= INBOX_MESSAGES + 8192 // 6
        assert first + len(await received(link, 20_000 - first)) == 20_000


async def test_a_lost_peer_closes_the_link_and_sending_does_nothing(transport: str) -> None:
    async with pair(transport) as (link, peer):
        peer.writer.transport.abort()
        await until(lambda: link.gone)
        assert link.closed
        link.send_reliable(text_wire(b"x"))
        link.send_tick(binary_wire(b"x"), None)
        link.flush()
        link.close(1000, "normal")
        link.tend(1.0)
