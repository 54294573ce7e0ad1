"""What every ``BanStore`` keeps to (``ports.bans``); bound by the fixture ``bans``."""

from dataclasses import replace

import pytest

from vbranch.ids import AccountId, BanId, SessionId
from vbranch.ports.bans import Ban, BanStore, BansUnavailable

HERE, THERE = SessionId("s1"), SessionId("s2")
NET = bytes(range(32))


def a_ban(name: str = "b1", session: SessionId = HERE, *, until: float = 100.5) -> Ban:
    return Ban(BanId(name), session, None, until, "spam", AccountId("a1"), 1.25)


class BanStoreContract:
    async def test_a_ban_holds_until_its_time(self, bans: BanStore) -> None:
        ban = a_ban()
        await bans.add(ban)
        assert await bans.of_session(HERE, 100.25) == ban
        assert await bans.of_session(HERE, 100.5) is None
        assert await bans.of_session(THERE, 0) is None

    async def test_an_address_is_banned_only_where_it_was_told(self, bans: BanStore) -> None:
        await bans.add(a_ban())
        assert await bans.of_network(NET, 0) is None
        wide = replace(a_ban("b2", THERE), network=NET)
        await bans.add(wide)
        assert await bans.of_network(NET, 100.25) == wide
        assert await bans.of_network(NET, 100.5) is None
        assert await bans.of_network(bytes(32), 0) is None

    async def test_of_several_the_one_that_ends_last_counts(self, bans: BanStore) -> None:
        longest = a_ban("b2", until=300.0)
        for ban in (a_ban("b1", until=200.0), longest, a_ban("b3", until=100.0)):
            await bans.add(replace(ban, network=NET))
        assert await bans.of_session(HERE, 0) == replace(longest, network=NET)
        assert await bans.of_network(NET, 0) == replace(longest, network=NET)

    async def test_a_ban_is_lifted_by_hand(self, bans: BanStore) -> None:
        await bans.add(a_ban())
        await bans.add(a_ban("b2", THERE))
        assert await bans.lift(BanId("b1"))
        assert not await bans.lift(BanId("b1"))
        assert await bans.of_session(HERE, 0) is None
        assert await bans.of_session(THERE, 0) is not None

    async def test_those_in_force_are_told_in_the_order_of_their_ends(self, bans: BanStore) -> None:
        late, early, over = a_ban("b1", until=30.0), a_ban("b2", until=20.0), a_ban("b3", until=9.0)
        for ban in (late, early, over):
            await bans.add(ban)
        assert await bans.in_force(10.0) == [early, late]

    async def test_what_is_over_is_destroyed(self, bans: BanStore) -> None:
        for name, until in (("b1", 10.0), ("b2", 20.0), ("b3", 30.0)):
            await bans.add(a_ban(name, until=until))
        assert await bans.expire(20.0) == 2
        assert await bans.expire(20.0) == 0
        assert [ban.id for ban in await bans.in_force(0)] == ["b3"]

    async def test_a_closed_store_takes_and_tells_nothing(self, bans: BanStore) -> None:
        await bans.close()
        for call in (
            bans.add(a_ban()),
            bans.lift(BanId("b1")),
            bans.of_session(HERE, 0),
            bans.of_network(NET, 0),
            bans.in_force(0),
            bans.expire(0),
        ):
            with pytest.raises(BansUnavailable):
                await call
