"""Every store of bans under the one contract; another store is one more line here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contract_bans import BanStoreContract

from vbranch.ports.bans import BanStore
from vbranch.stores import open_stores
from vbranch.stores.memory_moderation import MemoryBans

STORES = {
    "memory": lambda folder: MemoryBans(),
    "sqlite": lambda folder: open_stores(folder).bans,
}


@pytest.fixture(params=STORES)
async def bans(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BanStore]:
    store = STORES[request.param](tmp_path / "data")
    yield store
    await store.close()


class TestBanStore(BanStoreContract):
    pass
