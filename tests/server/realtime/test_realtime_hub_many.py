"""Many who come at once (PROTOCOL.md H-5, S): what all get once, what each gets alone."""

from dataclasses import dataclass

import pytest
from realtime_world import LOBBY, Person, World, living

from vbranch.protocol.constants import Role, StaffRole
from vbranch.realtime import runtime

CROWD = 12


async def knock(world: World, name: str) -> Person:
    """Somebody says join; what comes of it is seen at the next beats."""
    cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
    person = world.connect(cookie)
    ticket = await world.ticket(cookie)
    person.link.say({"type": "join", "ticket": ticket, "name": name, "avatar": 3})
    return person


@dataclass
class Storm:
    """Ada is inside; a crowd has come in one tick, of whom each tick serves one with the state."""

    ada: Person
    crowd: list[Person]

    def served(self) -> list[Person]:
        return [one for one in self.crowd if one.all("own")]


@pytest.fixture
def a_state_a_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "STATES_A_TICK", 1)


async def storm(world: World) -> Storm:
    ada = await world.arrive("Ada")
    crowd = [await knock(world, f"N{number}") for number in range(CROWD)]
    await world.beat()
    return Storm(ada, crowd)


async def test_each_tick_brings_some_the_state_in_the_order_of_their_coming(
    a_state_a_tick: None,
) -> None:
    """S-2: all are welcome at once, and no tick carries the state to all of them."""
    async with living() as world:
        here = await storm(world)
        assert all(one.all("welcome") for one in here.crowd)
        for number in range(1, CROWD + 1):
            assert here.served() == here.crowd[:number]
            await world.beat()
        slots = [one.slot for one in here.crowd]
        assert slots == sorted(slots)


async def test_nothing_is_missing_between_a_state_that_came_late_and_what_follows(
    a_state_a_tick: None,
) -> None:
    """S-1: whoever waits for the state hears of nothing that is in it, and of all that is not."""
    async with living(capacity=40) as world:
        here = await storm(world)
        for number in range(CROWD + 3):
            if number % 3 == 0:
                here.ada.ask("chat", text=f"line {number}")
            if number == 4:
                here.crowd.append(await knock(world, "Late"))
            await world.beat()
        await world.beat(3)
        last = world.hub.rooms[LOBBY].state.seq
        for one in here.crowd:
            state = one.state
            assert [entry.seq for entry in one.entries] == list(range(state.seq + 1, last + 1))
            joined = {entry.member for entry in one.entries if entry.kind == "join"}
            known = {member.member for member in state.members} | joined
            assert known == {one.member for one in (here.ada, *here.crowd)}
            assert one.link.order.index("own") < one.link.order.index("tick")
        assert len(here.ada.kinds()) == last - here.ada.state.seq


async def test_who_goes_while_they_wait_for_the_state_holds_up_nobody(
    a_state_a_tick: None,
) -> None:
    async with living() as world:
        here = await storm(world)
        gone = here.crowd.pop(1)
        gone.link.lose()
        await world.beat(CROWD)
        assert here.served() == here.crowd
        assert gone.all("state") == []


async def test_all_who_come_in_one_tick_get_the_same_state_and_each_their_own() -> None:
    """S-4, D-5, K-2, N-1: what one alone may see is in nobody else's bytes."""
    async with living() as world:
        kim = await world.arrive_staff(StaffRole.MODERATOR)
        ada, bob = await world.arrive("Ada"), await world.arrive("Bob")
        ada.ask("chat", text="psst", to=bob.member)
        ada.ask("staff.call", topic="my loan")
        kim.ask("member.mute", member=bob.member, on=True, reason="spam")
        await world.beat(2)
        back: dict[str, Person] = {}
        for one in (ada, bob, kim):
            again = back[one.welcome["you"]["name"]] = world.connect(one.cookie)
            again.link.say({"type": "resume", "token": one.welcome["resume"]})
        new = await knock(world, "New")
        await world.beat(2)
        told = {name: one.last("own") for name, one in {**back, "New": new}.items()}
        (state,) = {str(one.all("state")) for one in (*back.values(), new)}
        assert not any(word in state for word in ("psst", "my loan", "muted", "since"))
        lines = {name: [line["text"] for line in own["chat"]] for name, own in told.items()}
        assert lines == {"Ada": ["psst"], "Bob": ["psst"], "Kim": [], "New": []}
        assert {name: own["muted"] for name, own in told.items()} == {
            **{"Ada": [], "New": []},
            **{"Bob": [bob.member], "Kim": [bob.member]},
        }
        calls = {name: [call["topic"] for call in own["calls"]] for name, own in told.items()}
        assert calls == {"Ada": ["my loan"], "Bob": [], "Kim": ["my loan"], "New": []}
        assert {name for name, own in told.items() if own["since"]} == {"Kim"}


async def test_a_name_is_in_no_state_after_its_visit_has_been_ended() -> None:
    """The key is gone, though the log cannot yet take the entry that says so."""
    async with living() as world:
        ada = await world.arrive("Adalbert")
        kim = await world.arrive_staff(StaffRole.MODERATOR)
        before = await world.arrive("Bob")
        assert "Adalbert" in [member.name for member in before.state.members]
        ada.link.lose()
        await world.beat(2)
        world.clock.now += 121
        later = await knock(world, "Cyd")
        await world.beat()
        ended = await world.visits.expire(world.clock.unix())
        assert ended
        world.hub.rooms[LOBBY].ended(ended)
        again = await world.resume(kim)
        assert "Adalbert" not in [member.name for member in again.state.members]
        assert later.all("welcome")


async def test_a_full_room_lets_all_of_the_line_in_one_after_the_other() -> None:
    """H-5: nobody is refused who may wait, and no place is given twice."""
    async with living(capacity=5) as world:
        first = [await world.arrive(f"A{number}") for number in range(5)]
        line = [await knock(world, f"B{number}") for number in range(9)]
        await world.beat(2)
        assert [one.last("waiting")["place"] for one in line] == list(range(1, 10))
        for one in first:
            one.ask("leave")
        await world.beat(3)
        inside = [one for one in line if one.all("welcome")]
        assert inside == line[:5]
        assert world.hub.rooms[LOBBY].state.crowded == 5
        assert all(not one.errors() for one in line)
