"""Framing without a socket: bounds, frame boundaries, and no parser held between two messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from vbranch.realtime.framing import MAX_CONTROLS, Framing, wire_size
from vbranch.realtime.link import Bounds


def frame(opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> bytes:
    return Frame(opcode, data, fin=fin).serialize(mask=mask)


def fed(*pieces: bytes, bounds: Bounds | None = None) -> Framing:
    framing = Framing(bounds or Bounds())
    for piece in pieces:
        framing.feed(piece)
    return framing


def close_code(answer: bytes) -> int:
    assert answer[0] == 0x88
    return int.from_bytes(answer[2:4], "big")


@given(st.data())
def test_however_the_bytes_are_cut_the_messages_are_the_same_and_it_is_quiet_only_between_them(
    data: st.DataObject,
) -> None:
    messages = data.draw(st.lists(st.binary(max_size=300), min_size=1, max_size=5))
    stream = b""
    for message in messages:
        parts = data.draw(st.integers(1, 3))
        size = -(-len(message) // parts)
        for n in range(parts):
            piece = message[n * size : (n + 1) * size]
            opcode = Opcode.BINARY if n == 0 else Opcode.CONT
            stream += frame(opcode, piece, fin=n == parts - 1)
            if data.draw(st.booleans()):
                stream += frame(Opcode.PING, b"!")
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=20)))
    framing, at = Framing(Bounds()), 0
    boundaries = boundaries_of(stream)
    for cut in [*cuts, len(stream)]:
        framing.feed(stream[at:cut])
        at = cut
        assert framing.quiet == (at in boundaries)
    assert framing.take() == messages


def boundaries_of(stream: bytes) -> set[int]:
    """Where a frame begins that begins a message, or could: worked out by hand (RFC 6455, 5.2)."""
    at, inside, found = 0, False, {0}
    while at < len(stream):
        opcode, fin, size = stream[at] & 15, stream[at] >> 7, stream[at + 1] & 127
        head = 2
        if size == 126:
            size, head = int.from_bytes(stream[at + 2 : at + 4], "big"), 4
        at += head + 4 + size
        if opcode < 8:
            inside = not fin
        if not inside:
            found.add(at)
    return found


def test_after_two_bytes_of_a_frame_it_is_not_quiet() -> None:
    """The parser has taken the header and waits for the mask with nothing in its buffer."""
    framing = fed(frame(Opcode.BINARY, b"x" * 28)[:2])
    assert not framing.quiet


def test_a_length_written_too_long_is_read_but_never_quiet_again() -> None:
    long_form = b"\x82\xfe\x00\x03\x00\x00\x00\x00abc"
    framing = fed(long_form)
    if framing.code is None:
        assert framing.take() == [b"abc"]
    assert not framing.quiet


def test_between_two_messages_it_holds_no_parser() -> None:
    framing = fed(frame(Opcode.TEXT, b"one"))
    assert framing.take() == ["one"]
    assert framing._ws is None


def test_what_waits_is_weighed_however_it_came() -> None:
    framing = fed(frame(Opcode.BINARY, bytes(300)), frame(Opcode.TEXT, "één".encode()))
    framing.accept(bytes(28))
    assert framing.size == 300 + 5 + 28
    assert framing.take() == [bytes(300), "één", bytes(28)]
    assert (framing.size, framing.take()) == (0, [])


def test_a_message_as_long_as_allowed_and_one_byte_more() -> None:
    bounds = Bounds(message=100, fragments=4)
    framing = fed(frame(Opcode.BINARY, bytes(100)), bounds=bounds)
    assert framing.take() == [bytes(100)]
    framing.feed(frame(Opcode.BINARY, bytes(101)))
    assert framing.code == close_code(framing.answers[-1]) == 1009
    assert framing.ended


def test_a_message_too_long_in_fragments() -> None:
    bounds = Bounds(message=100, fragments=4)
    framing = fed(frame(Opcode.BINARY, bytes(60), fin=False), bounds=bounds)
    framing.feed(frame(Opcode.CONT, bytes(60)))
    assert framing.code == 1009
    assert framing.take() == []


def test_too_many_fragments_though_they_are_empty() -> None:
    framing = fed(frame(Opcode.TEXT, b"", fin=False), bounds=Bounds(message=100, fragments=4))
    for _ in range(3):
        framing.feed(frame(Opcode.CONT, b"", fin=False))
    assert framing.code is None
    framing.feed(frame(Opcode.CONT, b"", fin=False))
    assert framing.code == 1009


def test_control_frames_are_counted_until_some_time_has_passed() -> None:
    ping = frame(Opcode.PING, b"")
    framing = fed(ping * MAX_CONTROLS)
    assert framing.code is None
    assert len(framing.answers) == MAX_CONTROLS
    framing.relax()
    framing.feed(ping * MAX_CONTROLS)
    assert framing.code is None
    framing.feed(ping)
    assert framing.code == 1008


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(Opcode.TEXT, b"x", mask=False), 1002),
        (frame(Opcode.TEXT, b"\xff"), 1007),
        (frame(Opcode.CONT, b"x"), 1002),
        (b"\xc2\x80\0\0\0\0", 1002),
        (b"\x83\x80\0\0\0\0", 1002),
        (b"\x09\x80\0\0\0\0", 1002),
        (b"\x89\xfe\x00\x80\0\0\0\0" + bytes(128), 1002),
    ],
    ids=["unmasked", "no utf-8", "continues nothing", "rsv", "opcode", "cut ping", "long ping"],
)
def test_broken_frames(data: bytes, code: int) -> None:
    framing = fed(data)
    assert framing.code == close_code(framing.answers[-1]) == code
    framing.feed(frame(Opcode.TEXT, b"after"))
    assert framing.take() == []


def test_the_closing_handshake_from_either_side() -> None:
    theirs = fed(frame(Opcode.TEXT, b"bye") + frame(Opcode.CLOSE, b"\x03\xe8"))
    assert theirs.take() == ["bye"]
    assert (theirs.code, theirs.ended) == (1000, True)
    ours = Framing(Bounds())
    ours.close(1012, "come_back")
    assert (ours.code, ours.ended) == (1012, False)
    ours.feed(frame(Opcode.TEXT, b"too late") + frame(Opcode.CLOSE, b"\x03\xf4"))
    assert ours.take() == []
    assert ours.ended


def test_an_end_without_a_close_is_1006() -> None:
    framing = Framing(Bounds())
    framing.feed_eof()
    assert framing.code == 1006


@given(st.integers(0, 70_000))
def test_wire_size_is_what_a_client_sends(size: int) -> None:
    assert wire_size(size) == len(frame(Opcode.BINARY, bytes(size)))
