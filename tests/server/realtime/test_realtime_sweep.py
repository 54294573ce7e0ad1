"""The frames of a tick: headers in place, the bare frames, and who gets which over real sockets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from realtime_hall import fill, hall, read_all, read_on, reset

from vbranch.protocol import codec
from vbranch.realtime.link import Wire, binary_wire, text_wire
from vbranch.realtime.sweep import HEADER_MOST, Sweep, sweep_of, write_headers
from vbranch.room.frames import LEAD, Packed, Told

HUGE = 1 << 21  # more than any socket takes at once
EDGES = st.sampled_from([0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 70_000])


def laid(payloads: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As a crowd lays them: each begins at a word, with ``LEAD`` bytes before it."""
    data, starts = b"", []
    for payload in payloads:
        data += b"\xee" * LEAD
        starts.append(len(data))
        data += payload + b"\xdd" * (-len(payload) % 4)
    ends = np.array(starts, dtype=np.intp) + list(map(len, payloads))
    return np.frombuffer(bytearray(data), np.uint8), np.array(starts, dtype=np.intp), ends


# ---- headers -----------------------------------------------------------------------------------


@given(st.lists(EDGES | st.integers(0, 400), max_size=8))
def test_a_frame_with_its_header_is_what_a_library_makes(sizes: list[int]) -> None:
    """RFC 6455, 5.2: two, four or ten bytes."""
    payloads = [bytes([n % 251]) * size for n, size in enumerate(sizes)]
    buffer, starts, ends = laid(payloads)
    before = buffer.copy()
    wires = write_headers(buffer, starts, ends)
    assert [bytes(wire) for wire in wires] == [binary_wire(payload) for payload in payloads]
    for start, wire in zip(starts, wires, strict=True):
        header = len(wire) - len(payloads[int(np.searchsorted(starts, start))])
        buffer[start - header : start] = 0xEE
    assert (buffer == before).all(), "nothing else is written"


def test_there_is_room_for_the_longest_header() -> None:
    assert LEAD >= HEADER_MOST


# ---- a crowd's frames --------------------------------------------------------------------------


def packed(frames: list[tuple[bytes, int, list[int]]], tails: list[bytes]) -> Packed:
    """Payloads, which of the tails each ends with, and who gets it."""
    buffer, starts, ends = laid([payload for payload, _, _ in frames])
    slots = [slot for _, _, slots in frames for slot in slots]
    bounds = np.cumsum([0, *(len(slots) for _, _, slots in frames)])
    tail_of = np.array([tail for _, tail, _ in frames], dtype=np.intp)
    return Packed(buffer, starts, ends, np.array(slots), bounds, tails, tail_of, Told())


@given(EDGES | st.integers(0, 400))
def test_an_only_frame_is_like_one_of_many(size: int) -> None:
    payload = bytes([7]) * size
    one = sweep_of(packed([(payload, 0, [4, 9])], [b""]))
    assert [bytes(wire) for wire in one.wires] == [binary_wire(payload)]
    assert (list(one.bares), list(one.ends)) == ([None], [2])


def frame_with(entries: bytes, *, full: bool = False, **rate: int) -> bytes:
    nothing = {
        name: np.empty((0, words), np.uint32)
        for name, words in (("vr", 6), ("far", 2), ("held", 4))
    }
    one = np.array([[1, 2, 3]], dtype=np.uint32)
    return codec.tick_frame(
        tick=70_000, time_ms=9, full=full, desktop=one, entries=entries, **nothing, **rate
    )


ENTRIES = (
    b'[{"kind":"chat","seq":5,"at":1,"member":"m_1","to":null,"text":"hi"}]',
    b'[{"kind":"away","seq":6,"at":1,"member":"m_1"}]',
)


def test_each_frame_goes_to_those_up_to_its_end_and_has_its_entries_without_the_records() -> None:
    """F-4."""
    frames = [
        (frame_with(b""), 0, [4, 7]),
        (frame_with(ENTRIES[0], full=True), 1, [2]),
        (frame_with(ENTRIES[1]), 2, [9, 1]),
        (frame_with(ENTRIES[1]), 2, [3]),
    ]
    sweep = sweep_of(packed(frames, [b"", *ENTRIES]))
    assert [bytes(wire) for wire in sweep.wires] == [binary_wire(frame) for frame, _, _ in frames]
    assert list(sweep.ends) == [2, 3, 5, 6]
    assert sweep.bares[0] is None
    bares = [codec.parse_tick_frame(bare[2:]) for bare in sweep.bares if bare is not None]
    assert [len(bare.entries) for bare in bares] == [1, 1, 1]
    assert [bare.entries[0].kind for bare in bares] == ["chat", "away", "away"]
    for bare in bares:
        assert (bare.tick, bare.time_ms, bare.full) == (70_000, 9, False)
        assert len(bare.desktop) == 0


def test_a_frame_without_records_says_the_rate_that_the_whole_one_says() -> None:
    """I-5: or who is behind would send as often as one with company."""
    whole = [frame_with(ENTRIES[0], pace=pace, stride=2) for pace in (2, 0)]
    sweep = sweep_of(packed([(one, 1, [n]) for n, one in enumerate(whole)], [b"", ENTRIES[0]]))
    bares = [codec.parse_tick_frame(bare[2:]) for bare in sweep.bares if bare is not None]
    assert [(bare.pace, bare.stride) for bare in bares] == [(2, 2), (0, 2)]


def test_a_tick_without_frames_is_an_empty_sweep() -> None:
    with hall() as here:
        a = here.enter()
        sweep = sweep_of(packed([], [b""]))
        here.plane.offer(np.empty(0, dtype=np.int64), sweep)
        assert (sweep.wires, here.traffic.sent, a.link.ready) == ([], 0, True)


# ---- over sockets ------------------------------------------------------------------------------


def test_everybody_gets_their_frame_and_nobody_anothers() -> None:
    with hall() as here:
        clients = [here.enter() for _ in range(5)]
        sweep = Sweep([memoryview(b"one"), Wire(b"two")], [None, None], [3, 5])
        here.plane.offer(np.array([client.link.berth for client in clients]), sweep)
        assert [read_all(client, 3) for client in clients] == [b"one"] * 3 + [b"two"] * 2
        assert here.traffic.sent == 15


@pytest.mark.parametrize("late", [(0,), (1,), (0, 1), (3,), (0, 1, 2, 3)])
def test_whoever_is_late_gets_their_own_frame_later_and_the_others_at_once(
    late: tuple[int, ...],
) -> None:
    with hall() as here:
        clients = [here.enter() for _ in range(4)]
        for number in late:
            clients[number].link.send_reliable(text_wire(b"first"))
        buffer = bytearray(b"aabbcc")
        views = [memoryview(buffer)[at : at + 2] for at in (0, 2, 4)]
        here.plane.offer(
            np.array([client.link.berth for client in clients]),
            Sweep(views, [None, None, None], [1, 3, 4]),
        )
        buffer[:] = b"xxxxxx"  # the next tick is packed into the same bytes
        wanted = [b"aa", b"bb", b"bb", b"cc"]
        for number, client in enumerate(clients):
            if number in late:
                client.link.flush()
                assert read_all(client, 9) == text_wire(b"first") + wanted[number]
            else:
                assert read_all(client, 2) == wanted[number]


def test_what_a_socket_did_not_take_is_kept_though_the_buffer_is_used_again() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        buffer = bytearray(b"\x01" * HUGE + b"\x02" * 5)
        view = memoryview(buffer)
        berths = np.array([a.link.berth, b.link.berth])
        here.plane.offer(berths, Sweep([view[:HUGE], view[HUGE:]], [None, None], [1, 2]))
        assert read_all(b, 5) == b"\x02" * 5
        buffer[:] = bytes(len(buffer))
        data = b""
        while len(data) < HUGE:
            data += read_on(a)
        assert data == b"\x01" * HUGE
        assert here.traffic.sent == HUGE + 5


def test_the_rest_of_a_frame_is_that_of_ones_own() -> None:
    """Not the first one's: it may hold what is for others alone (E-4)."""
    with hall() as here:
        a, b = here.enter(), here.enter()
        berths = np.array([a.link.berth, b.link.berth])
        wires = [Wire(b"\x01" * HUGE), Wire(b"\x02" * HUGE)]
        here.plane.offer(berths, Sweep(wires, [None, None], [1, 2]))
        data = b""
        while len(data) < HUGE:
            data += read_on(b)
        assert data == b"\x02" * HUGE


def test_who_took_nothing_gets_the_bare_frame_of_their_own() -> None:
    """F-4: known only when it is written to."""
    with hall() as here:
        a, b = here.enter(), here.enter()
        fill(b.link.sock)
        berths = np.array([a.link.berth, b.link.berth])
        wires, bares = (
            [Wire(b"poses 1"), Wire(b"poses 2")],
            [Wire(b"entries 1"), Wire(b"entries 2")],
        )
        here.plane.offer(berths, Sweep(wires, bares, [1, 2]))
        assert read_all(a, 7) == b"poses 1"
        data = b""
        while not data.endswith(b"2"):
            data += read_on(b)
        assert data.lstrip(b"\0") == b"entries 2"


def test_a_socket_that_fails_ends_and_everybody_after_it_gets_their_frame() -> None:
    with hall() as here:
        clients = [here.enter() for _ in range(4)]
        reset(clients[1])
        berths = np.array([client.link.berth for client in clients])
        for _ in range(3):
            here.plane.offer(berths, Sweep([Wire(b"one"), Wire(b"two")], [None, None], [2, 4]))
        assert clients[1].link.gone
        got = [read_all(clients[number], 9) for number in (0, 2, 3)]
        assert got == [b"one" * 3, b"two" * 3, b"two" * 3]
        assert here.traffic.sent == 27


def test_who_is_elsewhere_is_passed_over() -> None:
    with hall() as here:
        a = here.enter()
        here.plane.offer(np.array([-1, a.link.berth, -1]), Sweep([Wire(b"tick")], [None], [3]))
        assert read_all(a, 4) == b"tick"
        assert here.traffic.sent == 4


def test_a_berth_is_never_another_links() -> None:
    """A room may learn late that a link is over, when its descriptor is somebody else's already."""
    with hall() as here:
        a = here.enter()
        row, berth = a.link.row, a.link.berth
        a.link.abort()
        b = here.enter(descriptor=row)
        assert (b.link.row, a.link.ready, b.link.ready) == (row, False, True)
        b.link.send_reliable(text_wire(b"late"))  # so that it would be offered one by one
        for _ in range(2):
            here.plane.offer(np.array([berth]), Sweep([Wire(b"not for you")], [None], [1]))
            b.link.flush()
        a.link.ready = False
        assert b.link.ready
        here.offer([b.link], Wire(b"tick"), None)
        assert read_all(b, 10) == text_wire(b"late") + b"tick"
