"""Strict reading and writing of messages and frames (PROTOCOL.md M, S, F)."""

import json
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import ErrorCode, FrameKind, Role

CHAT = '{"type":"chat","id":"c-000001","text":"hello"}'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


def fault_of(parse, data) -> codec.ProtocolFault | None:
    """The fault, if any; every other exception is a failure."""
    try:
        parse(data)
    except codec.ProtocolFault as fault:
        return fault
    return None


def words(rows: int, width: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**32, (rows, width), dtype=np.uint32)


# ---- reading ----------------------------------------------------------------------------------


def test_text_and_bytes_are_read_alike():
    assert codec.parse_command(CHAT) == codec.parse_command(CHAT.encode())


@given(st.binary() | st.text(st.characters()))
def test_nothing_but_protocol_faults_for_any_bytes(data):
    for parse in (codec.parse_hello, codec.parse_command, codec.parse_server):
        with pytest.raises(codec.ProtocolFault):
            parse(data)


@given(fields=st.dictionaries(st.sampled_from(["id", "text", "rotation", "pose", "x"]), JSON))
@example(fields={"id": "c-000001", "rotation": [10**400, 0, 0, 0]})
def test_nothing_but_protocol_faults_for_any_fields(fields):
    for kind in (*codec.HELLOS, *codec.COMMANDS, "dance"):
        text = json.dumps({**fields, "type": kind})
        for parse in (codec.parse_hello, codec.parse_command):
            fault = fault_of(parse, text)
            assert fault is None or codec.encode(fault.error()).decode()


TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=600))
@example(text="a\u202eb")
def test_what_is_said_comes_through_unchanged_or_not_at_all(text):
    message = json.dumps({"type": "chat", "id": "c-000001", "text": text})
    fault = fault_of(codec.parse_command, message)
    controls = any(
        (unicodedata.category(c) == "Cc" and c not in "\n\t")
        or unicodedata.bidirectional(c) in TURNING
        or c in "\u061c\u200e\u200f"
        for c in text
    )
    if text.strip() and len(text) <= 500 and not controls:
        assert codec.parse_command(message) == m.Chat(id="c-000001", text=text)
    else:
        assert fault is not None
        assert (fault.code, fault.field, fault.id) == (ErrorCode.BAD_FORM, "text", "c-000001")


def test_no_fault_quotes_what_was_said():
    secret = "Zhang-Wei-4711"
    for message in (
        {"type": "chat", "id": "c-000001", "text": secret + "\0"},
        {"type": "chat", "id": "c-000001", "text": "x", secret + " <": 1},
        {"type": "join", "ticket": secret, "name": secret * 9},
        {"type": secret},
    ):
        for parse in (codec.parse_hello, codec.parse_command):
            with pytest.raises(codec.ProtocolFault) as caught:
                parse(json.dumps(message))
            assert secret not in str(caught.value)
            assert secret not in codec.encode(caught.value.error()).decode()


def test_a_fault_names_the_command_that_it_could_read():
    with pytest.raises(codec.ProtocolFault) as caught:
        codec.parse_hello(CHAT)
    assert caught.value.error() == m.Error(
        code=ErrorCode.NOT_JOINED, message="say join or resume first", id="c-000001"
    )


# ---- writing ----------------------------------------------------------------------------------


@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=500), max_size=60),
    many=st.integers(0, 3),
)
@example(texts=["\\" * 500, '"' * 500, "\n" * 500, "👋" * 500] * 10, many=0)
def test_a_state_comes_through_its_chunks(texts, many):
    """S-2: any state, cut anywhere, and no chunk above the limit."""
    chat = [
        m.ChatView(seq=i, at=i, member="m", name="n" * many, text=t) for i, t in enumerate(texts)
    ]
    state = m.RoomState(
        room="r", epoch="e", seq=1, locked=False, members=[], exhibits=[], chat=chat
    )
    chunks = codec.state_chunks(state)
    assert all(len(chunk) <= 16 * 1024 for chunk in chunks)
    read = [codec.parse_server(chunk) for chunk in chunks]
    assert [(c.part, c.of) for c in read] == [(i, len(chunks)) for i in range(len(chunks))]
    assert codec.join_state(read) == state


@pytest.mark.parametrize("text", ["\\" * 500, '"' * 500, "\n\t" * 250, "👋" * 500, "é字" * 250])
def test_a_state_is_cut_neither_in_a_character_nor_in_an_escape(text):
    """S-2: wherever the limit falls; the epoch shifts what follows byte by byte."""
    chat = [m.ChatView(seq=i, at=i, member="m", name="n", text=text) for i in range(30)]
    for shift in range(9):
        state = m.RoomState(
            room="r", epoch="e" * shift, seq=1, locked=False, members=[], exhibits=[], chat=chat
        )
        chunks = codec.state_chunks(state)
        assert len(chunks) > 1
        assert codec.join_state([codec.parse_server(chunk) for chunk in chunks]) == state


def test_chunks_that_are_not_all_there_are_refused():
    with pytest.raises(codec.ProtocolFault):
        codec.join_state([m.StateChunk(part=0, of=2, data='{"room":')])


# ---- binary frames ----------------------------------------------------------------------------

COUNTS = st.integers(0, 5)
ENTRIES = [
    m.JoinEntry(seq=1, at=2, member="m", slot=0, role=Role.BOT, name="é", avatar=0),
    m.ChatEntry(seq=3, at=4, member="m", text='"\\👋'),
]


@given(
    counts=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS),
    full=st.booleans(),
    said=st.integers(0, 2),
    pace=st.integers(0, 3),
    stride=st.sampled_from((1, 2, 4)),
)
def test_a_tick_frame_comes_back(counts, full, said, pace, stride):
    """F-3."""
    tables = [words(n, w, n) for n, w in zip(counts, (6, 3, 2, 4), strict=True)]
    named = dict(zip(("vr", "desktop", "far", "held"), tables, strict=True))
    data = codec.tick_frame(
        tick=2**32 + 5,
        time_ms=2**40 + 7,
        full=full,
        **named,
        entries=codec.encode_entries(ENTRIES[:said]),
        pace=pace,
        stride=stride,
    )
    read = codec.parse_tick_frame(data)
    assert (read.tick, read.time_ms, read.full) == (5, 7, full)
    assert (read.pace, read.stride) == (pace, stride)
    for name, table in named.items():
        assert (getattr(read, name) == table).all()
    assert list(read.entries) == ENTRIES[:said]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tick_frame_or_bad_frame(data):
    for start in (b"", b"\x01\0\0\0\0\0\0\0\0\0\0\0"):
        fault = fault_of(codec.parse_tick_frame, start + data)
        assert fault is None or fault.code == ErrorCode.BAD_FRAME


@pytest.mark.parametrize(
    ("kind", "width", "size"),
    [(FrameKind.POSE_DESKTOP, 3, 16), (FrameKind.POSE_VR, 6, 28), (FrameKind.HELD, 4, 20)],
)
def test_a_pose_frame_is_a_header_and_a_record(kind, width, size):
    """P-3."""
    record = words(1, width, 3)
    frame = codec.pose_frame(kind, 0x1_0203, record)
    assert len(frame) == size
    assert frame[:4] == bytes([kind, 0, 0x03, 0x02])
    read_kind, seq, read = codec.parse_pose_frame(memoryview(frame))
    assert (read_kind, seq) == (kind, 0x0203)
    assert (read == record).all()


def test_a_record_of_another_kind_makes_no_frame():
    with pytest.raises(ValueError, match="kind"):
        codec.pose_frame(FrameKind.POSE_VR, 1, words(1, 3, 1))
