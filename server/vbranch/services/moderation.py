"""What staff do to members and rooms: recorded before it is done, and again with how it ended.

What cannot be recorded is not done. A ban is in force before its member is put out, so that there
is no moment in between in which they could come again; if they are not put out it is taken back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from vbranch.ids import BanId, RoomId, SessionId
from vbranch.ports.audit import AuditEntry, AuditOutcome, AuditStore, AuditUnavailable
from vbranch.ports.bans import BansUnavailable
from vbranch.ports.clock import Clock
from vbranch.ports.log import LogUnavailable
from vbranch.ports.sessions import Session, SessionStore, SessionsUnavailable
from vbranch.ports.staff import Account, StaffStore, StaffUnavailable
from vbranch.room.room import Applied

from .bans import BanOrder, Bans
from .sign_in_records import REVOKE

UNAVAILABLE: Final = (
    AuditUnavailable,
    BansUnavailable,
    LogUnavailable,
    SessionsUnavailable,
    StaffUnavailable,
)
"""What an act raises when it could not be done now; it may be tried again."""

T = TypeVar("T")


class SignedOut(Exception):
    """Whoever asks is not, or no longer, signed in as staff."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a session of staff asks for. ``about`` and ``visit`` are the pseudonyms of a member."""

    by: SessionId
    what: str
    command: str | None = None
    room: RoomId | None = None
    about: str | None = None
    visit: str | None = None
    reason: str | None = None
    words: str | None = None
    detail: str | None = None
    label: str | None = None
    ban: BanOrder | None = None


class Moderation:
    """Used from one event loop."""

    def __init__(
        self,
        *,
        audit: AuditStore,
        bans: Bans,
        staff: StaffStore,
        sessions: SessionStore,
        clock: Clock,
    ) -> None:
        self._audit = audit
        self.bans = bans
        self._staff = staff
        self._sessions = sessions
        self._clock = clock
        self._unrecorded: list[AuditEntry] = []

    async def act(self, order: Order, do: Callable[[], Awaitable[Applied]]) -> Applied:
        """Record, ``do``, record how it ended. Raises ``SignedOut``, and one of ``UNAVAILABLE``:
        then nothing has happened."""
        account = await self._account(order.by)
        done = partial(self._do, order, account, do)
        return await self._recorded(_asked(order, account, self._now_ms()), done, _refusal)

    async def lift(self, by: SessionId, ban: BanId, words: str | None = None) -> bool:
        """End a ban by hand. False: there is none. Raises as ``act``."""
        account = await self._account(by)
        order = Order(by, "member.unban", about=ban, words=words)
        asked = _asked(order, account, self._now_ms())
        return await self._recorded(asked, partial(self.bans.lift, ban), _none_there)

    async def revoke(self, by: SessionId, session: Session) -> bool:
        """End the session of another member of staff. False: it has ended. Raises as ``act``."""
        account = await self._account(by)
        order = Order(by, REVOKE, about=session.account, label=session.label or None)
        asked = _asked(order, account, self._now_ms())
        done = partial(self._sessions.revoke, session.id)
        return await self._recorded(asked, done, _ended_before)

    async def make_up(self) -> None:
        """Now and then: record the outcomes that could not be recorded when they were known, and
        end the bans that are over."""
        unrecorded, self._unrecorded = self._unrecorded, []
        for entry in unrecorded:
            await self._record_outcome(entry)
        await self.bans.make_up(self._clock.unix())

    async def _do(
        self, order: Order, account: Account, do: Callable[[], Awaitable[Applied]]
    ) -> Applied:
        if order.ban is None:
            return await do()
        now = self._clock.unix()
        ban = await self.bans.put(order.ban, order.reason or "", account.id, now)
        outcome = None
        try:
            # A session that expired before its ban would make room for a new one.
            await self._sessions.extend(order.ban.session, order.ban.until)
            outcome = await do()
        finally:
            # A repeat has the ban of the first time.
            if outcome is None or not outcome.accepted or outcome.repeat:
                await self.bans.take_back(ban)
        return outcome

    async def _recorded(
        self,
        asked: AuditEntry,
        do: Callable[[], Awaitable[T]],
        refusal: Callable[[T], str | None],
    ) -> T:
        number = (await self._audit.append(asked)).number
        ended = replace(asked, asked=number, words=None, detail=None)
        try:
            result = await do()
        except Exception:
            failed = replace(ended, at=self._now_ms(), outcome=AuditOutcome.FAILED)
            await self._record_outcome(failed)
            raise
        reason = refusal(result)
        outcome = AuditOutcome.ACCEPTED if reason is None else AuditOutcome.REFUSED
        await self._record_outcome(
            replace(ended, at=self._now_ms(), outcome=outcome, detail=reason)
        )
        return result

    async def _record_outcome(self, entry: AuditEntry) -> None:
        """What has happened has happened; if this cannot be recorded now, it is later."""
        try:
            await self._audit.append(entry)
        except AuditUnavailable:
            self._unrecorded.append(entry)

    async def _account(self, session: SessionId) -> Account:
        """Whose session it is. Asked for each act: a right that was taken is gone at once."""
        living = await self._sessions.staff_session(session, self._clock.unix())
        whose = None if living is None else living.account
        account = None if whose is None else await self._staff.find(whose)
        if account is None:
            raise SignedOut
        return account

    def _now_ms(self) -> int:
        return int(self._clock.unix() * 1000)


def _asked(order: Order, account: Account, at: int) -> AuditEntry:
    return AuditEntry(
        at=at,
        account=account.id,
        name=account.name,
        act=order.what,
        outcome=AuditOutcome.ASKED,
        about=order.about,
        visit=order.visit,
        room=order.room,
        reason=order.reason,
        words=order.words,
        detail=order.detail,
        command=order.command,
        label=order.label,
    )


def _refusal(outcome: Applied) -> str | None:
    return None if outcome.accepted else str(outcome.reason)


def _none_there(lifted: bool) -> str | None:
    return None if lifted else "no_such_ban"


def _ended_before(revoked: bool) -> str | None:
    return None if revoked else "no_such_session"
