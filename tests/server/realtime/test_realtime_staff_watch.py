"""Who is not signed in any more is out within a second, and by no way back in."""

import asyncio
from collections.abc import Sequence

import pytest
from realtime_world import World, living

from vbranch.ids import AccountId, SessionId
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.protocol.constants import StaffRole
from vbranch.realtime import staff_watch


async def look(world: World) -> None:
    await world.hub._staff_watch.look()
    await world.beat(2)


async def test_a_revoked_session_is_out_with_4010_and_the_others_stay() -> None:
    async with living() as world:
        kim = await world.arrive_staff()
        rei = await world.arrive_staff(StaffRole.HOST, "rei")
        ada = await world.arrive()
        await look(world)
        assert [person.link.closed for person in (kim, rei, ada)] == [False] * 3
        await world.sessions.revoke(SessionId("session-kim"))
        await look(world)
        assert (kim.link.code, kim.last("goodbye")["code"]) == (4010, 4010)
        assert [person.link.closed for person in (rei, ada)] == [False] * 2
        (left,) = [entry for entry in ada.entries if entry.kind == "leave"]
        assert (left.member, left.reason) == (kim.member, "left")


async def test_who_is_signed_out_cannot_resume() -> None:
    async with living() as world:
        kim = await world.arrive_staff()
        await world.sessions.revoke_account(AccountId("account-kim"))
        await look(world)
        again = await world.resume(kim)
        assert (again.errors(), again.link.code) == (["resume_refused"], 4009)


async def test_who_was_away_when_signed_out_cannot_resume() -> None:
    async with living() as world:
        kim = await world.arrive_staff()
        kim.link.lose()
        await world.beat(2)
        await world.sessions.revoke(SessionId("session-kim"))
        again = await world.resume(kim)
        assert again.link.code == 4009


async def test_a_session_that_expires_is_out_too_and_a_visitor_s_is_not() -> None:
    async with living() as world:
        kim, ada = await world.arrive_staff(), await world.arrive()
        world.clock.now += 13 * 3600
        await look(world)
        assert kim.link.code == 4010
        assert not ada.link.closed


async def test_who_waits_for_a_place_is_out_too() -> None:
    async with living(capacity=1) as world:
        await world.arrive()
        kim = await world.arrive_staff()
        assert kim.last("waiting")
        await world.sessions.revoke(SessionId("session-kim"))
        await look(world)
        assert kim.link.code == 4010


async def test_one_whose_step_hangs_keeps_nobody_else_in() -> None:
    """Kim goes to another room, and the log does not answer."""
    async with living() as world:
        kim, rei = await world.arrive_staff(), await world.arrive_staff(login="rei")
        world.log.gate.clear()
        kim.ask("enter", room="hall")
        world.hub.drain()
        await world.spin()
        for login in ("kim", "rei"):
            await world.sessions.revoke(SessionId(f"session-{login}"))
        looking = asyncio.create_task(world.hub._staff_watch.look())
        await world.spin()
        assert (kim.link.code, rei.link.code) == (4010, 4010)
        world.log.gate.set()
        await looking
        await world.beat(2)
        await world.hub.sweep()
        await world.beat(2)
        assert all(not runtime.state.members for runtime in world.hub.rooms.values())


async def test_it_looks_by_itself_twice_a_second_whatever_went_wrong_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No look of ours: the task that the hub has started closes the connection."""
    assert staff_watch.LOOK_EVERY_S == 0.5
    monkeypatch.setattr(staff_watch, "LOOK_EVERY_S", 0.001)
    async with living() as world:
        kim = await world.arrive_staff()
        living_of, failures = world.sessions.living, [SessionsUnavailable("x"), RuntimeError("x")]

        async def flaky(sessions: Sequence[SessionId], now: float) -> set[SessionId]:
            if failures:
                raise failures.pop()
            return await living_of(sessions, now)

        world.sessions.living = flaky  # type: ignore[method-assign]
        await world.sessions.revoke(SessionId("session-kim"))
        async with asyncio.timeout(60):
            while not kim.link.closed:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        assert (kim.link.code, failures) == (4010, [])


async def test_visitors_alone_cost_no_question() -> None:
    async with living() as world:
        await world.arrive()
        world.sessions.living = None  # type: ignore[assignment]
        await world.hub._staff_watch.look()
