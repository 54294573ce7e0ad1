"""The frames of a whole tick in one buffer, and who gets which of them (PROTOCOL.md F-3).

Records are copied from the table to their places by a few calls for all frames at once. They are
words of 32 bits at any word of the buffer; only far records, of which there are most, begin at an
even one, where copying is fastest. So a frame begins where its far records come out right.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import FrameKind
from vbranch.protocol.rotations import Words

from .checks import Mask, Rows
from .news import Ending
from .ragged import Pairs, bounds_of, sizes_of
from .table import Table, far_words

LEAD: Final = 12  # of which a server's WebSocket header needs up to 10, and payloads are aligned
WORD: Final = 4
_HEAD: Final = 5  # words of a frame's header
_VR, _DESKTOP, _FAR = 6, 3, 2  # words of the records


class Told(NamedTuple):
    """How many pose records the receivers of a tick get in all, by tier (I-1)."""

    near: int = 0
    middle: int = 0
    far: int = 0


class Packed(NamedTuple):
    """The frames of one tick; valid until the next ``pack`` of the same crowd.

    Frame ``i`` is ``buffer[starts[i]:ends[i]]``, and the ``LEAD`` bytes before it are free for its
    WebSocket header. ``slots[bounds[i]:bounds[i + 1]]`` get it; nobody is there twice, and a frame
    always has somebody who gets it.
    """

    buffer: NDArray[np.uint8]
    starts: Rows
    ends: Rows
    slots: Rows
    bounds: Rows
    tails: Sequence[bytes]
    """The different entries at the ends of frames; the first is ``b""``."""
    tail_of: Rows
    """Which of ``tails`` is at the end of each frame: what a reader who is behind is to get
    nevertheless (F-4)."""
    told: Told

    def __len__(self) -> int:
        return len(self.starts)


class Moment(NamedTuple):
    """When a tick is packed, as its frames say it."""

    tick: int
    time_ms: int


class Addressed(NamedTuple):
    """Frames and their receivers: ``slots[bounds[i]:bounds[i + 1]]`` get frame ``i``."""

    slots: Rows
    bounds: Rows
    flags: Rows
    """The second byte of each frame (F-3)."""
    endings: Rows
    """Which of the endings is each frame's."""

    @property
    def sizes(self) -> Rows:
        return sizes_of(self.bounds)

    def only(self, chosen: Mask) -> "Addressed":
        """Some of the receivers; frames may be left without any."""
        bounds = bounds_of(chosen)[self.bounds]
        return self._replace(slots=self.slots.compress(chosen), bounds=bounds)


class Share(NamedTuple):
    """Full records of one list: the pairs of one kind, and where those of each frame begin."""

    pairs: Pairs
    bounds: Rows

    @property
    def sizes(self) -> Rows:
        return sizes_of(self.bounds)


class Sheet:
    """Lays out and writes ``count`` frames: those who are near and in the middle distance have a
    full record, those who are far a far one."""

    def __init__(
        self, table: Table, near: Sequence[Pairs], middle: Pairs, far: Pairs, count: int
    ) -> None:
        self._table, self._headsets = table, table.vr
        self._numbers = np.arange(count + 1)
        self._far = self._share(far)
        self.middle = self._share(middle).sizes
        self._heads: list[Share] = []
        self._screens: list[Share] = []
        for pairs in (*near, middle):
            if len(pairs.slots):
                headset = self._headsets.take(pairs.slots)
                self._heads.append(self._share(pairs.only(headset)))
                self._screens.append(self._share(pairs.only(~headset)))
        none = np.zeros(count, dtype=np.intp)
        self.vr = sum((share.sizes for share in self._heads), none)
        self.desktop = sum((share.sizes for share in self._screens), none)
        self.far = self._far.sizes

    def _share(self, pairs: Pairs) -> Share:
        return Share(pairs, pairs.frames.searchsorted(self._numbers))

    @property
    def filled(self) -> Mask:
        """Which frames have any record."""
        filled: Mask = (self.vr + self.desktop + self.far) > 0
        return filled

    def told(self, receivers: Rows) -> Told:
        """``receivers`` of each frame."""
        full = int(np.dot(self.vr + self.desktop, receivers))
        middle = int(np.dot(self.middle, receivers))
        return Told(full - middle, middle, int(np.dot(self.far, receivers)))

    def write(self, to: Addressed, endings: Sequence[Ending], moment: Moment) -> Packed:
        """The frames that have somebody who gets them."""
        sizes = np.array([len(ending.data) for ending in endings])[to.endings]
        receivers = to.sizes
        records = _VR * self.vr + _DESKTOP * self.desktop + _FAR * self.far
        aside = self.desktop & 1  # a word, so that far records are at an even one
        room = LEAD // WORD + aside + _HEAD + records + (sizes + WORD - 1) // WORD
        room = (room + 1) // 2 * 2 * (receivers > 0)
        bounds = bounds_of(room)
        starts = bounds[:-1] + LEAD // WORD + aside
        whole = np.empty(int(bounds[-1]) // 2 + 16, dtype="<u8")
        words: Words = whole.view("<u4")
        self._write_heads(words, starts, to, endings, moment)
        self._write_full(words, starts + _HEAD)
        begin = starts + _HEAD + _VR * self.vr + _DESKTOP * self.desktop
        self._write_far(whole, begin // 2)
        self._write_ends(words, begin + _FAR * self.far, to.endings, endings)
        alive = (receivers > 0).nonzero()[0]
        starts = starts[alive] * WORD
        ends = starts + WORD * (_HEAD + records[alive]) + sizes[alive]
        bounds = np.concatenate((to.bounds[alive], to.bounds[-1:]))
        tails = [ending.tail for ending in endings]
        told = self.told(receivers)
        octets = whole.view(np.uint8)
        return Packed(octets, starts, ends, to.slots, bounds, tails, to.endings[alive], told)

    def _write_heads(
        self,
        words: Words,
        starts: Rows,
        to: Addressed,
        endings: Sequence[Ending],
        moment: Moment,
    ) -> None:
        counts = np.array([(ending.held, ending.reactions) for ending in endings], dtype=np.intp)
        held, reactions = counts[to.endings].T
        heads = np.empty((len(starts), _HEAD), dtype="<u4")
        heads[:, 0] = FrameKind.TICK | to.flags << 8 | self.vr << 16
        heads[:, 1] = self.desktop | self.far << 16
        heads[:, 2] = held | reactions << 16
        heads[:, 3:] = moment.tick & 0xFFFFFFFF, moment.time_ms & 0xFFFFFFFF
        alive = to.sizes > 0
        said = heads.compress(alive, axis=0).view(f"V{WORD * _HEAD}").ravel()
        _at_words(words, _HEAD)[starts.compress(alive)] = said

    def _write_full(self, words: Words, begin: Rows) -> None:
        """Headset records, and screen records after them; each frame's begin at that word."""
        screens = begin + _VR * self.vr
        for width, first, shares in ((_VR, begin, self._heads), (_DESKTOP, screens, self._screens)):
            to, records = _at_words(words, width), self._table.records(width)
            for share in shares:
                frames, slots = share.pairs
                place = (first - width * share.bounds[:-1]).take(frames)
                place += width * np.arange(len(frames))
                to[place] = records[slots]
                first = first + width * share.sizes

    def _write_far(self, whole: NDArray[np.uint64], begin: Rows) -> None:
        """Far records; each frame's begin at that double word."""
        (frames, slots), bounds = self._far
        if not len(slots):
            return
        place = (begin - bounds[:-1]).take(frames)
        place += np.arange(len(place))
        table, wanted = self._table, np.zeros(len(self._table), dtype=np.bool_)
        wanted[slots] = True
        rows = wanted.nonzero()[0]
        records = np.empty(len(table), dtype="<u8")
        records[rows] = far_words(table.words[rows], self._headsets[rows]).view("<u8").ravel()
        whole[place] = records.take(slots)

    def _write_ends(
        self, words: Words, begin: Rows, numbers: Rows, endings: Sequence[Ending]
    ) -> None:
        for number, ending in enumerate(endings[1:], 1):
            size = len(ending.data)
            words_each = -(-size // WORD)
            data = np.frombuffer(
                ending.data.ljust(WORD * words_each), dtype=f"V{WORD * words_each}"
            )
            _at_words(words, words_each)[begin[numbers == number]] = data


def _at_words(words: Words, width: int) -> NDArray[np.void]:
    """The buffer as records of so many words, one beginning at every word."""
    return np.ndarray((len(words) - width + 1,), f"V{WORD * width}", words, 0, (WORD,))


_START, _FIRST, _SECOND = np.array([[LEAD], [0], [1]])


def single(frame: bytes, slots: Rows, tail: bytes, told: Told) -> Packed:
    """One frame for all."""
    buffer = np.frombuffer(bytearray(LEAD) + frame, dtype=np.uint8)
    end, bounds = np.array([LEAD + len(frame)]), np.array([0, len(slots)])
    if not tail:
        return Packed(buffer, _START, end, slots, bounds, (b"",), _FIRST, told)
    return Packed(buffer, _START, end, slots, bounds, (b"", tail), _SECOND, told)


def nothing() -> Packed:
    """No frame for anybody."""
    none = np.empty(0, dtype=np.intp)
    return Packed(np.empty(0, np.uint8), none, none, none, np.array([0]), (b"",), none, Told())


def each(packed: Packed) -> Iterator[tuple[bytes, Rows, bytes]]:
    """The frames one by one: a copy of the payload, the slots of those who get it, its entries."""
    rows = zip(packed.starts, packed.ends, packed.tail_of, strict=True)
    for i, (start, end, tail) in enumerate(rows):
        slots = packed.slots[packed.bounds[i] : packed.bounds[i + 1]]
        yield packed.buffer[start:end].tobytes(), slots, packed.tails[tail]
