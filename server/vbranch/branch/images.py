"""Width and height of pictures from their first bytes, and what they take on a graphics card.

Reads headers only, each in a bounded number of steps, so that a stranger's picture costs nothing.
"""

import struct
from dataclasses import dataclass

HEADER_BYTES = 1 << 16
"""So much of a file's beginning is enough for every form but a JPEG with long metadata."""
MOST_SEGMENTS = 256
PNG = b"\x89PNG\r\n\x1a\n"
KTX2 = b"\xabKTX 20\xbb\r\n\x1a\n"
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """``levels`` are the mip levels in the file; 0 means that they are made on arrival."""

    form: str
    width: int
    height: int
    levels: int = 0

    @property
    def gpu_bytes(self) -> int:
        """With all mip levels. KTX2 (Basis) is taken at one byte a pixel: what desktops make of it.

        Phones that know ETC2 keep ETC1S in half of that, so this is an upper bound.
        """
        if self.form != "ktx2":
            return _chain(self.width, self.height, 32, 4)
        return _chain(self.width, self.height, self.levels or 1, 1)


def _chain(width: int, height: int, levels: int, pixel_bytes: int) -> int:
    total, block = 0, 4 if pixel_bytes == 1 else 1
    for _ in range(levels):
        total += -(-width // block) * -(-height // block) * block * block * pixel_bytes
        if width == height == 1:
            break
        width, height = max(1, width // 2), max(1, height // 2)
    return total


def picture_of(data: bytes) -> Picture | None:
    """The picture that begins with ``data``; None if its form is not known or it is cut off."""
    try:
        if data.startswith(PNG):
            return Picture("png", *struct.unpack_from(">II", data, 16))
        if data.startswith(KTX2):
            width, height, _, _, _, levels = struct.unpack_from("<6I", data, 20)
            return Picture("ktx2", width, height, min(levels, 32))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
    except struct.error:
        return None
    return None


def _webp(data: bytes) -> Picture | None:
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return Picture("webp", width, height)
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return Picture("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Picture("webp", width & 0x3FFF, height & 0x3FFF)
    return None


def _jpeg(data: bytes) -> Picture | None:
    at = 2
    for _ in range(MOST_SEGMENTS):
        mark, length = struct.unpack_from(">xBH", data, at)
        if mark in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Picture("jpeg", width, height)
        at += 2 + length
    return None
