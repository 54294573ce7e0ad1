"""Coming in, coming back, waiting, going elsewhere, leaving (PROTOCOL.md H, R, S)."""

import pytest
from realtime_world import HALL, LOBBY, Person, living

from vbranch.protocol.constants import RESUME_WINDOW_S, Role, StaffRole


async def test_a_newcomer_is_welcomed_gets_the_state_then_everybodys_pose() -> None:
    """H-3, S-1, S-4, F-5."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        assert bob.link.order[:4] == ["welcome", "state", "own", "tick"]
        welcome = bob.welcome
        assert welcome["room"] == "lobby"
        assert welcome["scene"] == "/api/v1/scenes/lobby"
        assert welcome["you"] == {
            "member": bob.member,
            "slot": 1,
            "role": "visitor",
            "staff": None,
            "name": "Bob",
        }
        assert welcome["place"] == {"position": [12.0, 0.0, 10.0], "yaw": 1.0}
        assert welcome["resumed"] is False
        assert [member.name for member in bob.state.members] == ["Ada", "Bob"]
        first = bob.link.frames[0]
        assert first.full
        assert len(first.desktop) == 2
        assert ada.slot == 0


async def test_entries_reach_each_member_once_and_continue_the_fresh_state() -> None:
    """E-4, S-1."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        assert ada.kinds() == ["join"]
        assert bob.entries == []
        cyd = await world.arrive("Cyd")
        ada.ask("chat", text="welcome")
        await world.beat(2)
        for person in (ada, bob, cyd):
            seqs = [entry.seq for entry in person.entries]
            assert seqs == list(range(person.state.seq + 1, 5))


async def test_what_happens_in_the_tick_of_the_welcome_is_neither_lost_nor_doubled() -> None:
    async with living() as world:
        ada = await world.arrive("Ada")
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        bob = world.connect(cookie)
        bob.link.say({"type": "join", "ticket": await world.ticket(cookie), "name": "Bob"})
        ada.ask("chat", text="at the same time")
        await world.beat(3)
        said = [c.text for c in bob.state.chat] + [e.kind for e in bob.entries]
        assert said == ["at the same time"]
        assert [e.kind for e in ada.entries] in (["chat", "join"], ["join", "chat"])


async def test_a_reader_behind_keeps_its_right_to_the_full_frame() -> None:
    async with living() as world:
        await world.arrive("Ada")
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        bob = world.connect(cookie)
        bob.link.behind = True
        bob.link.say({"type": "join", "ticket": await world.ticket(cookie), "name": "Bob"})
        await world.beat(4)
        assert bob.link.frames == []
        bob.link.behind = False
        await world.beat(1)
        assert bob.link.frames[0].full


async def test_who_says_nothing_is_closed_after_ten_seconds() -> None:
    """H-1."""
    async with living() as world:
        nobody = world.connect()
        await world.beat(19, 0.5)
        assert not nobody.link.closed
        await world.beat(2, 0.5)
        assert nobody.link.code == 4001
        assert nobody.last("goodbye")["code"] == 4001


@pytest.mark.parametrize("first", [{"type": "chat", "id": "command-1", "text": "x"}, b"\x02"])
async def test_anything_but_a_hello_first_is_not_joined(first: dict[str, str] | bytes) -> None:
    async with living() as world:
        nobody = world.connect()
        nobody.link.say(first)
        await world.beat()
        assert nobody.errors() == ["not_joined"]
        assert not nobody.link.closed


async def test_a_ticket_is_good_once() -> None:
    """H-2."""
    async with living() as world:
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        ticket = await world.ticket(cookie)
        for refused in (False, True):
            person = world.connect(cookie)
            person.link.say({"type": "join", "ticket": ticket, "name": "Ada"})
            await world.beat(2)
            assert bool(person.errors()) is refused
        assert person.errors() == ["ticket_refused"]
        assert person.link.code == 4002


async def test_a_second_connection_replaces_the_first_and_the_member_stays() -> None:
    """H-6."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        ada.pose(1, (10.5, 0.0, 10.0))
        await world.beat(2)
        again = await world.arrive("Ada", cookie=ada.cookie)
        await world.beat(2)
        assert ada.link.code == 4006
        assert (again.member, again.slot) == (ada.member, ada.slot)
        assert again.welcome["place"]["position"] == pytest.approx([10.5, 0, 10], abs=0.011)
        assert bob.kinds() == []
        assert again.errors() == []
        again.ask("chat", text="me")
        await world.beat()
        assert again.last("ack")["outcome"] == "accepted"
        visit = again.connection.visit
        assert visit is not None
        kept = await world.sessions.find_visit(visit.id)
        assert kept is not None
        assert kept.home is not None


async def test_nobody_passes_the_line_while_a_place_gets_free() -> None:
    """H-5: between the leave and the next tick the place belongs to the first of the line."""
    async with living(capacity=1) as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        ticket = await world.ticket(cookie)
        ada.ask("leave")
        world.hub.drain()
        await world.idle()
        assert ada.link.code == 1000
        cyd = world.connect(cookie)
        cyd.link.say({"type": "join", "ticket": ticket, "name": "Cyd", "avatar": 3})
        world.hub.drain()
        await world.idle()
        await world.beat(3)
        await world.beat(1, 0.6)
        await world.beat(1)
        assert bob.welcome["you"]["slot"] == 0
        assert cyd.all("welcome") == []
        assert cyd.last("waiting")["place"] == 1


async def test_a_full_room_makes_wait_and_lets_in_by_order() -> None:
    """H-5."""
    async with living(capacity=2) as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        cyd = await world.arrive("Cyd")
        dan = await world.arrive("Dan")
        assert cyd.all("waiting") == [
            {
                "type": "waiting",
                "room": "lobby",
                "reason": "full",
                "lock_reason": None,
                "capacity": 2,
                "place": 1,
                "waiting": 1,
            }
        ]
        eve = await world.arrive("Eve")
        assert dan.last("waiting")["place"] == 2
        assert cyd.all("welcome") == []
        ada.ask("leave")
        await world.beat(3)
        assert cyd.welcome["you"]["slot"] == 0
        await world.beat(1, 0.6)
        await world.beat(1)
        assert [(w["place"], w["waiting"]) for w in dan.all("waiting")] == [(2, 2), (1, 2)]
        assert [(w["place"], w["waiting"]) for w in eve.all("waiting")] == [(3, 3), (2, 2)]
        bob.link.lose()
        await world.beat(2)
        assert dan.all("welcome") == []
        world.clock.now += RESUME_WINDOW_S + 1
        await world.hub.sweep()
        await world.beat(4)
        assert dan.welcome["you"]["slot"] == 1
        assert cyd.kinds() == ["away", "leave", "join"]


async def test_who_waits_may_only_leave() -> None:
    async with living(capacity=1) as world:
        await world.arrive("Ada")
        bob = await world.arrive("Bob")
        bob.ask("chat", text="let me in")
        bob.link.say(b"\x02\x00")
        await world.beat()
        assert bob.errors() == ["not_joined", "not_joined"]
        visit = bob.connection.visit
        assert visit is not None
        bob.ask("leave")
        await world.beat(2)
        assert bob.link.code == 1000
        assert len(world.hub.rooms[LOBBY].line) == 0
        assert await world.sessions.find_visit(visit.id) is None


async def test_who_waits_and_is_lost_leaves_the_line() -> None:
    async with living(capacity=1) as world:
        await world.arrive("Ada")
        bob = await world.arrive("Bob")
        cyd = await world.arrive("Cyd")
        bob.link.lose()
        await world.beat(2, 0.6)
        assert cyd.last("waiting")["place"] == 1


async def test_a_full_waiting_list_is_4004(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbranch.realtime.waiting.MAX_WAITING", 1)
    async with living(capacity=1) as world:
        await world.arrive("Ada")
        await world.arrive("Bob")
        cyd = await world.arrive("Cyd")
        assert cyd.errors() == ["room_full"]
        assert cyd.link.code == 4004


async def test_a_locked_room_makes_visitors_wait_and_not_staff() -> None:
    async with living() as world:
        host = await world.arrive_staff(StaffRole.HOST)
        host.ask("room.lock", locked=True, reason="safety")
        await world.beat(2)
        ada = await world.arrive("Ada")
        why = ada.last("waiting")
        assert (why["reason"], why["lock_reason"]) == ("locked", "safety")
        other = await world.arrive_staff(StaffRole.ADVISER, "rei")
        assert other.welcome["you"]["role"] == "staff"
        host.ask("room.lock", locked=False, reason="safety")
        await world.beat(3)
        assert ada.welcome["you"]["slot"] == 2


async def test_who_waits_is_told_when_the_door_is_locked_meanwhile() -> None:
    """H-5, D-10."""
    async with living(capacity=1) as world:
        host = await world.arrive_staff(StaffRole.HOST)
        ada = await world.arrive("Ada")
        host.ask("room.lock", locked=True, reason="safety")
        await world.beat(3)
        await world.beat(2, 0.6)
        told = [(one["place"], one["reason"], one["lock_reason"]) for one in ada.all("waiting")]
        assert told == [(1, "full", None), (1, "locked", "safety")]


async def test_a_lost_connection_is_away_and_a_resume_is_back_in_the_same_place() -> None:
    """R-1 to R-3."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        ada.link.lose()
        await world.beat(2)
        assert bob.kinds() == ["away"]
        cyd = await world.arrive("Cyd")
        assert [member.away for member in cyd.state.members] == [True, False, False]
        again = await world.resume(ada, pose={"position": [20.0, 0.0, 21.0], "yaw": 0.5})
        assert again.welcome["resumed"] is True
        assert (again.member, again.slot) == (ada.member, ada.slot)
        assert again.welcome["place"] == {"position": [20.0, 0.0, 21.0], "yaw": 0.5}
        assert again.welcome["resume"] != ada.welcome["resume"]
        assert bob.kinds() == ["away", "join", "back"]


@pytest.mark.parametrize("position", [[41.0, 0.0, 5.0], [-0.1, 0.0, 5.0], [5.0, 0.0, 1e308]])
async def test_an_offered_pose_outside_is_not_taken(position: list[float]) -> None:
    async with living() as world:
        ada = await world.arrive("Ada")
        ada.link.lose()
        await world.beat(2)
        again = await world.resume(ada, pose={"position": position, "yaw": 0.5})
        assert again.welcome["place"]["position"] == [10.0, 0.0, 10.0]


async def test_a_token_that_a_newer_one_replaced_is_refused() -> None:
    """R-2, R-5."""
    async with living() as world:
        ada = await world.arrive("Ada")
        again = await world.resume(ada)
        third = await world.resume(again)
        assert third.welcome["resumed"] is True
        late = await world.resume(ada)
        assert late.errors() == ["resume_refused"]
        assert late.link.code == 4009
        assert not third.link.closed


async def test_a_visit_ends_after_the_window_and_its_words_are_gone() -> None:
    """R-1, S-3."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        ada.ask("chat", text="forget me")
        await world.beat()
        visit = ada.connection.visit
        assert visit is not None
        ada.link.lose()
        await world.beat()
        world.clock.now += RESUME_WINDOW_S - 1
        await world.hub.sweep()
        await world.beat()
        assert bob.kinds() == ["chat", "away"]
        world.clock.now += 2
        await world.hub.sweep()
        await world.beat()
        assert bob.kinds() == ["chat", "away", "leave"]
        assert bob.entries[-1].model_dump()["reason"] == "expired"
        assert await world.sessions.find_visit(visit.id) is None
        cyd = await world.arrive("Cyd")
        assert cyd.slot == 0
        assert cyd.state.chat == []
        late = await world.resume(ada)
        assert late.link.code == 4009


async def test_leave_is_acknowledged_and_ends_the_visit() -> None:
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        visit = ada.connection.visit
        assert visit is not None
        command = ada.ask("leave")
        await world.beat(2)
        assert ada.last("ack")["id"] == command
        assert ada.link.order[-2:] == ["ack", "goodbye"]
        assert ada.link.code == 1000
        assert bob.kinds() == ["leave"]
        assert await world.sessions.find_visit(visit.id) is None
        assert world.visits.open(visit.id, "x") is None
        assert world.hub._presence.connection(visit.id) is None


async def enter(person: Person, room: str) -> str:
    command = person.ask("enter", room=room)
    await person.world.beat(3)
    return command


async def test_enter_changes_the_room_on_the_same_socket() -> None:
    """H-7: ack, then welcome, then state."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        before = len(ada.link.order)
        command = await enter(ada, "hall")
        told = [kind for kind in ada.link.order[before:] if kind != "tick"]
        assert told == ["ack", "welcome", "state", "own"]
        assert ada.last("ack")["id"] == command
        assert ada.welcome["room"] == "hall"
        assert ada.welcome["you"]["name"] == "Ada"
        assert ada.state.room == "hall"
        assert bob.entries[-1].model_dump()["reason"] == "moved"
        ada.ask("chat", text="in the hall")
        await world.beat()
        assert [e.text for e in ada.entries if e.kind == "chat"] == ["in the hall"]
        assert "chat" not in bob.kinds()
        await enter(ada, "lobby")
        assert ada.welcome["room"] == "lobby"


async def test_if_the_new_room_refuses_nothing_has_changed() -> None:
    async with living() as world:
        for name in ("Hal", "Ina"):
            await world.arrive(name, room=HALL)
        ada = await world.arrive("Ada")
        await enter(ada, "hall")
        assert (ada.last("ack")["outcome"], ada.last("ack")["reason"]) == ("refused", "full")
        assert len(ada.all("welcome")) == 1
        await enter(ada, "lobby")
        assert ada.last("ack")["reason"] == "already_member"
        ada.ask("chat", text="still here")
        await world.beat()
        assert ada.last("ack")["outcome"] == "accepted"
        assert world.hub.rooms[HALL].reserved == 0


async def test_a_room_that_is_not_there() -> None:
    async with living() as world:
        ada = await world.arrive("Ada")
        command = await enter(ada, "vault")
        error = ada.last("error")
        assert (error["code"], error["id"]) == ("no_such_room", command)


async def test_a_repeat_of_an_enter_after_a_resume_in_the_new_room() -> None:
    async with living() as world:
        ada = await world.arrive("Ada")
        command = await enter(ada, "hall")
        ada.link.lose()
        await world.beat()
        again = await world.resume(ada)
        assert again.welcome["room"] == "hall"
        again.link.say({"type": "enter", "id": command, "room": "hall"})
        await world.beat(2)
        assert again.last("ack")["repeat"] is True
        assert len(again.all("welcome")) == 1


async def test_a_ticket_for_another_room_moves_the_member_there() -> None:
    """One visit, one connection, one room."""
    async with living() as world:
        ada = await world.arrive("Ada")
        bob = await world.arrive("Bob")
        moved = await world.arrive("Ada", room=HALL, cookie=ada.cookie)
        await world.beat()
        assert ada.link.code == 4006
        assert moved.welcome["room"] == "hall"
        assert bob.entries[-1].model_dump()["reason"] == "moved"
        await world.hub.sweep()
        await world.beat()
        assert bob.kinds() == ["leave"]
