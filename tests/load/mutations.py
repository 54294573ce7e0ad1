"""Good client frames with something wrong, the same for the same seed.

Half of the mutations leave RFC 6455 alone and spoil what is said; the other half spoil the bytes of
the frames.
"""

import itertools
import json
import random
import struct
from collections.abc import Iterator
from typing import Any, Final

from raw_socket import frame
from websockets.frames import Opcode

CARD: Final = "welcome-card"
TEXT, BINARY = Opcode.TEXT, Opcode.BINARY


class Mouth:
    """Says good things for one member, and then spoils them."""

    def __init__(self, seed: int, slot: int) -> None:
        self._random = random.Random(seed)
        self._slot = slot
        self._numbers = itertools.count(1)

    def stream(self, frames: int) -> Iterator[bytes]:
        """So many frames, most of them spoilt."""
        for _ in range(frames):
            yield self._random.choice((self._spoilt_words, self._spoilt_bytes))()

    # ---- good --------------------------------------------------------------------------------

    def _message(self) -> tuple[int, bytes]:
        number = next(self._numbers)
        kind = self._random.randrange(6)
        if kind < 3:
            size, code = ((12, 2), (24, 3), (16, 4))[kind]
            words = struct.pack("<I", self._slot | 700 << 13) + bytes(size - 4)
            return BINARY, struct.pack("<BBH", code, 0, number & 0xFFFF) + words
        fields: dict[str, Any] = (
            {"type": "chat", "text": "good day " * self._random.randrange(1, 50)},
            {"type": "exhibit.hotspot", "exhibit": CARD, "hotspot": "chip"},
            {"type": "exhibit.settle", "exhibit": CARD, "rotation": [0.0, 0.6, 0.0, 0.8]},
        )[kind - 3]
        return TEXT, json.dumps(fields | {"id": f"mutant-{number:06d}"}).encode()

    # ---- spoilt ------------------------------------------------------------------------------

    def _spoilt_words(self) -> bytes:
        """A right frame with a spoilt payload."""
        opcode, payload = self._message()
        spoilt = bytearray(payload)
        for _ in range(self._random.choice((0, 1, 1, 2, 8))):
            at = self._random.randrange(len(spoilt))
            match self._random.randrange(4):
                case 0:
                    spoilt[at] ^= 1 << self._random.randrange(8)
                case 1:
                    del spoilt[at:]
                case 2:
                    spoilt[at:at] = self._random.randbytes(self._random.randrange(40))
                case _:
                    spoilt[at:] = spoilt[: len(spoilt) - at]
            spoilt = spoilt or bytearray(b"x")
        return frame(opcode, bytes(spoilt))

    def _spoilt_bytes(self) -> bytes:
        """A right payload in a spoilt frame."""
        opcode, payload = self._message()
        match self._random.randrange(8):
            case 0:
                return frame(opcode, payload, reserved=self._random.randrange(1, 8))
            case 1:
                return frame(self._random.randrange(16), payload)
            case 2:
                return frame(opcode, payload, masked=False)
            case 3:
                return frame(opcode, payload, fin=False)
            case 4:
                return frame(opcode, payload, length=self._length(len(payload)))
            case 5:
                whole = frame(opcode, payload)
                return whole[: self._random.randrange(1, len(whole))]
            case 6:
                spoilt = bytearray(frame(opcode, payload))
                spoilt[self._random.randrange(len(spoilt))] ^= 1 << self._random.randrange(8)
                return bytes(spoilt)
            case _:
                return self._random.randbytes(self._random.randrange(1, 300))

    def _length(self, right: int) -> bytes:
        """Wrong, or right and written in an odd way."""
        wrong = self._random.choice((right, right + 1, right - 1, 0, 65_536, 1 << 40, 1 << 63))
        return self._random.choice(
            (bytes([wrong % 126]), struct.pack(">BH", 126, wrong % 65_536))
            if self._random.random() < 0.5
            else (struct.pack(">BQ", 127, wrong),)
        )
