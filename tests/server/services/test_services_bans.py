"""Who is kept out: what an address is, what is taken back, what a hash says."""

import pytest

from vbranch.ids import AccountId, SessionId
from vbranch.ports.bans import Ban, BansUnavailable
from vbranch.services.bans import BanOrder, Bans, network_of
from vbranch.stores.memory_moderation import MemoryBans

HERE, BY = SessionId("s1"), AccountId("a1")


class Flaky(MemoryBans):
    broken = False

    async def lift(self, ban: object) -> bool:
        if self.broken:
            raise BansUnavailable
        return await super().lift(ban)  # type: ignore[arg-type]


async def put(bans: Bans, address: str | None = None, until: float = 100.0) -> Ban:
    return await bans.put(BanOrder(HERE, until, address), "spam", BY, 1.0)


async def test_a_ban_is_of_a_session_until_its_time() -> None:
    bans = Bans(MemoryBans(), b"key")
    ban = await put(bans)
    assert (ban.until, ban.created, ban.reason, ban.by) == (100.0, 1.0, "spam", BY)
    assert await bans.of(HERE, 99.0) == ban
    assert await bans.of(HERE, 100.0) is None
    assert await bans.in_force(99.0) == [ban]


async def test_two_bans_of_a_session_are_two() -> None:
    bans = Bans(MemoryBans(), b"key")
    first, second = await put(bans), await put(bans, until=200.0)
    assert await bans.lift(second.id)
    assert await bans.of(HERE, 1.0) == first


async def test_an_address_is_kept_as_a_keyed_hash_alone() -> None:
    """With another key it is another hash: the key is what hides it."""
    store = MemoryBans()
    ban = await put(Bans(store, b"key"), "192.0.2.7")
    assert ban.network is not None
    assert b"192" not in ban.network
    assert "network" not in repr(ban)
    assert await Bans(store, b"key").at("192.0.2.7", 1.0) == ban
    assert await Bans(store, b"other").at("192.0.2.7", 1.0) is None
    assert await Bans(store, b"key").at("192.0.2.8", 1.0) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
    ],
)
def test_what_of_an_address_is_somebody_s_own(address: str, network: str) -> None:
    assert network_of(address) == network


async def test_what_cannot_be_taken_back_now_is_taken_back_later() -> None:
    store = Flaky()
    bans = Bans(store, b"key")
    ban = await put(bans)
    store.broken = True
    await bans.take_back(ban)
    await bans.make_up(1.0)
    assert await bans.of(HERE, 1.0) == ban
    store.broken = False
    await bans.make_up(1.0)
    assert await bans.of(HERE, 1.0) is None


async def test_what_is_over_is_destroyed() -> None:
    store = MemoryBans()
    bans = Bans(store, b"key")
    await put(bans)
    kept = await put(bans, until=200.0)
    await bans.make_up(100.0)
    assert await store.in_force(0.0) == [kept]
