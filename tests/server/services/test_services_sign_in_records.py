"""What the audit knows of signing in: who, whose account was tried, and how that ended."""

import asyncio

import pytest
from staff_kit import NOON, PASSWORD, Desk, code_of

from vbranch.ports.audit import AuditEntry, AuditRecord, AuditUnavailable
from vbranch.stores.memory_moderation import MemoryAudit


class Audit(MemoryAudit):
    """One that can be out of order, and keeps note of what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        self.asked: list[str] = []

    async def append(self, entry: AuditEntry) -> AuditRecord:
        self.asked.append("append")
        await asyncio.sleep(0)
        if self.broken:
            raise AuditUnavailable("it is out of order")
        return await super().append(entry)

    async def ready(self) -> None:
        self.asked.append("ready")
        await super().ready()


@pytest.fixture
def audit(desk: Desk) -> Audit:
    desk.audit = audit = Audit()
    desk.staff = desk.new_staff()
    return audit


def told(entry: AuditEntry) -> tuple[object, ...]:
    return entry.account, entry.about, entry.outcome, entry.reason, entry.detail


async def test_who_signs_in_is_recorded_with_the_way_and_the_browser(desk: Desk) -> None:
    account = await desk.add()
    await desk.sign_in()
    factor = await desk.give_second_factor(account)
    await desk.sign_in(code=code_of(factor, NOON))
    first, second = await desk.recorded()
    assert told(first) == (account.id, None, "done", None, "password")
    assert told(second) == (account.id, None, "done", None, "password and code")
    assert (first.act, first.name, first.label) == ("staff.sign_in", "Ana", "Firefox, Linux")
    assert first.at == int(NOON * 1000)


async def test_a_try_is_recorded_with_whose_account_and_the_lock_that_it_brings(
    desk: Desk,
) -> None:
    account = await desk.add()
    for _ in range(5):
        await desk.refusal(password="wrong")
    await desk.refusal()  # locked: it is not looked at
    desk.clock.now += 1
    await desk.refusal(password="wrong")
    records = await desk.recorded()
    assert [told(one) for one in records] == [
        *[(None, account.id, "refused", "wrong", "password")] * 4,
        (None, account.id, "refused", "wrong", "password, locked 1 s"),
        (None, account.id, "refused", "wrong", "password, locked 2 s"),
    ]
    assert {(one.act, one.name, one.label) for one in records} == {
        ("staff.sign_in", "", "Firefox, Linux")
    }


async def test_the_second_factor_and_a_disabled_account_have_reasons_of_their_own(
    desk: Desk,
) -> None:
    account = await desk.add()
    await desk.give_second_factor(account)
    await desk.refusal()
    await desk.refusal(code="000000")
    await desk.accounts.set_disabled(account, True)
    await desk.refusal()
    assert [one.reason for one in await desk.recorded()] == [
        "code_needed",
        "code_wrong",
        "disabled",
    ]


async def test_nothing_that_was_typed_and_no_address_is_recorded(desk: Desk) -> None:
    """Some type their password where the name should be."""
    await desk.add()
    await desk.refusal("my secret word", "x", address="192.0.2.77")
    await desk.refusal("ana", "another secret", address="192.0.2.77")
    await desk.sign_in(address="192.0.2.77")
    await desk.recorded()
    bodies = [record.body for record in await desk.audit.read()]
    assert len(bodies) == 2
    for secret in ("my secret", "another secret", PASSWORD, "192.0.2.77"):
        assert not any(secret in body for body in bodies)


async def test_an_unknown_name_costs_a_write_too_and_no_answer_waits_for_one(
    desk: Desk, audit: Audit
) -> None:
    """Else the clock would tell which names there are."""
    await desk.add()
    writes = []
    for login in ("ana", "nobody"):
        audit.asked.clear()
        await desk.refusal(login, "wrong")
        assert audit.asked == [], "the answer came first"
        await asyncio.sleep(0.01)
        writes.append([asked for asked in audit.asked if asked != "append"])
    assert writes == [["ready"], ["ready"]]


async def test_nobody_is_signed_in_of_whom_the_audit_does_not_know(
    desk: Desk, audit: Audit
) -> None:
    await desk.add()
    audit.broken = True
    with pytest.raises(AuditUnavailable):
        await desk.sign_in()
    assert await desk.staff.sessions() == []


async def test_ends_are_recorded_and_happen_also_while_they_cannot_be(
    desk: Desk, audit: Audit
) -> None:
    account = await desk.add()
    one, two, three = [await desk.sign_in() for _ in range(3)]
    audit.broken = True
    assert await desk.staff.end_own(one.session, two.session.id) is True
    assert await desk.staff.end_own(three.session, three.session.id) is True
    await desk.staff.sign_out(one.session)
    await desk.staff.sign_out(one.session)
    assert await desk.staff.sessions() == []
    await asyncio.sleep(0.01)
    audit.broken = False
    ends = [(e.act, e.account, e.about) for e in (await desk.recorded())[3:]]
    assert ends == [
        ("session.revoke", account.id, account.id),
        ("staff.sign_out", account.id, None),
        ("staff.sign_out", account.id, None),
    ]


async def test_what_could_not_be_recorded_comes_with_the_next_in_its_order(
    desk: Desk, audit: Audit
) -> None:
    ana, bob = await desk.add("ana"), await desk.add("bob")
    audit.broken = True
    await desk.refusal("ana", "wrong")
    await asyncio.sleep(0.01)
    audit.broken = False
    desk.clock.now += 5
    await desk.refusal("bob", "wrong")
    records = await desk.recorded()
    assert [one.about for one in records] == [ana.id, bob.id]
    assert [one.at - int(NOON * 1000) for one in records] == [0, 5000]


async def test_an_audit_that_stays_out_of_order_fills_no_memory(
    desk: Desk, audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vbranch.services.sign_in_records.MOST_PENDING", 2)
    desk.staff = desk.new_staff()
    await desk.add()
    audit.broken = True
    for _ in range(4):
        desk.clock.now += 1
        await desk.refusal(password="wrong")
        await asyncio.sleep(0.01)
    audit.broken = False
    records = await desk.recorded()
    assert [one.at - int(NOON * 1000) for one in records] == [3000, 4000], "the newest are kept"
