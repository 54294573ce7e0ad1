"""Every store of rooms' logs under the one contract; another store is one more line here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contract_log import RoomLogContract

from vbranch.ports.log import RoomLog
from vbranch.stores import open_stores
from vbranch.stores.memory import MemoryRoomLog

STORES = {
    "memory": lambda folder: MemoryRoomLog(),
    "sqlite": lambda folder: open_stores(folder).log,
}


@pytest.fixture(params=STORES)
async def log(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RoomLog]:
    store = STORES[request.param](tmp_path / "data")
    yield store
    await store.close()


class TestRoomLog(RoomLogContract):
    pass
