"""Staff in a room, and calls for them, through the whole hub (PROTOCOL.md D, K)."""

from realtime_world import HALL, LOBBY, Person, World, living

from vbranch.protocol import messages as m
from vbranch.protocol.constants import StaffRole

WHY = {"reason": "spam"}


def calls(person: Person) -> list[tuple[str, str]]:
    """What entries told them of calls: kind and caller."""
    return [
        (entry.kind, entry.member if isinstance(entry, m.CallAsked) else entry.caller)
        for entry in person.entries
        if isinstance(entry, m.CallAsked | m.CallMoved | m.CallTaken | m.CallEnded)
    ]


def bytes_of(person: Person) -> bytes:
    """All entries that reached them."""
    return b"".join(entry.model_dump_json().encode() for entry in person.entries)


async def test_who_is_staff_shows_it_everywhere_and_nobody_else_does() -> None:
    """D-1."""
    async with living() as world:
        ada = await world.arrive()
        kim = await world.arrive_staff(StaffRole.ADVISER)
        assert (kim.welcome["you"]["role"], kim.welcome["you"]["staff"]) == ("staff", "adviser")
        assert ada.welcome["you"]["staff"] is None
        (came,) = [one for one in ada.entries if isinstance(one, m.JoinEntry)]
        assert came.staff is StaffRole.ADVISER
        assert {one.member: one.staff for one in kim.state.members} == {
            ada.member: None,
            kim.member: StaffRole.ADVISER,
        }


async def test_a_call_is_heard_by_staff_and_the_caller_and_by_nobody_else() -> None:
    """K-2, E-4: the topic is in nobody's log in clear."""
    async with living() as world:
        ada, bob = await world.arrive(), await world.arrive("Bob")
        kim = await world.arrive_staff(StaffRole.ADVISER)
        ada.ask("staff.call", topic="a loan for the house")
        await world.beat()
        assert calls(ada) == calls(kim) == [("call.asked", ada.member)]
        assert b"call." not in bytes_of(bob)
        late, eve = await world.arrive_staff(StaffRole.HOST, "sol"), await world.arrive("Eve")
        (call,) = late.last("own")["calls"]
        assert (call["caller"], call["topic"], call["place"]) == (
            ada.member,
            "a loan for the house",
            1,
        )
        assert eve.last("own")["calls"] == []
        assert all(b"the house" not in record.body for record in await world.records())


async def test_the_second_who_takes_a_call_is_told_who_has_it() -> None:
    """K-3."""
    async with living() as world:
        ada = await world.arrive()
        kim, sol = await world.arrive_staff(), await world.arrive_staff(login="sol")
        ada.ask("staff.call")
        await world.beat()
        kim.ask("call.take", member=ada.member)
        sol.ask("call.take", member=ada.member)
        await world.beat()
        late = sol.last("ack")
        assert (late["outcome"], late["reason"], late["by"]) == ("refused", "taken", kim.member)
        assert kim.last("ack")["outcome"] == "accepted"
        assert calls(ada)[-1] == ("call.taken", ada.member)


async def test_a_call_ends_when_the_caller_goes_to_another_room() -> None:
    """K-4."""
    async with living() as world:
        ada, kim = await world.arrive(), await world.arrive_staff()
        ada.ask("staff.call")
        await world.beat()
        ada.ask("enter", room=HALL)
        await world.beat(3)
        assert calls(kim)[-1] == ("call.ended", ada.member)
        (entry,) = [one for one in kim.entries if isinstance(one, m.CallEnded)]
        assert (entry.member, entry.reason) == (None, "gone")


async def test_calls_are_counted_as_chat() -> None:
    """L-2, K-1."""
    async with living() as world:
        ada = await world.arrive()
        for _ in range(3):
            ada.ask("staff.call")
            ada.ask("staff.call_cancel")
            ada.ask("chat", text="hello?")
        await world.beat()
        assert ada.errors() == ["too_fast"]


async def test_only_visitors_call_and_only_staff_answer() -> None:
    """M-3."""
    async with living() as world:
        ada, kim = await world.arrive(), await world.arrive_staff(StaffRole.ADMINISTRATOR)
        kim.ask("staff.call")
        ada.ask("call.take", member=ada.member)
        ada.ask("announce", text="closed for ever")
        await world.beat()
        assert (ada.errors(), kim.errors()) == (["not_allowed"] * 2, ["not_allowed"])
        assert b"for ever" not in bytes_of(kim)


async def test_an_announcement_reaches_all_now_and_later() -> None:
    """D-3."""
    async with living() as world:
        ada, kim = await world.arrive(), await world.arrive_staff()
        kim.ask("announce", text="We close in ten minutes.")
        await world.beat(2)
        assert [one.text for one in ada.entries if isinstance(one, m.Announced)] == [
            "We close in ten minutes."
        ]
        late = await world.arrive("Bob")
        assert [one.text for one in late.state.announcements] == ["We close in ten minutes."]


async def slowed(world: World) -> tuple[Person, Person]:
    """In both rooms one waits half a minute between two lines."""
    kim = await world.arrive_staff()
    sol = await world.arrive_staff(login="sol", room=HALL)
    for staff in (kim, sol):
        staff.ask("chat.slow", seconds=30, **WHY)
    await world.beat(2)
    return kim, sol


async def test_slow_mode_comes_along_to_another_room() -> None:
    """D-6."""
    async with living() as world:
        await slowed(world)
        ada = await world.arrive()
        ada.ask("chat", text="one")
        await world.beat()
        ada.ask("enter", room=HALL)
        await world.beat(3)
        ada.ask("chat", text="two")
        await world.beat()
        assert ada.last("ack")["reason"] == "slow"


async def test_who_comes_muted_is_known_to_staff_who_are_there() -> None:
    """D-5."""
    async with living() as world:
        kim, ada = await world.arrive_staff(room=HALL), await world.arrive("Ada", HALL)
        sol, bob = await world.arrive_staff(login="sol"), await world.arrive("Bob")
        kim.ask("member.mute", member=ada.member, on=True, **WHY)
        await world.beat(2)
        ada.ask("enter", room=LOBBY)
        await world.beat(3)
        (told,) = [one for one in sol.entries if isinstance(one, m.MemberMuted)]
        assert (told.member, told.about, told.reason) == (kim.member, ada.member, "spam")
        assert b"member.muted" not in bytes_of(bob)
        assert ada.last("own")["muted"] == [ada.member]


async def test_a_greeting_is_told_to_staff_and_to_whom_it_is_for_and_kept_for_staff() -> None:
    """D-11."""
    async with living() as world:
        ada, bob, kim = await world.arrive(), await world.arrive("Bob"), await world.arrive_staff()
        sol = await world.arrive_staff(login="sol")
        kim.ask("member.greet", member=ada.member)
        sol.ask("member.greet", member=ada.member)
        await world.beat()
        for person, count in ((ada, 1), (kim, 1), (sol, 1), (bob, 0)):
            assert sum(isinstance(one, m.MemberGreeted) for one in person.entries) == count
        assert b"member.greeted" not in bytes_of(bob)
        assert (sol.last("ack")["reason"], sol.last("ack")["by"]) == ("taken", kim.member)
        later, eve = await world.arrive_staff(login="late"), await world.arrive("Eve")
        assert later.last("own")["greeted"] == [ada.member]
        assert eve.last("own")["greeted"] == []


async def test_an_invitation_is_told_to_the_two_of_them() -> None:
    """D-9."""
    async with living() as world:
        ada, bob, kim = await world.arrive(), await world.arrive("Bob"), await world.arrive_staff()
        kim.ask("member.invite", member=ada.member)
        await world.beat()
        for person, count in ((ada, 1), (kim, 1), (bob, 0)):
            assert sum(isinstance(one, m.MemberInvited) for one in person.entries) == count
