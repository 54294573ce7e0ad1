"""The frames of a tick: who gets one, which, and what is in it (PROTOCOL.md F, I).

Whoever stands in one leaf, belongs to the same party and is owed the same gets the same frame. In
a small room with few people that is one frame for all, made without all this.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from vbranch.protocol.codec import tick_frame
from vbranch.protocol.constants import PACE_SHIFT, STRIDE_SHIFT, STRIDES, TICK_HZ
from vbranch.protocol.rotations import Words

from .checks import ONE, Mask, Rows
from .frames import Addressed, Moment, Packed, Sheet, Told, nothing, single
from .held import Held
from .interest import REPEAT_TICKS, Group, Interest, Seen, in_turn
from .news import Beat, Endings, News, Sight
from .overload import STEPS, Step
from .ragged import NO_PAIRS, NOBODY, Pairs
from .table import MOVED, Table

_NONE: Final[Words] = np.empty((0, 2), dtype="<u4")
_DESKTOP: Final = slice(1, 4)  # a screen member's record in a frame
_ALONE: Final = 2  # the pace of those whom nobody sees from near: 5 Hz
_FULL: Final = 1  # flag


class Receivers(NamedTuple):
    """Those who get a frame at this tick, column by column."""

    slots: Rows
    leaf: Rows
    party: Rows
    stride: Rows
    """A place in ``STRIDES``."""
    beats: Rows
    """They have to be told of."""
    full: Mask
    """Newcomers."""

    def take(self, rows: Rows) -> "Receivers":
        return Receivers._make(column.take(rows) for column in self)


class Snapshots:
    """Makes the frames of one room's ticks."""

    def __init__(self, interest: Interest, held: Held) -> None:
        self._interest = interest
        self._held = held
        self._news = News()
        self._step: Step = STEPS[0]
        self._strides = NOBODY  # by leaf; not known at first
        self.beat = 0
        """Ticks packed so far."""
        self._owing = True  # somebody may have to be told of more than this beat

    def degrade(self, step: int) -> None:
        """See ``Crowd.degrade``."""
        if STEPS[step] is not self._step:
            self._step = STEPS[step]
            self._interest.rates = self._step.rates
            self._strides = NOBODY

    def forget(self, slot: int) -> None:
        """What this member showed is for nobody any more."""
        self._news.forget(slot)

    def pack(self, table: Table, moment: Moment, beat: Beat, newcomers: Collection[int]) -> Packed:
        """See ``Crowd.pack``."""
        self.beat += 1
        self._news.add(beat)
        whole = self._interest.is_whole(len(table.slots)) and self._step.stride == 0
        if whole and not (
            self._owing or newcomers or beat.own or self._is_due_to_blind(table, beat)
        ):
            packed = self._for_all(table, moment, beat)
        else:
            packed = self._for_each(table, moment, newcomers)
        self._owing = not whole
        self._held.told()
        table.memory <<= MOVED
        return packed

    def _is_due_to_blind(self, table: Table, beat: Beat) -> bool:
        """Whether somebody who sees nothing gets a frame nevertheless (Q-2, F-6)."""
        blind = table.blind
        if not len(blind):
            return False
        return bool(beat.entries) or bool((table.told[blind] <= self.beat - TICK_HZ).any())

    # ---- one frame for all -------------------------------------------------------------------

    def _for_all(self, table: Table, moment: Moment, beat: Beat) -> Packed:
        """The frame of a small room in which all are near each other, or nothing (F-6)."""
        near = self._due(table)
        frames = table.shown.take(near, axis=0)
        headset = frames[:, 0] & ONE
        held = self._held.records(self.beat)
        to = table.seeing
        table.heard.fill(self.beat)
        if not (len(near) or beat.entries or len(held) or len(beat.reactions)):
            to = to.compress(table.told.take(to) <= self.beat - TICK_HZ)
        if not len(to):
            return nothing()
        table.told[to] = self.beat
        frame = tick_frame(
            tick=moment.tick,
            time_ms=moment.time_ms,
            full=False,
            vr=frames.compress(headset, axis=0)[:, 1:],
            desktop=frames.compress(headset ^ ONE, axis=0)[:, _DESKTOP],
            far=_NONE,
            held=held,
            entries=beat.entries,
            reactions=beat.reactions,
            pace=0 if len(table.slots) > 1 else _ALONE,
        )
        return single(frame, to, beat.entries, Told(near=len(near) * len(to)))

    def _due(self, table: Table) -> Rows:
        """Who moved, and those whose turn it is though they stand (F-5)."""
        turn = self.beat % REPEAT_TICKS
        if turn not in table.turns:
            table.turns[turn] = table.slots[in_turn(table.slots, turn, REPEAT_TICKS)]
        due = table.memory & MOVED
        due[table.turns[turn]] = MOVED
        return table.slots.compress(due.take(table.slots))

    # ---- frames for each leaf ----------------------------------------------------------------

    def _for_each(self, table: Table, moment: Moment, newcomers: Collection[int]) -> Packed:
        if self._interest.look(table) or not len(self._strides):
            self._strides = self._strides_now()
        endings = Endings(self._news, self._held, self.beat)
        receivers = self._receivers(table, newcomers)
        to, groups = self._grouped(table, receivers, self._endings_of(receivers, endings))
        seen = self._seen(groups)
        near = [_joined([part.close for part in seen]), _joined([part.near for part in seen])]
        middle, far = _joined([part.middle for part in seen]), _joined([part.far for part in seen])
        to = self._with_blind(table, to, endings)
        sheet = Sheet(table, near, middle, far, len(to.flags))
        to = self._with_something(table, to, sheet.filled)
        table.told[to.slots] = self.beat
        return sheet.write(to, endings.all, moment)

    def _strides_now(self) -> Rows:
        """By leaf, as places in ``STRIDES``; who has no more company than is usual is quiet."""
        step, interest = self._step, self._interest
        members = interest.members
        if step.quiet == step.stride or interest.whole or not len(members):
            return np.full(interest.cells.count, step.stride)
        company = interest.company()
        usual = company[interest.leaf[members]].mean()
        return np.where(company <= usual, step.quiet, step.stride)

    def _receivers(self, table: Table, newcomers: Collection[int]) -> Receivers:
        """Whose turn it is: neighbouring leaves take turns, and newcomers do not wait."""
        slots = table.seeing
        leaf = self._interest.leaf[slots]
        stride = self._strides[leaf]
        beats = self.beat - table.heard[slots]
        full = np.isin(slots, list(newcomers)) if newcomers else np.zeros(len(slots), np.bool_)
        receivers = Receivers(slots, leaf, table.party[slots], stride, beats, full)
        if len(stride) and np.maximum.reduce(stride):
            length = np.left_shift(1, stride)
            due = (self.beat + self._interest.cells.phase[leaf]) % length == 0
            due |= full | (beats >= length)
            receivers = receivers.take(due.nonzero()[0])
        table.heard[receivers.slots] = self.beat
        return receivers

    def _endings_of(self, receivers: Receivers, endings: Endings) -> Rows:
        numbers = endings.numbers(Sight.REGULAR, receivers.slots, receivers.beats)
        rows = receivers.full.nonzero()[0]
        if len(rows):
            new = receivers.take(rows)
            numbers[rows] = endings.numbers(Sight.FULL, new.slots, new.beats)
        return numbers

    def _grouped(
        self, table: Table, receivers: Receivers, endings: Rows
    ) -> tuple[Addressed, list[tuple[bool, Group]]]:
        """One frame for all who are to get the same; those of one stride follow each other."""
        key = receivers.full * len(STRIDES) + receivers.stride
        for column in (endings, receivers.party, receivers.leaf):
            key = key * (int(column.max(initial=0)) + 1) + column
        order = _order(key)
        receivers, key = receivers.take(order), key[order]
        first = np.ones(len(key), dtype=np.bool_)
        np.not_equal(key[1:], key[:-1], out=first[1:])
        heads = first.nonzero()[0]
        frames = receivers.take(heads)
        bounds = np.concatenate((heads, [len(key)]))
        flags = (
            frames.full | self._paces(table, frames) << PACE_SHIFT | frames.stride << STRIDE_SHIFT
        )
        to = Addressed(receivers.slots, bounds, flags, endings[order[heads]])
        return to, list(_groups(frames, receivers.beats, bounds))

    def _paces(self, table: Table, frames: Receivers) -> Rows:
        """How often those who get these frames are to say where they are (I-5)."""
        interest = self._interest
        alone = interest.company()[frames.leaf] <= 1
        if not interest.close.nobody:
            alone &= ~interest.close.lifted(interest.leaf, interest.cells.count)[frames.leaf]
            parties = table.party[table.slots]
            together = np.bincount(parties, minlength=int(frames.party.max(initial=0)) + 1)
            alone &= (frames.party == 0) | (together[frames.party] <= 1)
        return np.where(alone, _ALONE, self._step.stride)

    def _seen(self, groups: Sequence[tuple[bool, Group]]) -> list[Seen]:
        """Who is in the frames of all groups, which are numbered through."""
        found, before = [], 0
        for full, group in groups:
            seen = (self._interest.everybody if full else self._interest.seen)(group, self.beat)
            if before:
                seen = Seen(*(Pairs(pairs.frames + before, pairs.slots) for pairs in seen))
            found.append(seen)
            before += len(group.leaves)
        return found

    def _with_blind(self, table: Table, to: Addressed, endings: Endings) -> Addressed:
        """And those who get entries and nothing else."""
        slots = table.blind
        if not len(slots):
            return to
        numbers = endings.numbers(Sight.BLIND, slots, self.beat - table.heard[slots])
        table.heard[slots] = self.beat
        order = _order(numbers)
        different, sizes = np.unique(numbers, return_counts=True)
        flags = np.full(len(different), _ALONE << PACE_SHIFT)
        return Addressed(
            np.concatenate((to.slots, slots[order])),
            np.concatenate((to.bounds, to.bounds[-1] + sizes.cumsum())),
            np.concatenate((to.flags, flags)),
            np.concatenate((to.endings, different)),
        )

    def _with_something(self, table: Table, to: Addressed, filled: Mask) -> Addressed:
        """Without those for whom there is nothing, unless they got nothing for a second (F-6)."""
        filled = filled | (to.endings > 0) | (to.flags & _FULL > 0)
        if filled.all():
            return to
        sizes = to.sizes
        lengths = np.left_shift(1, to.flags >> STRIDE_SHIFT)
        silent = table.told[to.slots] <= self.beat - (TICK_HZ + 1 - lengths).repeat(sizes)
        return to.only(filled.repeat(sizes) | silent)


def _groups(frames: Receivers, beats: Rows, bounds: Rows) -> Iterator[tuple[bool, Group]]:
    """The frames of each stride, and of newcomers; ``beats`` of their receivers."""
    kinds = frames.full * len(STRIDES) + frames.stride
    edges = [0, *((kinds[1:] != kinds[:-1]).nonzero()[0] + 1).tolist(), len(kinds)]
    for first, last in pairwise(edges):
        if first < last:
            part = slice(first, last)
            most = int(beats[bounds[first] : bounds[last]].max())
            stride = STRIDES[frames.stride[first]]
            group = Group(frames.leaf[part], frames.party[part], stride, most)
            yield bool(frames.full[first]), group


def _order(keys: Rows) -> Rows:
    """What sorts them. Numbers of 16 bits are sorted much faster, and mostly they are so small."""
    if keys.max(initial=0) < 1 << 16:
        keys = keys.astype(np.uint16)
    return keys.argsort(kind="stable")


def _joined(parts: Sequence[Pairs]) -> Pairs:
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NO_PAIRS
    frames, slots = zip(*parts, strict=True)
    return Pairs(np.concatenate(frames), np.concatenate(slots))
