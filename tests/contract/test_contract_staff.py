"""Every store of staff, and of their sessions, under the one contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contract_staff import StaffStoreContract
from contract_staff_sessions import StaffSessionsContract

from vbranch.ports.sessions import SessionStore
from vbranch.ports.staff import StaffStore
from vbranch.stores import open_stores
from vbranch.stores.memory import MemorySessions
from vbranch.stores.memory_staff import MemoryStaff

Pair = tuple[SessionStore, StaffStore]


def in_memory(folder: Path) -> Pair:
    sessions = MemorySessions()
    return sessions, MemoryStaff(sessions)


def in_sqlite(folder: Path) -> Pair:
    stores = open_stores(folder)
    return stores.sessions, stores.staff


STORES = {"memory": in_memory, "sqlite": in_sqlite}


@pytest.fixture(params=STORES)
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    sessions, staff = STORES[request.param](tmp_path / "data")
    yield sessions, staff
    await staff.close()
    await sessions.close()


@pytest.fixture
def sessions(pair: Pair) -> SessionStore:
    return pair[0]


@pytest.fixture
def staff(pair: Pair) -> StaffStore:
    return pair[1]


class TestStaffStore(StaffStoreContract):
    pass


class TestStaffSessions(StaffSessionsContract):
    pass
