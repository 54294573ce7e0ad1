"""Those who are aside, as the hub treats them (PROTOCOL.md Q)."""

import pytest
from realtime_world import HALL, Person, World, held_frame, living

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind, Reaction, Role, StaffRole

HERE = (10.0, 0.0, 10.0)


async def three(world: World) -> tuple[Person, Person, Person]:
    """All near each other; Ada has stood still a while."""
    ada, bob, eve = [await world.arrive(name) for name in ("Ada", "Bob", "Eve")]
    for person in (ada, bob, eve):
        person.pose(1, HERE)
    await world.beat(2)
    return ada, bob, eve


def records(frames: list[codec.TickFrame]) -> list[int]:
    """How many records of each kind there are in all of these."""
    tables = ("vr", "desktop", "far", "held", "reactions")
    return [sum(len(getattr(frame, table)) for frame in frames) for table in tables]


def told_of(person: Person, other: Person, since: int) -> bool:
    return any(
        other.slot in poses.slots_of(table).tolist()
        for frame in person.link.frames[since:]
        for table in (frame.desktop, frame.far, frame.vr)
    )


def wave(person: Person) -> bytes:
    words = poses.pack_reactions(poses.Reactions([person.slot], [Reaction.WAVE]))
    return codec.pose_frame(FrameKind.REACTION, 0, words)


async def test_who_is_aside_is_told_entries_and_nothing_else_and_nothing_is_told_of_them() -> None:
    """Q-1, Q-2."""
    async with living() as world:
        ada, bob, _ = await three(world)
        command = ada.ask("aside.begin")
        await world.beat()
        assert [(a["id"], a["outcome"]) for a in ada.all("ack")] == [(command, "accepted")]
        assert bob.entries[-1] == ada.entries[-1]
        assert isinstance(bob.entries[-1], m.MemberAside)
        since = {person.slot: len(person.link.frames) for person in (ada, bob)}
        bob.ask("exhibit.take", exhibit="safe")
        for tick in range(45):
            ada.pose(tick + 2, (10.0 + tick / 50, 0.0, 10.0))
            bob.pose(tick + 2, (10.0 + tick / 50, 0.0, 10.0))
            bob.link.say(held_frame(bob.slot, tick, 1))
            bob.link.say(wave(bob))
            await world.beat()
        bob.ask("chat", text="is she here?")
        bob.ask("chat", text="are you?", to=ada.member)
        await world.beat()
        assert not told_of(bob, ada, since[bob.slot])
        assert records(bob.link.frames[since[bob.slot] :])[3] > 40
        mine = ada.link.frames[since[ada.slot] :]
        assert records(mine) == [0, 0, 0, 0, 0]
        assert [entry.kind for frame in mine for entry in frame.entries] == [
            "exhibit.taken",
            "chat",
            "chat",
        ]
        assert ada.errors() == []


async def test_who_is_back_sees_all_and_is_seen_where_they_stood() -> None:
    """Q-3."""
    async with living() as world:
        ada, bob, eve = await three(world)
        ada.ask("aside.begin")
        await world.beat()
        bob.pose(2, (11.0, 0.0, 10.0))
        await world.beat(2)
        since = {person.slot: len(person.link.frames) for person in (ada, bob)}
        ada.ask("aside.end")
        await world.beat(2)
        (first,) = [frame for frame in ada.link.frames[since[ada.slot] :] if frame.full]
        assert sorted(poses.slots_of(first.desktop)) == [ada.slot, bob.slot, eve.slot]
        seen = [f.desktop for f in bob.link.frames[since[bob.slot] :] if len(f.desktop)]
        back = poses.unpack_desktop(seen[0], poses.Quantiser(((0, 0, 0), (20, 4, 20))))
        assert (back.slot[0], back.position[0].tolist()) == (ada.slot, pytest.approx(HERE))
        ada.pose(1, (10.1, 0.0, 10.0), jump=0)
        ada.link.say(wave(ada))
        ada.ask("chat", text="hello again")
        await world.beat()
        assert ada.errors() == []
        assert len(bob.link.frames[-1].reactions) == 1


async def test_what_they_ask_is_refused_and_they_may_report_and_leave() -> None:
    """Q-4."""
    async with living() as world:
        ada, bob, _ = await three(world)
        ada.ask("aside.begin")
        asked = [
            ada.ask("chat", text="hello?"),
            ada.ask("exhibit.take", exhibit="card"),
            ada.ask("exhibit.hotspot", exhibit="card", hotspot="rate"),
            ada.ask("exhibit.guide", exhibit="card", on=True),
            ada.ask("seat.leave"),
        ]
        again = ada.ask("aside.begin")
        report = ada.ask("report", member=bob.member, reason="harassment")
        await world.beat()
        ada.link.say(wave(ada))
        await world.beat()
        acks = {ack["id"]: ack["reason"] or ack["outcome"] for ack in ada.all("ack")}
        assert [acks[command] for command in asked] == ["aside"] * len(asked)
        assert (acks[again], acks[report]) == ("unchanged", "accepted")
        assert ada.errors() == ["aside"]
        ada.ask("leave")
        await world.beat()
        assert ada.link.code == 1000


async def test_reactions_from_aside_are_no_strikes() -> None:
    async with living() as world:
        ada, _, _ = await three(world)
        ada.ask("aside.begin")
        await world.beat()
        for _ in range(20):
            ada.link.say(wave(ada))
            await world.beat(1, seconds=0.5)
        assert ada.link.code is None


async def test_a_seat_and_an_exhibit_are_let_go() -> None:
    """Q-1."""
    async with living() as world:
        ada, bob, _ = await three(world)
        ada.ask("exhibit.take", exhibit="safe")
        await world.beat()
        ada.ask("aside.begin")
        await world.beat()
        assert bob.kinds()[-2:] == ["exhibit.released", "member.aside"]
        bob.ask("exhibit.take", exhibit="safe")
        await world.beat()
        assert bob.last("ack")["outcome"] == "accepted"


async def test_who_is_aside_stays_so_with_another_connection_and_for_who_comes_later() -> None:
    """Q-5."""
    async with living() as world:
        ada, bob, _ = await three(world)
        ada.ask("aside.begin")
        await world.beat()
        ada.link.lose()
        await world.beat()
        since = len(bob.link.frames)
        again = await world.resume(ada)
        late = await world.arrive("Late")
        for person in (again, late):
            aside = {one.member: one.aside for one in person.state.members}
            assert aside == {ada.member: True, bob.member: False} | {
                one: False for one in aside if one not in (ada.member, bob.member)
            }
        await world.beat(45)
        assert records(again.link.frames) == [0, 0, 0, 0, 0]
        assert len(again.link.frames) > 2, "signs of life"
        assert not told_of(bob, ada, since)
        assert not told_of(late, ada, 0)
        again.ask("aside.end")
        await world.beat(2)
        assert any(frame.full for frame in again.link.frames)
        assert told_of(late, ada, 0)


async def test_who_is_aside_stays_so_after_a_restart() -> None:
    """Q-5."""
    async with living() as world:
        ada, bob, _ = await three(world)
        ada.ask("aside.begin")
        await world.beat()
        world.hub._rhythm.start()
        await world.hub.stop()
        await world.start()
        again, other = await world.resume(ada), await world.resume(bob)
        await world.beat(2)
        assert [one.aside for one in again.state.members] == [True, False, False]
        assert records(again.link.frames) == [0, 0, 0, 0, 0]
        assert not told_of(other, ada, 0)
        again.ask("aside.end")
        await world.beat(2)
        assert told_of(other, ada, 0)


async def test_in_another_room_they_are_not_aside() -> None:
    """Q-4."""
    async with living() as world:
        ada, _, _ = await three(world)
        ada.ask("aside.begin")
        await world.beat()
        ada.ask("enter", room=HALL)
        await world.beat(3)
        assert [one.aside for one in ada.state.members] == [False]
        assert any(frame.full for frame in ada.link.frames[-2:])


async def test_a_reader_who_is_behind_comes_back_to_all_of_them() -> None:
    """F-4, Q-3: the frame with everybody waits until it can be taken."""
    async with living() as world:
        ada, _, _ = await three(world)
        ada.ask("aside.begin")
        await world.beat()
        ada.link.behind = True
        ada.ask("aside.end")
        await world.beat(3)
        since = len(ada.link.frames)
        ada.link.behind = False
        await world.beat()
        assert any(frame.full for frame in ada.link.frames[since:])


# ---- watching (Q-7) ---------------------------------------------------------------------------


async def to_the_console(world: World, cookie: str) -> Person:
    person = world.connect(cookie)
    ticket = await world.ticket(cookie)
    person.link.say({"type": "join", "ticket": ticket, "name": "Kim", "watch": True})
    await world.beat(2)
    return person


async def test_staff_at_the_console_see_the_room_and_are_not_seen() -> None:
    async with living() as world:
        _, bob, _ = await three(world)
        kim = await to_the_console(world, await world.sign_in(StaffRole.ADVISER))
        assert next(one for one in kim.state.members if one.member == kim.member).watching
        since = len(bob.link.frames)
        for tick in range(45):
            bob.pose(tick + 2, (10.0 + tick / 50, 0.0, 10.0))
            kim.pose(tick, HERE)
            await world.beat()
        assert not told_of(bob, kim, since)
        assert told_of(kim, bob, 0)
        assert any(frame.full for frame in kim.link.frames)
        kim.ask("chat", text="good morning", to=bob.member)
        await world.beat()
        assert bob.kinds()[-1] == "chat"
        assert kim.errors() == []


async def test_a_full_or_locked_room_is_watched_all_the_same() -> None:
    async with living(capacity=3) as world:
        await three(world)
        late = await world.arrive("Zoe")
        assert late.all("waiting")
        kim = await to_the_console(world, await world.sign_in(StaffRole.HOST))
        assert kim.welcome["you"]["staff"] == "host"


async def test_a_visitor_who_asks_to_watch_is_in_the_room() -> None:
    async with living() as world:
        _, bob, _ = await three(world)
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        eve = await to_the_console(world, cookie)
        await world.beat(3)
        assert told_of(bob, eve, 0)
        assert not any(one.watching or one.aside for one in eve.state.members)


async def test_from_the_console_into_the_room_and_back_one_stays_the_same_member() -> None:
    """H-6: the page in the room and the console are one presence."""
    async with living() as world:
        _, bob, _ = await three(world)
        cookie = await world.sign_in(StaffRole.HOST)
        console = await to_the_console(world, cookie)
        page = await world.arrive("Kim", cookie=cookie)
        await world.beat(3)
        assert console.link.code == 4006
        assert page.member == console.member
        assert told_of(bob, page, 0)
        since = len(bob.link.frames)
        again = await to_the_console(world, cookie)
        await world.beat(45)
        assert (page.link.code, again.member) == (4006, page.member)
        assert not told_of(bob, again, since + 1)
        kinds = [entry for entry in bob.entries if entry.kind == "member.aside"]
        assert [(entry.on, entry.watching) for entry in kinds] == [(False, False), (True, True)]
        again.ask("enter", room=HALL)
        await world.beat(3)
        assert next(m for m in again.state.members if m.member == again.member).watching
