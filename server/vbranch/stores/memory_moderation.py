"""Audit and bans in memory: for tests of what stands on them, and as the model of the real ones."""

from vbranch.ids import BanId, SessionId
from vbranch.ports.audit import (
    NO_RECORDS,
    AuditEntry,
    AuditRecord,
    AuditStore,
    AuditUnavailable,
    Head,
    Verdict,
    chained,
    check_chain,
)
from vbranch.ports.bans import Ban, BanStore, BansUnavailable


class MemoryAudit(AuditStore):
    """``AuditStore`` that is gone with the process."""

    def __init__(self) -> None:
        self._records: list[AuditRecord] = []
        self._closed = False

    async def append(self, entry: AuditEntry) -> AuditRecord:
        await self.ready()
        record = chained(self._head, entry)
        self._records.append(record)
        return record

    async def read(self, *, before: int | None = None, limit: int = 100) -> list[AuditRecord]:
        await self.ready()
        asked = self._records if before is None else self._records[: max(0, before - 1)]
        return asked[max(0, len(asked) - limit) :]

    async def verify(self, anchor: Head | None = None) -> Verdict:
        await self.ready()
        anchors = {} if anchor is None else {"the anchor": anchor}
        return Verdict(*check_chain(self._records, self._head, anchors))

    async def ready(self) -> None:
        if self._closed:
            raise AuditUnavailable("it is closed")

    async def close(self) -> None:
        self._closed = True

    @property
    def _head(self) -> Head:
        if not self._records:
            return NO_RECORDS
        return Head(len(self._records), self._records[-1].hash)


class MemoryBans(BanStore):
    """``BanStore`` that is gone with the process."""

    def __init__(self) -> None:
        self._bans: dict[BanId, Ban] = {}
        self._closed = False

    async def add(self, ban: Ban) -> None:
        self._ready()
        self._bans[ban.id] = ban

    async def lift(self, ban: BanId) -> bool:
        self._ready()
        return self._bans.pop(ban, None) is not None

    async def of_session(self, session: SessionId, now: float) -> Ban | None:
        return next((ban for ban in self._last_first(now) if ban.session == session), None)

    async def of_network(self, network: bytes, now: float) -> Ban | None:
        return next((ban for ban in self._last_first(now) if ban.network == network), None)

    async def in_force(self, now: float) -> list[Ban]:
        return self._last_first(now)[::-1]

    async def expire(self, now: float) -> int:
        over = len(self._bans) - len(self._last_first(now))
        self._bans = {ban.id: ban for ban in self._bans.values() if now < ban.until}
        return over

    async def close(self) -> None:
        self._closed = True

    def _last_first(self, now: float) -> list[Ban]:
        self._ready()
        living = (ban for ban in self._bans.values() if now < ban.until)
        return sorted(living, key=lambda ban: ban.until, reverse=True)

    def _ready(self) -> None:
        if self._closed:
            raise BansUnavailable("it is closed")
