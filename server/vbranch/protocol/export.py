"""What other languages are generated from: ``python -m vbranch.protocol.export schema|constants``.

``schema`` is a JSON Schema (2020-12) whose ``$defs`` hold every message, entry and the room's
state, and the unions ``ClientMessage``, ``ServerMessage`` and ``WireEntry``. ``constants`` holds
the figures and enumerations of ``constants.py``. The output depends on nothing but the sources.
"""

import json
import sys
from enum import Enum
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from . import constants, messages

UNIONS: dict[str, tuple[Any, JsonSchemaMode]] = {
    "ClientMessage": (messages.ClientMessage, "validation"),
    "ServerMessage": (messages.ServerMessage, "serialization"),
    "WireEntry": (messages.WireEntry, "serialization"),
}
STATE: tuple[Any, JsonSchemaMode] = (messages.RoomState, "serialization")


def schema() -> dict[str, Any]:
    """The JSON Schema of the socket's messages."""
    wanted = {**UNIONS, "RoomState": STATE}
    roots, described = TypeAdapter.json_schemas(
        [(name, mode, TypeAdapter(type_)) for name, (type_, mode) in wanted.items()],
        ref_template="#/$defs/{model}",
    )
    defs: dict[str, Any] = dict(described["$defs"])
    for name, (_, mode) in UNIONS.items():
        defs[name] = roots[name, mode]
    for definition in defs.values():
        _require_tags(definition)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": constants.SUBPROTOCOL,
        "$defs": dict(sorted(defs.items())),
    }


def numbers() -> dict[str, Any]:
    """Constants by name, and enumerations as name to value."""
    figures: dict[str, Any] = {}
    enums: dict[str, dict[str, Any]] = {}
    for name, value in vars(constants).items():
        if name.isupper() and isinstance(value, int | float | str):
            figures[name] = value
        elif isinstance(value, type) and issubclass(value, Enum) and list(value):
            enums[name] = {member.name: member.value for member in value}
    return {"constants": figures, "enums": enums}


def _require_tags(definition: dict[str, Any]) -> None:
    """``type`` and ``kind`` have defaults for those who construct, but are never absent."""
    tags = [name for name, field in definition.get("properties", {}).items() if "const" in field]
    required = definition.get("required", [])
    missing = [tag for tag in tags if tag not in required]
    if missing:
        definition["required"] = [*missing, *required]
    for tag in tags:
        definition["properties"][tag].pop("default", None)


def main(arguments: list[str]) -> int:
    """Print one of the two documents; 2 for any other argument."""
    documents = {"schema": schema, "constants": numbers}
    if len(arguments) != 1 or arguments[0] not in documents:
        print("usage: python -m vbranch.protocol.export schema|constants", file=sys.stderr)
        return 2
    print(json.dumps(documents[arguments[0]](), indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
