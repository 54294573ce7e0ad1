"""The bounded check of a GLB file before any glTF library sees it.

Everything here is linear in the file's size and refuses what would make a reader slow, large or
curious: wrong lengths, deep or huge JSON, addresses of other files, indices and counts that point
out of the file, graphs that are no forest. Figures: pygltflib needs about 0.15 ms for each object
and 10 us for each value of the JSON, so ``MAX_OBJECTS`` and ``MAX_VALUES`` keep it below 2 s.
"""

import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from pydantic import ValidationError

from .explain import findings, place
from .gltf import Gltf
from .gltf_rules import gltf_problems
from .problems import BranchError, Problem

MAX_FILE_BYTES = 64 << 20
MAX_JSON_BYTES = 8 << 20
MAX_DEPTH = 32
MAX_OBJECTS = 6_000
MAX_VALUES = 60_000
MOST_PROBLEMS = 20

MAGIC = b"glTF"
HEADER = struct.Struct("<4sII")
CHUNK = struct.Struct("<I4s")
# An unclosed string runs to the end, so that no byte is looked at twice.
STRINGS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)', re.DOTALL)
EXPORT_AGAIN = "export the file again as binary glTF 2.0 (.glb)"


@dataclass(frozen=True, slots=True)
class Glb:
    """A file that passed: its JSON as checked forms, and where its binary chunk lies."""

    gltf: Gltf
    binary_offset: int
    binary_length: int


def read_bytes(path: Path) -> bytes:
    """The whole file, at most ``MAX_FILE_BYTES``. Raises ``BranchError``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as fault:
        reason = (fault.strerror or "unreadable").lower()
        raise BranchError(
            [Problem(str(path), f"cannot be read ({reason})", "name an existing file")]
        ) from None
    if len(data) > MAX_FILE_BYTES:
        _refuse(
            str(path),
            f"is larger than {MAX_FILE_BYTES >> 20} MiB",
            "simplify meshes, shrink textures, compress with gltf-transform",
        )
    return data


def check_glb(data: bytes, where: str) -> Glb:
    """Check the bytes of a GLB file; ``where`` names it in problems. Raises ``BranchError``."""
    text, offset, length = _chunks(data, where)
    table = _parse(text, where)
    _no_addresses(table, where)
    try:
        gltf = Gltf.model_validate(table)
    except ValidationError as fault:
        raise BranchError(
            Problem(f"{where}: {place(loc)}", what, EXPORT_AGAIN)
            for loc, _, what in list(findings(fault))[:MOST_PROBLEMS]
        ) from None
    problems = gltf_problems(gltf, length, where)
    if problems:
        raise BranchError(problems[:MOST_PROBLEMS])
    return Glb(gltf, offset, length)


def _refuse(where: str, what: str, remedy: str = EXPORT_AGAIN) -> NoReturn:
    raise BranchError([Problem(where, what, remedy)])


def _chunks(data: bytes, where: str) -> tuple[bytes, int, int]:
    """The JSON chunk, and offset and length of the binary one (0, 0 without one)."""
    if len(data) < HEADER.size:
        _refuse(where, f"is cut off in its header ({len(data)} bytes)")
    magic, version, declared = HEADER.unpack_from(data)
    if magic != MAGIC:
        _refuse(where, 'is not a GLB file (it does not begin with "glTF")')
    if version != 2:
        _refuse(where, f"is glTF version {version}; only 2 is read")
    if declared > len(data):
        _refuse(where, f"is cut off: {declared} bytes announced, {len(data)} there")
    if declared < len(data):
        _refuse(where, f"has {len(data) - declared} bytes after its announced end")
    text_at, text_length = _chunk(data, HEADER.size, b"JSON", where)
    if text_length > MAX_JSON_BYTES:
        _refuse(
            f"{where}: JSON",
            f"is larger than {MAX_JSON_BYTES >> 20} MiB",
            "keep geometry and images in the binary chunk; drop large extras",
        )
    text = data[text_at : text_at + text_length]
    end = text_at + text_length
    if end == len(data):
        return text, 0, 0
    binary_at, binary_length = _chunk(data, end, b"BIN\0", where)
    end = binary_at + binary_length
    if end != len(data):
        _refuse(f"{where}: byte {end}", "has a third chunk, which nothing here reads")
    return text, binary_at, binary_length


def _chunk(data: bytes, at: int, kind: bytes, where: str) -> tuple[int, int]:
    """Offset and length of the content of the chunk at ``at``, which must be of ``kind``."""
    here, name = f"{where}: byte {at}", kind.rstrip(b"\0").decode()
    if at + CHUNK.size > len(data):
        _refuse(here, f"is cut off before its {name} chunk")
    length, found = CHUNK.unpack_from(data, at)
    if found != kind:
        _refuse(here, f"has no {name} chunk where one should be")
    if length % 4:
        _refuse(here, f"the {name} chunk's length ({length}) is not a multiple of 4")
    if at + CHUNK.size + length > len(data):
        _refuse(here, f"the {name} chunk ({length} bytes) reaches beyond the file's end")
    return at + CHUNK.size, length


def _parse(text: bytes, where: str) -> dict[str, Any]:
    here = f"{where}: JSON"
    _bounded(text, here)
    try:
        table = json.loads(text.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as fault:
        _refuse(here, f"is not UTF-8 (byte {fault.start})")
    except json.JSONDecodeError as fault:
        _refuse(here, f"is not JSON: {fault.msg} at character {fault.pos}")
    except ValueError as fault:
        _refuse(here, f"is not JSON: {fault}")
    if not isinstance(table, dict):
        _refuse(here, "is not an object")
    return table


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number there")


def _bounded(text: bytes, where: str) -> None:
    """Depth and number of objects and values, counted outside of strings, before parsing."""
    marks = np.frombuffer(STRINGS.sub(b"", text), np.uint8)
    opened = (marks == ord("{")) | (marks == ord("["))
    closed = (marks == ord("}")) | (marks == ord("]"))
    depth = np.cumsum(opened.astype(np.int32) - closed.astype(np.int32))
    if depth.size and int(depth.max()) > MAX_DEPTH:
        _refuse(where, f"is nested more than {MAX_DEPTH} levels deep", "drop deep extras")
    objects = int(np.count_nonzero(marks == ord("{")))
    if objects > MAX_OBJECTS:
        _refuse(
            where,
            f"describes {objects:,} objects; at most {MAX_OBJECTS:,} are read",
            "join meshes that share a material, merge materials, drop unused nodes",
        )
    values = int(np.count_nonzero(opened)) + int(np.count_nonzero(marks == ord(",")))
    if values > MAX_VALUES:
        _refuse(
            where,
            f"holds {values:,} values; at most {MAX_VALUES:,} are read",
            "drop large extras and unused nodes, accessors and animations",
        )


def _no_addresses(table: dict[str, Any], where: str) -> None:
    """No ``uri`` but a portal's link (which only we read), so that no reader fetches anything."""
    pending: list[tuple[str, Any]] = [("", table)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, list):
            pending += ((f"{path}[{i}]", item) for i, item in enumerate(value))
        elif isinstance(value, dict):
            if "uri" in value and not path.endswith(".OMI_link"):
                _refuse_address(f"{where}: {path.removeprefix('.')}", value["uri"])
            pending += ((f"{path}.{key}", item) for key, item in value.items())


def _refuse_address(where: str, uri: object) -> NoReturn:
    embedded = isinstance(uri, str) and uri[:5].lower() == "data:"
    what = "holds data as text (a data URI)" if embedded else "points to another file (uri)"
    _refuse(where, what, "export as one .glb, with buffers and images embedded in its binary chunk")
