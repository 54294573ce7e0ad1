"""Hair: `make` gives the parts of a style for a body. One file for each family of styles."""

import zlib

import numpy as np

from people.body import Body
from people.hair import beard, curls, long, short
from people.hair.scalp import Head
from people.part import Part

STYLES = {
    "short": short.parted, "crop": short.crop, "grey-short": short.receding, "wavy": short.wavy,
    "bob": long.bob, "long-tied": long.tail, "bun": long.bun,
    "curls": curls.natural, "fade": curls.fade, "beard": beard.beard,
}  # fmt: skip


def make(style: str, body: Body) -> list[Part]:
    """The parts of a style; the same every time."""
    rng = np.random.default_rng(zlib.crc32(style.encode()))
    return STYLES[style](Head(body), rng)
