"""The order that the audit promises: asked, done, outcome; what cannot be recorded is not done."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from vbranch.ids import AccountId, RoomId, SessionId
from vbranch.ports.audit import AuditEntry, AuditRecord, AuditUnavailable
from vbranch.ports.sessions import Session, SessionsUnavailable
from vbranch.ports.staff import Account
from vbranch.protocol.constants import Refusal, Role, StaffRole
from vbranch.room.room import Applied
from vbranch.services.bans import BanOrder, Bans
from vbranch.services.moderation import Moderation, Order, SignedOut
from vbranch.stores.memory import MemorySessions
from vbranch.stores.memory_moderation import MemoryAudit, MemoryBans
from vbranch.stores.memory_staff import MemoryStaff

KIM, TARGET = SessionId("s-kim"), SessionId("s-ada")
DONE = Applied(7, True, None, repeat=False)
REPEATED = Applied(7, True, None, repeat=True)
REFUSED = Applied(8, False, Refusal.NO_SUCH_MEMBER, repeat=False)
NOW = 1000.0


class Clock:
    def unix(self) -> float:
        return NOW

    def monotonic(self) -> float:
        return NOW


@dataclass
class Desk:
    """``order`` is what happened, in turn; ``broken`` the outcomes that cannot be recorded."""

    order: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    bans: MemoryBans = field(default_factory=MemoryBans)

    def __post_init__(self) -> None:
        desk = self

        class Audit(MemoryAudit):
            async def append(self, entry: AuditEntry) -> AuditRecord:
                await asyncio.sleep(0)
                if entry.outcome in desk.broken:
                    raise AuditUnavailable
                desk.order.append(entry.outcome)
                return await super().append(entry)

        self.audit = Audit()
        self.staff = MemoryStaff(self.sessions)
        self.moderation = Moderation(
            audit=self.audit,
            bans=Bans(self.bans, b"key"),
            staff=self.staff,
            sessions=self.sessions,
            clock=Clock(),
        )

    def doing(self, outcome: Applied | Exception) -> Callable[[], Awaitable[Applied]]:
        async def do() -> Applied:
            await asyncio.sleep(0)
            banned = await self.bans.of_session(TARGET, NOW)
            self.order.append("done" if banned is None else "done, banned before")
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        return do

    async def told(self) -> list[AuditEntry]:
        return [record.entry for record in await self.audit.read()]


@pytest.fixture
async def desk() -> Desk:
    desk = Desk()
    account = Account(AccountId("a-kim"), "kim", "Kim", StaffRole.MODERATOR, 0.0)
    await desk.staff.add(account)
    session = Session(KIM, Role.STAFF, 0.0, NOW + 1, account.id, account.role)
    await desk.sessions.add_session(b"kim", session)
    visitor = Session(TARGET, Role.VISITOR, 0.0, NOW + 1)
    await desk.sessions.add_session(b"ada", visitor)
    return desk


ORDER = Order(
    KIM,
    "member.remove",
    command="command-1",
    room=RoomId("lobby"),
    about="m1",
    visit="v1",
    reason="spam",
    words="again",
    detail="x",
)
BAN = Order(KIM, "member.ban", about="m1", reason="spam", ban=BanOrder(TARGET, NOW + 60, None))


async def test_asked_done_outcome(desk: Desk) -> None:
    assert await desk.moderation.act(ORDER, desk.doing(DONE)) == DONE
    assert desk.order == ["asked", "done", "accepted"]
    asked, ended = await desk.told()
    common = {"account": "a-kim", "name": "Kim", "act": "member.remove", "at": 1_000_000}
    for entry in (asked, ended):
        assert {name: getattr(entry, name) for name in common} == common
        assert (entry.about, entry.visit, entry.room, entry.command) == (
            *("m1", "v1", "lobby", "command-1"),
        )
    assert (asked.words, asked.detail, asked.asked) == ("again", "x", None)
    assert (ended.words, ended.detail, ended.asked) == (None, None, 1), "words stand once"


async def test_a_refusal_is_recorded_with_its_reason(desk: Desk) -> None:
    assert await desk.moderation.act(ORDER, desk.doing(REFUSED)) == REFUSED
    assert desk.order == ["asked", "done", "refused"]
    assert (await desk.told())[1].detail == "no_such_member"


async def test_what_cannot_be_recorded_is_not_done(desk: Desk) -> None:
    desk.broken = {"asked"}
    for order in (ORDER, BAN):
        with pytest.raises(AuditUnavailable):
            await desk.moderation.act(order, desk.doing(DONE))
    with pytest.raises(AuditUnavailable):
        await desk.moderation.revoke(KIM, Session(TARGET, Role.STAFF, 0.0, NOW + 1))
    assert desk.order == []
    assert await desk.bans.in_force(0) == []
    assert await desk.sessions.living([TARGET], NOW) == {TARGET}


async def test_a_failure_is_recorded_and_passed_on(desk: Desk) -> None:
    with pytest.raises(RuntimeError):
        await desk.moderation.act(BAN, desk.doing(RuntimeError()))
    assert desk.order == ["asked", "done, banned before", "failed"]
    assert await desk.bans.in_force(0) == []


async def test_an_outcome_is_made_up_for(desk: Desk) -> None:
    desk.broken = {"accepted"}
    assert await desk.moderation.act(ORDER, desk.doing(DONE)) == DONE
    await desk.moderation.make_up()
    assert desk.order == ["asked", "done"]
    desk.broken = set()
    await desk.moderation.make_up()
    await desk.moderation.make_up()
    assert desk.order == ["asked", "done", "accepted"]
    assert (await desk.told())[1].asked == 1


async def test_a_ban_is_in_force_before_and_only_kept_if_it_was_done(desk: Desk) -> None:
    """A repeat has the ban of the first time, a refusal has none."""
    for outcome, kept in ((REFUSED, 0), (DONE, 1), (REPEATED, 1)):
        await desk.moderation.act(BAN, desk.doing(outcome))
        assert desk.order[-2] == "done, banned before"
        assert len(await desk.bans.in_force(NOW)) == kept


async def test_a_session_lasts_as_long_as_its_ban(desk: Desk) -> None:
    """Else a ban of a month would end with the cookie, after half a day."""
    for seconds, lasts in ((60, 59), (0.5, 59)):  # the second is shorter, and changes nothing
        order = replace(BAN, ban=BanOrder(TARGET, NOW + seconds, None))
        await desk.moderation.act(order, desk.doing(DONE))
        assert await desk.sessions.living([TARGET], NOW + lasts) == {TARGET}
        assert await desk.sessions.living([TARGET], NOW + 60) == set()


async def test_a_ban_whose_session_cannot_be_kept_is_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise SessionsUnavailable

    monkeypatch.setattr(desk.sessions, "extend", broken)
    with pytest.raises(SessionsUnavailable):
        await desk.moderation.act(BAN, desk.doing(DONE))
    assert desk.order == ["asked", "failed"]
    assert await desk.bans.in_force(0) == []


async def test_who_is_no_staff_any_more_does_nothing(desk: Desk) -> None:
    for gone in (TARGET, SessionId("s-nobody")):
        with pytest.raises(SignedOut):
            await desk.moderation.act(Order(gone, "announce"), desk.doing(DONE))
    await desk.sessions.revoke(KIM)
    with pytest.raises(SignedOut):
        await desk.moderation.act(ORDER, desk.doing(DONE))
    assert desk.order == []


async def test_a_ban_is_lifted_and_recorded(desk: Desk) -> None:
    await desk.moderation.act(BAN, desk.doing(DONE))
    (ban,) = await desk.bans.in_force(NOW)
    assert await desk.moderation.lift(KIM, ban.id, "a mistake")
    assert not await desk.moderation.lift(KIM, ban.id)
    assert await desk.bans.in_force(0) == []
    told = [(e.act, e.outcome, e.about, e.words) for e in (await desk.told())[2:]]
    assert told == [
        ("member.unban", "asked", ban.id, "a mistake"),
        ("member.unban", "accepted", ban.id, None),
        ("member.unban", "asked", ban.id, None),
        ("member.unban", "refused", ban.id, None),
    ]


async def test_a_session_is_revoked_and_recorded_with_whose_it_was(desk: Desk) -> None:
    theirs = Session(SessionId("s-rei"), Role.STAFF, 0.0, NOW + 1, AccountId("a-rei"))
    await desk.sessions.add_session(b"rei", theirs)
    assert await desk.moderation.revoke(KIM, theirs)
    assert await desk.sessions.living([theirs.id], NOW) == set()
    assert not await desk.moderation.revoke(KIM, theirs)
    told = [(entry.act, entry.outcome, entry.about) for entry in await desk.told()]
    assert told == [
        ("session.revoke", outcome, "a-rei")
        for outcome in ("asked", "accepted", "asked", "refused")
    ]
