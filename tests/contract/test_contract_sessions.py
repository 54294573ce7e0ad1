"""Every store of sessions under the one contract; another store is one more line here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contract_sessions import SessionStoreContract

from vbranch.ports.sessions import SessionStore
from vbranch.stores import open_stores
from vbranch.stores.memory import MemorySessions

STORES = {
    "memory": lambda folder: MemorySessions(),
    "sqlite": lambda folder: open_stores(folder).sessions,
}


@pytest.fixture(params=STORES)
async def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SessionStore]:
    store = STORES[request.param](tmp_path / "data")
    yield store
    await store.close()


class TestSessionStore(SessionStoreContract):
    pass
