"""Who is here, by which connection, and what putting somebody out ends."""

from realtime_world import HALL, LOBBY, living

from vbranch.ids import VisitId
from vbranch.protocol.constants import Close, ModerationReason
from vbranch.realtime.presence import Farewell

FAREWELL = Farewell(Close.BANNED, "words", ModerationReason.SPAM, 1234)


async def test_a_visit_is_here_with_its_newest_connection() -> None:
    """H-6."""
    async with living() as world:
        presence = world.hub._presence
        ada = await world.arrive()
        visit = ada.connection.visit
        assert visit is not None
        assert presence.connection(visit.id) is ada.connection
        again = await world.arrive(cookie=ada.cookie)
        newer = again.connection.visit
        assert newer is not None
        assert list(presence.here()) == [(newer, again.connection)]
        assert not presence.is_newest(visit)
        assert presence.is_newest(await world.visits.resume(again.welcome["resume"], 0.0))  # type: ignore[arg-type]
        again.link.lose()
        await world.beat(2)
        assert list(presence.here()) == []
        room = presence.room_of(visit.id)
        assert room is not None, "away, and still a member"
        assert room.id == LOBBY


async def test_who_is_put_out_is_told_all_of_it_and_their_visit_is_over() -> None:
    async with living() as world:
        ada = await world.arrive()
        visit = ada.connection.visit
        assert visit is not None
        await world.hub._presence.put_out(visit.id, FAREWELL)
        goodbye = ada.last("goodbye")
        assert (goodbye["code"], goodbye["message"]) == (4011, "words")
        assert (goodbye["reason"], goodbye["until"]) == ("spam", 1234)
        assert not world.visits.lasts(visit.id)
        assert await world.visits.find(visit.id) is None
        await world.hub.sweep()
        await world.beat(2)
        assert world.hub.rooms[LOBBY].state.members == {}, "it leaves where it was a member"


async def test_putting_out_who_is_not_here_ends_the_visit_and_touches_nobody() -> None:
    async with living() as world:
        ada, bob = await world.arrive(room=HALL), await world.arrive("Bob", HALL)
        visit = ada.connection.visit
        assert visit is not None
        ada.link.lose()
        await world.beat(2)
        for gone in (visit.id, VisitId("nobody")):
            await world.hub._presence.put_out(gone, FAREWELL)
        await world.hub.sweep()
        await world.beat(2)
        assert [m.member for m in world.hub.rooms[HALL].state.members.values()] == [bob.member]
        assert not bob.link.closed


async def test_steps_of_one_visit_wait_for_each_other_and_are_forgotten() -> None:
    async with living() as world:
        presence, one, other = world.hub._presence, VisitId("one"), VisitId("other")
        async with presence.step_of(one):
            assert presence.busy(one)
            assert presence.step_of(one).locked()
            assert not presence.busy(other)
            assert not presence.step_of(other).locked()
        assert not presence.busy(one)
        assert len(presence._locks) == 0
