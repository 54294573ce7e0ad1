"""Sizes of pictures from their headers, and what they take on a graphics card."""

import base64
import struct

import pytest

from vbranch.branch.images import KTX2, Picture, picture_of

# Real files of 3 x 2 pixels, as sharp writes them.
LOSSY = base64.b64decode(
    "UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoDAAIABUB8JaACdAFAAAD+34Ae5aKwL6idiOMugAA="
)
LOSSLESS = base64.b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQoqp2pv+BiOh/AAA=")


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


def ktx2(width: int, height: int, levels: int) -> bytes:
    return KTX2 + struct.pack("<8I", 0, 1, width, height, 0, 0, 1, levels)


def jpeg(width: int, height: int) -> bytes:
    head = b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 6) + b"JFIF"
    return head + b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 3)


def extended_webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\0\0\0\0WEBPVP8X" + struct.pack("<II", 10, 0) + size


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        (png(640, 480), Picture("png", 640, 480)),
        (ktx2(1024, 512, 11), Picture("ktx2", 1024, 512, 11)),
        (jpeg(300, 200), Picture("jpeg", 300, 200)),
        (LOSSY, Picture("webp", 3, 2)),
        (LOSSLESS, Picture("webp", 3, 2)),
        (extended_webp(5000, 4000), Picture("webp", 5000, 4000)),
        (b"GIF89a", None),
        (b"", None),
        (png(1, 1)[:20], None),
        (b"\xff\xd8" + b"\xff\xe0\0\x02" * 1000, None),
        (b"RIFF\0\0\0\0WEBPVP8L", None),
    ],
)
def test_sizes_are_read_from_headers(data: bytes, picture: Picture | None) -> None:
    assert picture_of(data) == picture


def test_what_is_unpacked_takes_four_bytes_a_pixel_and_a_third_for_its_mip_levels() -> None:
    assert Picture("png", 4, 4).gpu_bytes == 4 * (16 + 4 + 1)
    assert Picture("webp", 1024, 1024).gpu_bytes == pytest.approx((4 << 20) * 4 / 3, rel=1e-5)


def test_ktx2_takes_a_byte_a_pixel_in_blocks_and_only_the_levels_it_has() -> None:
    assert Picture("ktx2", 1024, 1024, 1).gpu_bytes == 1 << 20
    assert Picture("ktx2", 6, 6, 2).gpu_bytes == 64 + 16


def test_a_picture_of_four_thousand_million_pixels_a_side_ends_soon() -> None:
    assert picture_of(ktx2(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)).gpu_bytes > 1 << 60
