"""Start and stop of the hub, and a server that follows one that died."""

import asyncio

import pytest
from realtime_kit import until
from realtime_world import LOBBY, World, living

from vbranch.ports.log import LogUnavailable, StoredState
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.protocol.constants import RESUME_WINDOW_S, Close, Role
from vbranch.realtime import ledger
from vbranch.realtime.ledger import StateUnreadable
from vbranch.realtime.plane import Plane
from vbranch.room.entries import ENTRY


async def die(world: World) -> None:
    """The process is gone: nothing is appended any more, the stores stay."""
    world.hub._rhythm.stop()
    assert world.hub._sweeper is not None
    world.hub._sweeper.cancel()
    for runtime in world.hub.rooms.values():
        runtime.ledger._unfollow()
    await asyncio.sleep(0)


async def test_after_a_crash_members_are_away_and_resume_with_all_that_was_acknowledged() -> None:
    async with living() as world:
        ada, bob = await world.arrive("Ada"), await world.arrive("Bob")
        ada.ask("exhibit.take", exhibit="card")
        ada.ask("chat", text="remember this")
        await world.beat()
        assert len(ada.all("ack")) == 2
        await die(world)
        await world.start()
        state = world.hub.rooms[LOBBY].state
        assert [member.away for member in state.members.values()] == [True, True]
        again = await world.resume(ada)
        assert again.slot == ada.slot
        assert [line.text for line in again.state.chat] == ["remember this"]
        assert again.state.chat[0].name == "Ada"
        assert again.state.exhibits[0].holder is None
        assert again.state.epoch == ada.welcome["epoch"]
        assert (await world.resume(bob)).welcome["you"]["name"] == "Bob"


async def test_what_somebody_said_before_they_moved_on_is_readable_after_a_crash() -> None:
    """S-3: their visit lasts, in another room."""
    async with living() as world:
        ada, bob = await world.arrive("Ada"), await world.arrive("Bob")
        ada.ask("chat", text="see you in the hall")
        await world.beat()
        ada.ask("enter", room="hall")
        await world.beat(2)
        await die(world)
        await world.start()
        again = await world.resume(bob)
        assert [line.text for line in again.state.chat] == ["see you in the hall"]


async def test_a_visit_that_ended_while_the_server_was_down_leaves() -> None:
    async with living() as world:
        ada = await world.arrive("Ada")
        await world.arrive("Bob")
        ada.link.lose()
        await world.beat(2)
        await die(world)
        world.clock.now += RESUME_WINDOW_S + 1
        await world.sessions.expire(world.clock.unix(), RESUME_WINDOW_S)
        await world.start()
        await world.idle()
        members = world.hub.rooms[LOBBY].state.members.values()
        assert [member.slot for member in members] == [1]


async def test_visits_of_a_dead_server_expire_if_nobody_comes_back() -> None:
    async with living() as world:
        await world.arrive("Ada")
        await die(world)
        await world.start()
        world.clock.now += RESUME_WINDOW_S + 1
        await world.hub.sweep()
        await world.idle()
        assert world.hub.rooms[LOBBY].state.members == {}


async def test_the_state_is_stored_and_the_log_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "STORE_EVERY", 10)
    async with living() as world:
        ada = await world.arrive("Ada")
        for text in "abcde":
            ada.ask("exhibit.hotspot", exhibit="card", hotspot="rate")
            ada.ask("exhibit.hotspot", exhibit="card", hotspot=None)
            ada.ask("chat", text=text)
            await world.beat(1, 1.0)
        await until(lambda: world.hub.rooms[LOBBY].ledger._storer is None)
        stored = await world.log.load_state(LOBBY)
        assert stored is not None
        assert stored.seq >= 10
        assert [record.seq for record in await world.records()] == list(range(stored.seq + 1, 17))
        await die(world)
        await world.start()
        again = await world.resume(ada)
        assert [line.text for line in again.state.chat] == list("abcde")
        assert world.log.stored == [stored.seq]


async def test_a_state_that_cannot_be_stored_now_is_stored_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger, "STORE_EVERY", 5)
    async with living() as world:
        real, failures = world.log.save_state, []

        async def fail(room: object, state: StoredState) -> None:
            failures.append(state.seq)
            raise LogUnavailable

        monkeypatch.setattr(world.log, "save_state", fail)
        ada = await world.arrive("Ada")
        for _ in range(5):
            ada.ask("chat", text="x")
            await world.beat(1, 2.0)
        assert failures
        monkeypatch.setattr(world.log, "save_state", real)
        for _ in range(6):
            ada.ask("chat", text="x")
            await world.beat(1, 2.0)
        stored = await world.log.load_state(LOBBY)
        assert stored is not None
        assert not ada.link.closed


@pytest.mark.parametrize(("version", "body"), [(1, b"{}"), (99, b'{"version":99}')])
async def test_a_state_that_cannot_be_read_is_told_and_not_overwritten(
    version: int, body: bytes
) -> None:
    world = World()
    epoch = await world.log.open(LOBBY)
    await world.log.save_state(LOBBY, StoredState(0, epoch, version, body))
    with pytest.raises(StateUnreadable, match="lobby"):
        await world.start()
    stored = await world.log.load_state(LOBBY)
    assert stored is not None
    assert stored.body == body


async def test_stop_answers_what_is_on_its_way_then_tells_all_to_come_back() -> None:
    async with living() as world:
        ada, bob = await world.arrive("Ada"), await world.arrive("Bob")
        world.log.gate.clear()
        ada.ask("chat", text="last words")
        world.hub.drain()
        world.hub._rhythm.start()
        stopping = asyncio.create_task(world.hub.stop())
        await asyncio.sleep(0)
        assert world.hub.ready() == "stopping"
        world.log.gate.set()
        await stopping
        assert [k for k in ada.link.order if k != "tick"][-2:] == ["ack", "goodbye"]
        assert bob.kinds() == ["chat"]
        goodbyes = [person.last("goodbye") for person in (ada, bob)]
        assert {goodbye["code"] for goodbye in goodbyes} == {1012}
        assert len({goodbye["retry_after"] for goodbye in goodbyes}) == 2
        assert {ada.link.code, bob.link.code} == {1012}
        last = [ENTRY.validate_json(r.body).kind for r in await world.records()][-2:]
        assert last == ["away", "away"]
        await world.hub.stop()


async def test_stop_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbranch.realtime.hub.STOP_WITHIN_S", 0.05)
    async with living() as world:
        ada = await world.arrive("Ada")
        world.log.gate.clear()
        ada.ask("chat", text="never")
        world.hub.drain()
        world.hub._rhythm.start()
        await world.hub.stop()
        assert ada.link.gone


async def test_a_session_store_that_fails_lets_the_client_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as world:
        bob = await world.arrive("Bob")
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        ticket = await world.ticket(cookie)

        async def fail(*_: object) -> None:
            raise SessionsUnavailable

        monkeypatch.setattr(world.sessions, "use_ticket", fail)
        ada = world.connect(cookie)
        ada.link.say({"type": "join", "ticket": ticket, "name": "Ada"})
        await world.beat(2)
        assert ada.errors() == ["try_again"]
        assert ada.link.code == 1012
        assert ada.last("goodbye")["retry_after"] > 0
        assert not bob.link.closed


async def test_a_join_that_cannot_be_logged_leaves_nothing_behind() -> None:
    async with living() as world:
        world.log.broken = True
        ada = await world.arrive("Ada")
        assert ada.link.code == 1012
        world.log.broken = False
        world.clock.now += RESUME_WINDOW_S + 1
        await world.hub.sweep()
        await world.beat()
        runtime = world.hub.rooms[LOBBY]
        assert (runtime.reserved, runtime.state.members) == (0, {})
        assert world.sessions._visits == {}


async def test_who_waits_keeps_their_place_while_the_log_fails() -> None:
    async with living(capacity=1) as world:
        ada = await world.arrive("Ada")
        bob, cyd = await world.arrive("Bob"), await world.arrive("Cyd")
        ada.ask("leave")
        world.hub.drain()
        await world.idle()
        world.log.broken, before = True, world.log.attempts
        await world.beat(10)
        assert world.log.attempts == before + 1
        assert not bob.link.closed
        world.log.broken = False
        await world.beat(3, 1.0)
        assert bob.welcome["you"]["slot"] == 0
        assert cyd.all("welcome") == []


async def test_two_joins_of_one_visit_at_the_same_moment() -> None:
    """Steps of a visit never overlap; the one admitted last stays (H-6)."""
    async with living() as world:
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        pair = []
        for _ in range(2):
            person = world.connect(cookie)
            person.link.say({"type": "join", "ticket": await world.ticket(cookie), "name": "Ada"})
            pair.append(person)
        await world.beat(3)
        first, second = pair
        assert first.link.code == 4006
        assert not second.link.closed
        second.ask("chat", text="I am the one")
        await world.beat()
        assert second.last("ack")["outcome"] == "accepted"
        assert len(world.hub.rooms[LOBBY].state.members) == 1


async def test_of_two_connections_the_one_that_was_admitted_last_stays() -> None:
    """H-6, also when the answer for the earlier one comes later: then it is the replaced one, or
    its farewell would be taken for that of the visit."""
    async with living() as world:
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        gate, real, calls = asyncio.Event(), world.visits.admit, []

        async def admit(ticket: str, now: float) -> object:
            calls.append(ticket)
            first = len(calls) == 1
            admitted = await real(ticket, now)
            if first:
                await gate.wait()
            return admitted

        world.visits.admit = admit  # type: ignore[assignment, method-assign]
        late, present = world.connect(cookie), world.connect(cookie)
        for person in (late, present):
            person.link.say({"type": "join", "ticket": await world.ticket(cookie), "name": "Ada"})
        world.hub.drain()
        await until(lambda: present.connection.busy is False)
        gate.set()
        await world.beat(2)
        assert late.link.code == 4006
        assert not present.link.closed
        present.link.lose()
        await world.beat(2)
        world.clock.now += RESUME_WINDOW_S + 1
        await world.hub.sweep()
        assert world.sessions._visits == {}


async def test_messages_wait_while_a_step_is_under_way() -> None:
    """What follows a hello or a leave in the same drain is looked at when that has ended."""
    async with living() as world:
        cookie, _ = await world.visits.open_session(Role.VISITOR, world.clock.unix())
        ada = world.connect(cookie)
        hello = {"type": "join", "ticket": await world.ticket(cookie), "name": "Ada"}
        ada.link.say(hello)
        ada.link.say(hello)
        ada.ask("chat", text="early")
        await world.beat(2)
        assert ada.errors() == ["bad_form"]
        assert ada.last("ack")["outcome"] == "accepted"
        before = len(await world.records())
        ada.ask("leave")
        ada.ask("chat", text="late")
        await world.beat(2)
        assert ada.link.code == 1000
        assert len(await world.records()) == before + 1


async def test_a_link_that_closes_is_looked_after_until_it_is_gone() -> None:
    """Its deadline is kept by ``tend``, though its connection is no more."""
    async with living() as world:
        ada = await world.arrive("Ada")
        ada.link.stubborn = True
        ada.connection.part(Close.NORMAL, "enough")
        await world.beat(4, 0.6)
        assert world.metric("connections") == 0
        before = len(ada.link.tended)
        await world.beat(2, 0.6)
        assert len(ada.link.tended) == before + 2
        ada.link.abort()
        await world.beat(2, 0.6)
        assert len(ada.link.tended) == before + 2


async def test_who_was_replaced_just_before_being_let_in_gives_the_place_back() -> None:
    async with living(capacity=1) as world:
        await world.arrive("Ada")
        bob = await world.arrive("Bob")
        runtime = world.hub.rooms[LOBBY]
        runtime.line.leave(bob.connection)
        runtime.reserved += 1
        bob.connection.part(Close.REPLACED, "another connection")
        await world.hub._reception.let_in(bob.connection, runtime)
        assert runtime.reserved == 0
        assert len(runtime.state.members) == 1


async def test_the_drain_before_a_tick_takes_the_poses_those_in_between_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Read earlier they would not leave sooner, and cost more."""
    async with living() as world:
        seen: list[bool] = []
        monkeypatch.setattr(world.hub._plane, "drain", lambda now, at_tick: seen.append(at_tick))
        monkeypatch.setattr(world.hub, "tick", lambda: seen.append(True))
        world.hub._between()
        world.hub._between()
        world.hub._beat(0)
        monkeypatch.undo()
        assert seen == [False, False, True, True]


async def test_what_a_socket_did_not_take_is_tried_again_before_the_next_tick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as world:
        again: list[bool] = []
        monkeypatch.setattr(world.hub._rhythm, "call_again", lambda: again.append(True))
        world.hub._between()
        assert not again
        monkeypatch.setattr(Plane, "blocked", True)
        world.hub._between()
        assert again == [True]
