"""Interest once more, member by member and without numpy: what the tests hold the crowd against.

Written from PROTOCOL.md (I), not from the code: a recursive partition, tiers by comparing squares,
and a hall in which people come, walk, jump, go aside and leave, that knows of each receiver what
they were told and what they should have been.
"""

import random
from collections import defaultdict
from typing import Any

from room_kit import LOBBY, WIDE, Stage, slots_in

from vbranch.protocol import codec
from vbranch.protocol import messages as m

Square = tuple[float, float, float]  # west, north, width in metres


class Partition:
    """Squares of 20 m, split in four beyond 12 members, whole again below 6."""

    def __init__(self) -> None:
        self._split: set[Square] = set()

    def plan(self, places: list[tuple[float, float]]) -> None:
        before, self._split = self._split, set()
        roots = {(x // 20 * 20, z // 20 * 20, 20.0) for x, z in places}
        for root in roots:
            self._plan(root, places, before)

    def _plan(self, square: Square, places: list, before: set[Square]) -> None:
        inside = [place for place in places if _has(square, place)]
        if square[2] > 2.5 and len(inside) > (5 if square in before else 12):
            self._split.add(square)
            for quarter in _quarters(square):
                self._plan(quarter, inside, before)

    def leaf(self, place: tuple[float, float]) -> Square:
        square = (place[0] // 20 * 20, place[1] // 20 * 20, 20.0)
        while square in self._split:
            square = next(quarter for quarter in _quarters(square) if _has(quarter, place))
        return square

    def tier(self, to: Square, of: Square) -> str:
        """How near those in a square are for those in another."""
        if all(a <= b + w and b <= a + v for a, b, v, w in _axes(to, of)):
            return "near"
        if all(a - 3 * v < b + w and b < a + 4 * v for a, b, v, w in _axes(to, of)):
            return "middle"
        return "far"


def _axes(one: Square, other: Square) -> list[tuple[float, float, float, float]]:
    return [(one[axis], other[axis], one[2], other[2]) for axis in (0, 1)]


def _has(square: Square, place: tuple[float, float]) -> bool:
    return all(square[axis] <= place[axis] < square[axis] + square[2] for axis in (0, 1))


def _quarters(square: Square) -> list[Square]:
    x, z, half = square[0], square[1], square[2] / 2
    return [(x + i * half, z + j * half, half) for i in (0, 1) for j in (0, 1)]


class Hall:
    """A room with up to 60 people; ``tick`` moves some of them and checks all frames."""

    def __init__(self, seed: int, *, wide: bool) -> None:
        self.bounds = WIDE if wide else LOBBY
        self.stage = Stage(bounds=self.bounds, capacity=60)
        self.wide = wide
        self.chance = random.Random(seed)
        self.cells = Partition()
        self.beat = 0
        self.at: dict[int, tuple[float, float]] = {}  # of those who are to be seen
        self.moved: dict[int, int] = {}  # the beat
        self.watching: dict[int, tuple[float, float]] = {}
        self.blind: set[int] = set()
        self.new: set[int] = set()
        self.stages: set[int] = set()
        self.speaking: set[int] = set()
        self.party: dict[int, int] = {}
        self.step, self.since = 0, 0  # of overload, and the beat from which on
        self.told: dict[int, int] = {}  # the beat of each one's last frame, or when they came
        self.seen: dict[int, dict[int, int]] = defaultdict(dict)  # the beat, by receiver
        self.owed: dict[int, list[int]] = {}
        self.got: dict[int, list[int]] = {}
        self.seq = 0

    # ---- doings --------------------------------------------------------------------------------

    def point(self) -> tuple[float, float]:
        (x0, _, z0), (x1, _, z1) = self.bounds
        if self.chance.random() < 0.5:  # where there are many
            x1, z1 = x0 + 6, z0 + 6
        return round(self.chance.uniform(x0, x1), 2), round(self.chance.uniform(z0, z1), 2)

    def enter(self, slot: int) -> None:
        """Comes, or comes back with another connection; the state is sent at once."""
        self.leave(slot)
        self.at[slot] = self.point()
        self.stage.enter(slot, *self.at[slot])
        self.moved[slot] = self.beat + 1
        self.new.add(slot)
        self.told[slot] = self.beat
        self.owed[slot], self.got[slot] = [], []

    def leave(self, slot: int) -> None:
        self.stage.crowd.leave(slot)
        self.at.pop(slot, None)
        self.watching.pop(slot, None)
        self.blind.discard(slot)
        self.new.discard(slot)
        self.told.pop(slot, None)
        self.owed.pop(slot, None)
        self.seen.pop(slot, None)
        for seen in self.seen.values():
            seen.pop(slot, None)

    def aside(self, slot: int, *, watching: bool) -> None:
        place = self.at.pop(slot, None) or self.watching.get(slot)
        if place is None:
            return
        self.stage.crowd.step_aside(slot, watching=watching)
        self.watching.pop(slot, None)
        self.new.discard(slot)
        for seen in self.seen.values():
            seen.pop(slot, None)
        if watching:
            self.watching[slot] = place
            self.new.add(slot)
        else:
            self.blind.add(slot)
            self.seen.pop(slot, None)

    def back(self, slot: int) -> None:
        if slot in self.blind or slot in self.watching:
            self.stage.crowd.step_back(slot, self.stage.now)
            self.blind.discard(slot)
            self.watching.pop(slot, None)
            self.at[slot] = tuple(self.stage.at(slot)[axis] for axis in (0, 2))
            self.moved[slot] = self.beat + 1
            self.new.add(slot)

    def walk(self, slot: int) -> None:
        x, z = self.at[slot]
        (x0, _, z0), (x1, _, z1) = self.bounds
        x = round(min(max(x + self.chance.uniform(-0.4, 0.4), x0), x1), 2)
        z = round(min(max(z + self.chance.uniform(-0.4, 0.4), z0), z1), 2)
        kind = self.stage.vr if slot % 3 == 0 else self.stage.desktop
        self.stage.put(slot, kind(slot, x, z))
        if self.at[slot] != (x, z):
            self.at[slot] = x, z
            self.moved[slot] = self.beat + 1

    def happen(self) -> None:
        """Something of everything."""
        what, slot = self.chance.randrange(40), self.chance.randrange(60)
        if what < 3:
            self.enter(slot)
        elif what == 3:
            self.leave(slot)
        elif what in (4, 5):
            self.aside(slot, watching=what == 5)
        elif what in (6, 7):
            self.back(slot)
        elif what == 8:
            self.stages = set(self.chance.sample(range(60), 2))
            self.stage.crowd.spotlight(self.stages)
        elif what == 9:
            self.speaking = set(self.chance.sample(range(60), 12))
            self.stage.crowd.speaking(self.speaking)
        elif what == 10:
            together = self.chance.sample(sorted(self.at), min(5, len(self.at)))
            self.party = {who: 7 + who % 2 for who in together}
            self.stage.crowd.companions(self.party)

    def degrade(self, step: int) -> None:
        self.stage.crowd.degrade(step)
        self.step, self.since = step, self.beat

    # ---- a tick --------------------------------------------------------------------------------

    def entries(self) -> dict[str, Any]:
        """Now and then an entry for all, and one more for some."""
        if self.chance.random() > 0.3:
            for_all: list[int] = []
        else:
            self.seq += 1
            for_all = [self.seq]
        own = {}
        if self.chance.random() < 0.2 and self.owed:
            self.seq += 1
            for slot in self.chance.sample(sorted(self.owed), min(3, len(self.owed))):
                own[slot] = [*for_all, self.seq]
        for slot, owed in self.owed.items():
            owed += own.get(slot, for_all)
        said = {slot: _entries(numbers) for slot, numbers in own.items()}
        return {"entries": _entries(for_all), "own": said}

    def tick(self) -> None:
        for slot in list(self.at):
            if self.chance.random() < (0.06 if slot % 4 == 1 else 0.6):  # some stand
                self.walk(slot)
        assert self.stage.step().faults == []
        self.happen()
        new, self.new = self.new, set()
        told = self.entries()
        self.beat += 1
        if self.beat % 10 == 1:
            self.cells.plan(list(self.at.values()))
        frames = self.stage.frames(newcomers=new, **told)
        assert set(frames) <= set(self.told)
        assert new <= set(frames)
        leaves = {slot: self.cells.leaf(at) for slot, at in (self.at | self.watching).items()}
        for slot, frame in frames.items():
            if slot in self.blind:
                assert len(frame.vr) + len(frame.desktop) + len(frame.far) == 0
            else:
                self.check(slot, frame, leaves, full=slot in new)
            self.got[slot] += [entry.seq for entry in frame.entries]
            self.told[slot] = self.beat
        self.check_all()

    def check(self, to: int, frame: codec.TickFrame, leaves: dict, *, full: bool) -> None:
        """One frame against what its receiver should be told."""
        assert frame.full == full
        records = slots_in(frame)
        near, far = records["vr"] + records["desktop"], records["far"]
        assert len({*near, *far}) == len(near) + len(far), "nobody is twice in a frame"
        assert all(slot % 3 == 0 for slot in records["vr"])
        if full:
            assert {*near, *far} == set(self.at)
        for slot in self.at:
            tier = self.tier(to, slot, leaves)
            assert slot not in (far if tier != "far" and not full else ())
            assert slot not in (near if tier == "far" else ())
            if tier == "near" and (full or self.moved[slot] > self.told[to]):
                assert slot in near, (to, slot)
        for slot in (*near, *far):
            self.seen[to][slot] = self.beat

    def tier(self, to: int, slot: int, leaves: dict) -> str:
        together = self.party.get(slot) is not None and self.party.get(slot) == self.party.get(to)
        if slot in self.stages or together or not self.wide:
            return "near"
        tier = self.cells.tier(leaves[to], leaves[slot])
        return "near" if tier == "middle" and slot in self.speaking else tier

    def check_all(self) -> None:
        """Nobody waits too long: for a frame, for an entry, to see somebody who is here."""
        for slot, told in self.told.items():
            assert self.beat - told < 20, "F-6"
            owed, got = self.owed[slot], self.got[slot]
            assert got == owed[: len(got)], "in order, each once"
            if told == self.beat:
                assert got == owed
            assert len(owed) - len(got) <= 2 * 4
            for other in set(self.at) if slot in self.at or slot in self.watching else ():
                since = self.beat - self.seen[slot].setdefault(other, self.beat)
                assert since < 40, "F-5"
                moved = self.moved[other]
                if self.step == 0 and self.since < moved <= self.beat - 17:
                    assert self.seen[slot][other] >= moved, "at the rate of the far at least"


def _entries(numbers: list[int]) -> bytes:
    return codec.encode_entries([m.AwayEntry(seq=seq, at=2, member="m") for seq in numbers])
