"""Between bytes and messages: strict reading, writing, binary frames (PROTOCOL.md M, S, F).

Reading raises ``ProtocolFault`` and nothing else, whatever the bytes. No fault quotes what the
client sent (names and chat must not reach a log), except names of fields that look like one.
"""

import json
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeVar, get_args

import numpy as np
from pydantic import TypeAdapter, ValidationError

from . import messages as m
from .constants import (
    DESKTOP_RECORD_BYTES,
    FAR_RECORD_BYTES,
    HELD_RECORD_BYTES,
    PACE_SHIFT,
    POSE_HEADER_BYTES,
    REACTION_RECORD_BYTES,
    STATE_CHUNK_BYTES,
    STRIDE_SHIFT,
    STRIDES,
    TICK_HEADER_BYTES,
    VR_RECORD_BYTES,
    ErrorCode,
    FrameKind,
)
from .rotations import Words

CommandModel = m.CommandModel
ServerModel = m.ServerModel

HELLOS: Final[Mapping[str, type[m.Join | m.Resume]]] = {"join": m.Join, "resume": m.Resume}
COMMANDS: Final[Mapping[str, type[CommandModel]]] = {
    model.model_fields["type"].default: model for model in get_args(CommandModel)
}
RECORD_BYTES: Final[Mapping[FrameKind, int]] = {
    FrameKind.POSE_DESKTOP: DESKTOP_RECORD_BYTES,
    FrameKind.POSE_VR: VR_RECORD_BYTES,
    FrameKind.HELD: HELD_RECORD_BYTES,
    FrameKind.REACTION: REACTION_RECORD_BYTES,
}

_SERVER: TypeAdapter[ServerModel] = TypeAdapter(m.ServerMessage)
_ENTRY_LIST: TypeAdapter[Sequence[m.WireEntry]] = TypeAdapter(Sequence[m.WireEntry])
_COMMAND_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,36}")
_FIELD: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_TICK_HEADER: Final = struct.Struct("<BBHHHHHII")
_STATE_HEAD: Final = b'{"type":"state","part":%d,"of":%d,"data":"'
_STATE_TAIL: Final = b'"}'
_STATE_ROOM: Final = STATE_CHUNK_BYTES - 80  # what the head with two numbers and the tail leave
_RECORD_WORDS: Final = (
    VR_RECORD_BYTES // 4,
    DESKTOP_RECORD_BYTES // 4,
    FAR_RECORD_BYTES // 4,
    HELD_RECORD_BYTES // 4,
    REACTION_RECORD_BYTES // 4,
)
NO_REACTIONS: Final[Words] = np.empty((0, 1), dtype="<u4")

M = TypeVar("M", bound=m.Message)


class ProtocolFault(Exception):
    """What a client sent breaks the protocol; ``error()`` is what it is told (M-2, M-5)."""

    def __init__(
        self, code: ErrorCode, message: str, field: str | None = None, id: str | None = None
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.message = message
        self.field = field
        self.id = id

    def error(self) -> m.Error:
        return m.Error(code=self.code, message=self.message, field=self.field, id=self.id)


# ---- JSON from the client ---------------------------------------------------------------------


def parse_hello(text: str | bytes) -> m.Join | m.Resume:
    """The first message of a connection. A good command instead is ``not_joined`` (H-1)."""
    return _parse(text, HELLOS, _command_too_early)


def parse_command(text: str | bytes) -> CommandModel:
    """A message of a member. A second hello is bad form: a connection has one."""
    return _parse(text, COMMANDS, _hello_too_late)


def _parse(
    text: str | bytes,
    models: Mapping[str, type[M]],
    otherwise: Callable[[str, bytes, str | None], None],
) -> M:
    data, message = _read_object(text)
    id_ = message.get("id")
    command_id = id_ if isinstance(id_, str) and _COMMAND_ID.fullmatch(id_) else None
    kind = message.get("type")
    if not isinstance(kind, str):
        raise ProtocolFault(ErrorCode.BAD_FORM, "a message has a type", "type", command_id)
    if kind not in models:
        otherwise(kind, data, command_id)
        raise ProtocolFault(ErrorCode.UNKNOWN_TYPE, "there is no such type", "type", command_id)
    return _validate(models[kind], data, message, command_id)


def _read_object(text: str | bytes) -> tuple[bytes, dict[str, Any]]:
    """JSON text to an object. NaN and Infinity pass here, to be named as bad form later (M-1)."""
    try:
        data = text if isinstance(text, bytes) else text.encode()
        message = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise ProtocolFault(ErrorCode.BAD_JSON, "this is no JSON in UTF-8") from None
    if not isinstance(message, dict):
        raise ProtocolFault(ErrorCode.BAD_JSON, "a message is a JSON object")
    return data, message


def _validate(model: type[M], text: bytes, message: dict[str, Any], id_: str | None) -> M:
    """The strict reading. In JSON mode a list may stand for a tuple, and nothing else bends."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        _refuse_surrogates(message, id_)
        raise ProtocolFault(ErrorCode.BAD_JSON, "nested too deep", None, id_)
    field_path = _field_name(".".join(str(part) for part in first["loc"]))
    words = first["msg"].removeprefix("Value error, ")
    raise ProtocolFault(ErrorCode.BAD_FORM, words, field_path, id_)


def _refuse_surrogates(message: dict[str, Any], id_: str | None) -> None:
    """Lone surrogates come in as escapes, are no Unicode, and are bad form (M-1)."""
    for field, value in message.items():
        try:
            json.dumps([field, value], ensure_ascii=False).encode()
        except UnicodeEncodeError:
            where, why = _field_name(field), "a string has a lone surrogate"
            raise ProtocolFault(ErrorCode.BAD_FORM, why, where, id_) from None
        except RecursionError:
            return


def _field_name(path: str) -> str | None:
    """A field as it may be told; the client's own inventions only if they look like a name."""
    return path if _FIELD.fullmatch(path) else None


def _command_too_early(kind: str, text: bytes, id_: str | None) -> None:
    if kind in COMMANDS:
        command = parse_command(text)
        raise ProtocolFault(ErrorCode.NOT_JOINED, "say join or resume first", None, command.id)


def _hello_too_late(kind: str, text: bytes, id_: str | None) -> None:
    if kind in HELLOS:
        raise ProtocolFault(ErrorCode.BAD_FORM, "the visit has already begun", "type", id_)


# ---- JSON from the server ---------------------------------------------------------------------


def encode(message: m.Message) -> bytes:
    """A message as the JSON of a text frame."""
    return message.model_dump_json().encode()


def encode_entries(entries: Sequence[m.WireEntry]) -> bytes:
    """Entries as they stand at the end of a tick frame (F-3); nothing for no entries."""
    return _ENTRY_LIST.dump_json(entries) if entries else b""


def parse_server(text: str | bytes) -> ServerModel:
    """A message of the server, for bots and tests."""
    try:
        return _SERVER.validate_json(text)
    except ValidationError:
        raise ProtocolFault(ErrorCode.BAD_FORM, "this is no message of a server") from None


def state_chunks(state: m.RoomState) -> list[bytes]:
    """The text messages that bring a fresh state (S-2)."""
    return chunks_of(in_a_chunk(state.model_dump_json()))


def in_a_chunk(text: str) -> bytes:
    """JSON, or a part of it, as it stands in the ``data`` of chunks."""
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


def chunks_of(data: bytes) -> list[bytes]:
    """The text messages that bring a fresh state; ``data`` is made by ``in_a_chunk``."""
    pieces = list(_cut(data, _STATE_ROOM))
    return [
        _STATE_HEAD % (part, len(pieces)) + piece + _STATE_TAIL for part, piece in enumerate(pieces)
    ]


def join_state(chunks: Sequence[m.StateChunk]) -> m.RoomState:
    """The state of all its chunks in order, for bots and tests."""
    try:
        return m.RoomState.model_validate_json("".join(chunk.data for chunk in chunks))
    except ValidationError:
        raise ProtocolFault(ErrorCode.BAD_FORM, "the chunks make no state") from None


def _cut(escaped: bytes, size: int) -> list[bytes]:
    """Pieces of a JSON string's inside, cut neither in a character nor in an escape.

    ``\\uXXXX`` cannot occur: the text is itself JSON, in which control characters are escaped.
    """
    pieces, start = [], 0
    while start < len(escaped):
        end = min(start + size, len(escaped))
        while end < len(escaped) and escaped[end] & 0xC0 == 0x80:
            end -= 1
        run = end - len(escaped[start:end].rstrip(b"\\")) - start
        pieces.append(escaped[start : end - run % 2])
        start = end - run % 2
    return pieces


# ---- binary frames ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TickFrame:
    """A tick frame, read (F-3). The records are words; ``poses.unpack_*`` reads them."""

    tick: int
    time_ms: int
    full: bool
    vr: Words
    desktop: Words
    far: Words
    held: Words
    reactions: Words
    entries: Sequence[m.WireEntry]
    pace: int = 0
    """How often the receiver is to send its own pose: a place in ``PACE_HZ`` (I-5)."""
    stride: int = 1
    """With every how manieth tick a frame comes (I-5)."""


def tick_frame(
    *,
    tick: int,
    time_ms: int,
    full: bool,
    vr: Words,
    desktop: Words,
    far: Words,
    held: Words,
    entries: bytes,
    reactions: Words = NO_REACTIONS,
    pace: int = 0,
    stride: int = 1,
) -> bytes:
    """A tick frame (F-3). Record tables are uint32 of (n, 6), (n, 3), (n, 2), (n, 4), (n, 1)."""
    header = _TICK_HEADER.pack(
        FrameKind.TICK,
        tick_flags(full=full, pace=pace, stride=stride),
        len(vr),
        len(desktop),
        len(far),
        len(held),
        len(reactions),
        tick & 0xFFFFFFFF,
        time_ms & 0xFFFFFFFF,
    )
    tables = (table for table in (vr, desktop, far, held, reactions) if len(table))
    return b"".join(
        [header, *(table.astype("<u4", copy=False).tobytes() for table in tables), entries]
    )


def tick_flags(*, full: bool, pace: int, stride: int) -> int:
    """The second byte of a tick frame (F-3)."""
    return int(full) | pace << PACE_SHIFT | STRIDES.index(stride) << STRIDE_SHIFT


def parse_tick_frame(frame: bytes | bytearray | memoryview) -> TickFrame:
    """Read a tick frame, for bots and tests. Raises ``ProtocolFault`` (``bad_frame``)."""
    data = bytes(frame)
    if len(data) < TICK_HEADER_BYTES:
        _bad_frame("shorter than its header")
    kind, flags, *counts, tick, time_ms = _TICK_HEADER.unpack_from(data)
    if kind != FrameKind.TICK or flags >> STRIDE_SHIFT >= len(STRIDES):
        _bad_frame("no tick frame of this version")
    tables, offset = [], TICK_HEADER_BYTES
    for count, width in zip(counts, _RECORD_WORDS, strict=True):
        end = offset + 4 * count * width
        if end > len(data):
            _bad_frame("shorter than its records")
        tables.append(np.frombuffer(data, "<u4", count * width, offset).reshape(count, width))
        offset = end
    try:
        entries = m.ENTRIES.validate_json(data[offset:]) if offset < len(data) else []
    except ValidationError:
        _bad_frame("its entries are no entries")
    pace, stride = flags >> PACE_SHIFT & 3, STRIDES[flags >> STRIDE_SHIFT]
    vr, desktop, far, held, reactions = tables
    full = flags & 1 == 1
    return TickFrame(tick, time_ms, full, vr, desktop, far, held, reactions, entries, pace, stride)


def pose_frame(kind: FrameKind, seq: int, record_words: Words) -> bytes:
    """A client's binary frame: header and one record, ``(words,)`` or ``(1, words)`` (P-3)."""
    record = np.asarray(record_words, dtype="<u4").tobytes()
    if len(record) != RECORD_BYTES[kind]:
        raise ValueError("the record is not of this kind")
    return struct.pack("<BBH", kind, 0, seq & 0xFFFF) + record


def parse_pose_frame(frame: bytes | bytearray | memoryview) -> tuple[FrameKind, int, Words]:
    """Kind, sequence number and words ``(1, words)`` of a client's frame (F-2, P-3).

    Raises ``ProtocolFault`` (``bad_frame``) for another kind or length. The crowd does not use it:
    it reads whole tables of frames.
    """
    data = bytes(frame)
    kind = FrameKind(data[0]) if data and data[0] in RECORD_BYTES else None
    if kind is None or len(data) != POSE_HEADER_BYTES + RECORD_BYTES[kind]:
        _bad_frame("an unknown kind or a wrong length")
    seq = int.from_bytes(data[2:4], "little")
    return kind, seq, np.frombuffer(data, "<u4", offset=POSE_HEADER_BYTES).reshape(1, -1)


def _bad_frame(why: str) -> NoReturn:
    raise ProtocolFault(ErrorCode.BAD_FRAME, why)
