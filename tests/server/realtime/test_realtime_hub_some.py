"""What is for some only, and reactions, as the hub hands them on (PROTOCOL.md E-4, G, N, S-4)."""

import numpy as np
from realtime_world import Person, World, living

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind, Reaction, StaffRole


async def three(world: World) -> tuple[Person, Person, Person]:
    people = [await world.arrive(name) for name in ("Ada", "Bob", "Eve")]
    await world.beat(2)
    return people[0], people[1], people[2]


def texts(person: Person) -> list[str]:
    return [entry.text for entry in person.entries if isinstance(entry, m.ChatEntry)]


def ticks(person: Person) -> list[int]:
    return [frame.tick for frame in person.link.frames]


async def test_a_word_for_one_is_in_the_frames_of_two() -> None:
    """N-1: and each still gets one frame a tick, with the poses of that tick."""
    async with living() as world:
        ada, bob, eve = await three(world)
        eve.pose(1, (10.5, 0.0, 10.5))
        ada.ask("chat", text="all")
        ada.ask("chat", text="psst", to=bob.member)
        eve.ask("chat", text="too")
        await world.beat(2)
        assert [sorted(texts(person)) for person in (ada, bob, eve)] == [
            ["all", "psst", "too"],
            ["all", "psst", "too"],
            ["all", "too"],
        ]
        for person in (ada, bob, eve):
            assert len(set(ticks(person))) == len(ticks(person))
            numbers = [entry.seq for entry in person.entries]
            assert numbers == sorted(numbers)
        (frame,) = [frame for frame in bob.link.frames if "psst" in str(frame.entries)]
        assert eve.slot in poses.slots_of(frame.desktop)
        assert all(b"psst" not in record.body for record in await world.records())


async def test_a_word_for_one_comes_also_when_nothing_else_does() -> None:
    async with living() as world:
        ada, bob, eve = await three(world)
        before = len(eve.link.frames)
        ada.ask("chat", text="psst", to=bob.member)
        await world.beat()
        assert (texts(ada), texts(bob), texts(eve)) == (["psst"], ["psst"], [])
        assert all(frame.entries == [] for frame in eve.link.frames[before:])


async def test_a_slow_reader_gets_the_word_without_poses() -> None:
    """F-4."""
    async with living() as world:
        ada, bob, _ = await three(world)
        bob.link.behind = True
        ada.ask("chat", text="psst", to=bob.member)
        await world.beat()
        assert texts(bob) == ["psst"]
        last = bob.link.frames[-1]
        assert (len(last.desktop), len(last.entries)) == (0, 1)


async def test_words_to_strangers_are_refused() -> None:
    async with living() as world:
        ada, bob, _ = await three(world)
        ada.ask("chat", text="psst", to="nobody-here")
        ada.ask("chat", text="psst", to=ada.member)
        await world.beat()
        assert [ack["reason"] for ack in ada.all("ack")] == ["no_such_member"] * 2
        assert texts(bob) == []


async def test_who_was_away_reads_it_in_what_is_their_own() -> None:
    """S-4."""
    async with living() as world:
        ada, bob, eve = await three(world)
        bob.link.lose()
        await world.beat(2)
        ada.ask("chat", text="psst", to=bob.member)
        await world.beat()
        bob, eve = await world.resume(bob), await world.resume(eve)
        (line,) = bob.last("own")["chat"]
        assert (line["text"], line["name"], line["to_name"]) == ("psst", "Ada", "Bob")
        assert bob.last("own")["seq"] == bob.state.seq
        assert eve.last("own") == {
            "type": "own",
            "seq": eve.state.seq,
            "chat": [],
            "reports": [],
            "muted": [],
            "calls": [],
            "greeted": [],
            "since": {},
        }
        assert (bob.state.chat, eve.state.chat) == ([], [])


async def test_a_report_is_told_to_staff_now_and_later() -> None:
    """N-2."""
    async with living() as world:
        ada, bob, eve = await three(world)
        staff = await world.arrive_staff()
        adviser = await world.arrive_staff(StaffRole.ADVISER, "rei")
        ada.ask("report", member=bob.member, reason="harassment", text="pushes")
        await world.beat()
        assert ada.last("ack")["outcome"] == "accepted"
        (entry,) = [entry for entry in staff.entries if entry.kind == "report"]
        assert isinstance(entry, m.ReportEntry)
        assert (entry.member, entry.about, entry.text) == (ada.member, bob.member, "pushes")
        assert not any("report" in person.kinds() for person in (ada, bob, eve, adviser))
        late = await world.arrive_staff(login="sol")
        (report,) = late.last("own")["reports"]
        assert (report["about_name"], report["reason"], report["text"]) == (
            "Bob",
            "harassment",
            "pushes",
        )
        assert all(b"pushes" not in record.body for record in await world.records())


async def test_reports_are_counted_as_chat() -> None:
    """L-2."""
    async with living() as world:
        ada, bob, _ = await three(world)
        for _ in range(6):
            ada.ask("report", member=bob.member, reason="spam")
        await world.beat()
        assert ada.errors() == ["too_fast"]


# ---- reactions ---------------------------------------------------------------------------------


def reaction(person: Person, code: int = Reaction.WAVE) -> None:
    words = poses.pack_reactions(poses.Reactions(person.slot, code))
    person.link.say(codec.pose_frame(FrameKind.REACTION, 0, words))


def seen(person: Person) -> list[int]:
    return [
        int(code)
        for frame in person.link.frames
        for code in np.asarray(poses.unpack_reactions(frame.reactions).reaction)
    ]


async def test_reactions_are_shown_to_all_and_too_many_are_dropped_and_counted() -> None:
    """G-1, G-3."""
    async with living() as world:
        ada, bob, eve = await three(world)
        for code in (1, 2, 3, 4, 5, 6):
            reaction(ada, code)
        reaction(bob, Reaction.HEART)
        await world.beat()
        assert [seen(person) for person in (ada, bob, eve)] == [[1, 2, 3, 4, 17]] * 3
        assert world.metric("rejects_total", reason="reaction_too_fast") == 2
        await world.beat(seconds=1.0)
        for _ in range(3):
            reaction(ada, Reaction.SMILE)
        await world.beat()
        assert seen(eve) == [1, 2, 3, 4, 17, 18, 18]
        assert ada.errors() == []
        assert len(await world.records()) == 3  # the joins: it is never logged


async def test_an_unknown_reaction_is_named() -> None:
    """G-2."""
    async with living() as world:
        ada, bob, _ = await three(world)
        reaction(ada, 40)
        await world.beat()
        assert ada.errors() == ["reaction"]
        assert seen(bob) == []


async def test_the_welcome_tells_the_servers_time() -> None:
    """H-3."""
    async with living() as world:
        now = world.clock.unix()
        ada = await world.arrive("Ada")
        assert 0 <= ada.welcome["time"] - now * 1000 <= 1000
