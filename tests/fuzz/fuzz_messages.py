"""Text of a client: understood, or refused with a typed error that quotes nothing (M-1 to M-5)."""

from typing import Any, Final

from vbranch.protocol import codec

FAULT_BYTES: Final = 400
"""More than any error says, less than what could carry somebody's words."""


def run(data: bytes) -> None:
    for parse in (codec.parse_hello, codec.parse_command):
        read(parse, data)
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    for parse in (codec.parse_hello, codec.parse_command):
        read(parse, text)


def read(parse: Any, message: str | bytes) -> None:
    """Reads the same again when written again; anything else is one kind of fault."""
    try:
        found = parse(message)
    except codec.ProtocolFault as fault:
        error = fault.error()
    else:
        assert parse(codec.encode(found)) == found
        return
    told = codec.encode(error)
    assert len(told) <= FAULT_BYTES
    assert codec.parse_server(told) == error
