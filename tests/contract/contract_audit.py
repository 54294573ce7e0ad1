"""What every ``AuditStore`` keeps to (``ports.audit``); bound by the fixture ``audit``."""

import asyncio
import hashlib
import json

import pytest

from vbranch.ids import AccountId, RoomId
from vbranch.ports.audit import (
    AuditEntry,
    AuditOutcome,
    AuditStore,
    AuditUnavailable,
    Head,
    Verdict,
)


def an_entry(at: int = 1, **fields: object) -> AuditEntry:
    given = {"account": AccountId("a1"), "name": "Ōe 健", "act": "member.mute", **fields}
    outcome = AuditOutcome(given.pop("outcome", AuditOutcome.ASKED))
    return AuditEntry(at=at, outcome=outcome, **given)  # type: ignore[arg-type]


class AuditStoreContract:
    async def test_records_are_numbered_and_say_what_was_told(self, audit: AuditStore) -> None:
        full = an_entry(
            about="m1",
            visit="v1",
            room=RoomId("lobby"),
            reason="spam",
            words="“again”, twice\n",
            detail="x",
            command="command-1",
            asked=7,
            outcome="refused",
        )
        bare = AuditEntry(2, None, "operator", "staff.add", AuditOutcome.DONE)
        first, second = await audit.append(full), await audit.append(bare)
        assert (first.number, second.number) == (1, 2)
        assert await audit.read() == [first, second]
        assert [record.entry for record in await audit.read()] == [full, bare]

    async def test_each_hash_is_of_the_hash_before_and_the_body(self, audit: AuditStore) -> None:
        before = bytes(32)
        for at in range(3):
            record = await audit.append(an_entry(at))
            said = json.loads(record.body)
            assert said["number"] == record.number
            assert said["at"] == at
            text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert record.body == text
            assert record.hash == hashlib.sha256(before + text.encode()).digest()
            before = record.hash

    async def test_the_newest_are_read_first_page_by_page(self, audit: AuditStore) -> None:
        for at in range(5):
            await audit.append(an_entry(at))
        assert [record.number for record in await audit.read(limit=2)] == [4, 5]
        assert [record.number for record in await audit.read(before=4, limit=2)] == [2, 3]
        assert [record.number for record in await audit.read(before=2, limit=2)] == [1]
        assert await audit.read(before=1) == []

    async def test_many_at_once_make_one_chain(self, audit: AuditStore) -> None:
        made = await asyncio.gather(*(audit.append(an_entry(at)) for at in range(40)))
        assert sorted(record.number for record in made) == list(range(1, 41))
        verdict = await audit.verify()
        assert verdict == Verdict(Head(40, (await audit.read(limit=1))[0].hash), None)

    async def test_no_record_is_a_whole_chain(self, audit: AuditStore) -> None:
        assert await audit.verify() == Verdict(Head(0, bytes(32)), None)

    async def test_a_head_that_was_kept_elsewhere_is_looked_for(self, audit: AuditStore) -> None:
        kept = [await audit.append(an_entry(at)) for at in range(3)][1]
        assert (await audit.verify(Head(2, kept.hash))).broken is None
        for anchor, where in ((Head(2, bytes(32)), 2), (Head(4, kept.hash), 4)):
            broken = (await audit.verify(anchor)).broken
            assert broken is not None
            assert broken.number == where

    async def test_a_closed_store_takes_and_tells_nothing(self, audit: AuditStore) -> None:
        await audit.close()
        for call in (audit.append(an_entry()), audit.read(), audit.verify(), audit.ready()):
            with pytest.raises(AuditUnavailable):
                await call
