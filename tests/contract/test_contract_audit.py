"""Every store of audits under the one contract; another store is one more line here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contract_audit import AuditStoreContract

from vbranch.ports.audit import AuditStore
from vbranch.stores import open_stores
from vbranch.stores.memory_moderation import MemoryAudit

STORES = {
    "memory": lambda folder: MemoryAudit(),
    "sqlite": lambda folder: open_stores(folder).audit,
}


@pytest.fixture(params=STORES)
async def audit(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AuditStore]:
    store = STORES[request.param](tmp_path / "data")
    yield store
    await store.close()


class TestAuditStore(AuditStoreContract):
    pass
