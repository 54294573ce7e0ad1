"""The desk of ``staff_kit``, with passwords hashed by weak parameters."""

from collections.abc import AsyncIterator

import pytest
from staff_kit import CountingHasher, Desk

from vbranch.access import passwords


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "_HASHER", counting)
    monkeypatch.setattr(passwords, "_DUMMY", counting.hash(b"thrown away"))
    return counting


@pytest.fixture
async def desk(hasher: CountingHasher) -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await made.staff.close()
