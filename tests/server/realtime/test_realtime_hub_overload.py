"""A hub that has too little time: frames come more seldom, and every entry comes once, in order."""

from collections.abc import AsyncIterator

import pytest
from realtime_world import Person, World, living

from vbranch.protocol.constants import TICK_HZ
from vbranch.room.overload import STEPS

PERIOD = 1 / TICK_HZ


class Busy:
    """A world in which ticks take as long as a test says."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, 0.0

    @property
    def step(self) -> int:
        return int(self.world.metric("overload_step"))

    def pass_time(self, share: float, seconds: float) -> None:
        for _ in range(round(seconds / PERIOD)):
            self.now += PERIOD
            self.world.hub._pressure.note(self.now, share * PERIOD, 0)

    async def come(self, *names: str) -> list[Person]:
        people = [await self.world.arrive(name) for name in names]
        await self.world.beat(5)
        return people


@pytest.fixture
async def busy() -> AsyncIterator[Busy]:
    async with living() as world:
        here = Busy(world)
        here.pass_time(1.0, 10)
        assert here.step == len(STEPS) - 1
        yield here


def lines(person: Person) -> list[str]:
    return [entry.model_dump()["text"] for entry in person.entries if entry.kind == "chat"]


def in_order(person: Person) -> bool:
    numbers = [entry.seq for entry in person.entries]
    return numbers == sorted(set(numbers))


async def test_all_rooms_send_frames_at_every_fourth_tick_and_recover_by_themselves(
    busy: Busy,
) -> None:
    """I-5."""
    ada, bob = await busy.come("Ada", "Bob")
    before = len(bob.link.frames)
    for n in range(40):
        ada.pose(n + 1, (10.0 + n / 100, 0.0, 10.0))
        await busy.world.beat()
    frames = bob.link.frames[before:]
    assert len(frames) == pytest.approx(10, abs=1)
    assert {frame.stride for frame in frames} == {4}
    busy.pass_time(0.1, 100)
    assert busy.step == 0
    before = len(bob.link.frames)
    for n in range(40, 60):
        ada.pose(n + 1, (10.0 + n / 100, 0.0, 10.0))
        await busy.world.beat()
    assert len(bob.link.frames) - before == pytest.approx(20, abs=1)
    assert {frame.stride for frame in bob.link.frames[before + 1 :]} == {1}


async def test_entries_are_held_over_and_none_is_lost_doubled_or_out_of_order(busy: Busy) -> None:
    """E-4: also those for one alone."""
    ada, bob, cyd = await busy.come("Ada", "Bob", "Cyd")
    said: list[str] = []
    for n in range(5):
        ada.ask("chat", text=f"to all {n}")
        bob.ask("chat", text=f"to Cyd {n}", to=cyd.member)
        said += [f"to all {n}", f"to Cyd {n}"]
        await busy.world.beat()
    await busy.world.beat(3)
    assert lines(ada) == said[::2]
    assert sorted(lines(bob)) == sorted(lines(cyd)) == sorted(said)
    assert all(map(in_order, (ada, bob, cyd)))
    frames = [frame for frame in cyd.link.frames if frame.entries]
    assert max(len(frame.entries) for frame in frames) > 2, "those of several ticks in one frame"


async def test_who_comes_meanwhile_gets_in_frames_what_is_not_in_their_state(busy: Busy) -> None:
    """S-1."""
    ada, _ = await busy.come("Ada", "Bob")
    ada.ask("chat", text="before")
    await busy.world.beat()
    cyd = await busy.world.arrive("Cyd")
    ada.ask("chat", text="after")
    await busy.world.beat(5)
    assert [line.text for line in cyd.state.chat] == ["before"]
    assert lines(cyd) == ["after"]
    assert all(entry.seq > cyd.state.seq for entry in cyd.entries)


async def test_who_goes_aside_and_comes_back_meanwhile_misses_nothing(busy: Busy) -> None:
    """Q-2."""
    ada, bob = await busy.come("Ada", "Bob")
    for n, kind in enumerate(["aside.begin", "aside.end"] * 2):
        ada.ask("chat", text=f"line {n}")
        await busy.world.beat()
        bob.ask(kind)
        await busy.world.beat()
    await busy.world.beat(4)
    assert lines(bob) == [f"line {n}" for n in range(4)]
    assert bob.kinds().count("member.aside") == 4
    assert in_order(bob)


async def test_who_is_behind_gets_the_entries_of_several_ticks_without_poses(busy: Busy) -> None:
    """F-4."""
    ada, bob = await busy.come("Ada", "Bob")
    bob.link.behind = True
    for n in range(4):
        ada.pose(n + 1, (10.0 + n / 10, 0.0, 10.0))
        ada.ask("chat", text=f"line {n}")
        await busy.world.beat()
    before = len(bob.link.frames)
    await busy.world.beat(4)
    bob.link.behind = False
    assert lines(bob) == [f"line {n}" for n in range(4)]
    told = [frame for frame in bob.link.frames[:before] if frame.entries]
    assert {len(frame.desktop) for frame in told[-1:]} == {0}
    assert {frame.stride for frame in told[-1:]} == {4}
