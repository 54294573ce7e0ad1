"""Who signed in and out, whose account was tried and how that ended, for the audit.

Nobody has a session of which the audit does not know. A try that was refused is recorded beside its
answer, which waits for nothing: a record more for names that exist would tell by the clock which
those are. For the same reason something as dear is written for a name that does not. Only accounts
that exist are named, since what people type for a name is at times their password; and no address.
What cannot be recorded now is recorded with the next.
"""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final

from vbranch.access.lockout import pause_after
from vbranch.ids import AccountId
from vbranch.ports.audit import AuditEntry, AuditOutcome, AuditStore, AuditUnavailable
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account

from .sign_in import Refusal, SignedIn

SIGN_IN: Final = "staff.sign_in"
SIGN_OUT: Final = "staff.sign_out"
REVOKE: Final = "session.revoke"
DISABLED: Final = "disabled"
"""Why a disabled account was refused, in the audit; whoever tried it is told ``WRONG``."""
MOST_PENDING: Final = 1000


class SignInRecords:
    """Used from one event loop; ``close`` it before the store."""

    def __init__(self, audit: AuditStore, clock: Clock) -> None:
        self._audit = audit
        self._clock = clock
        self._pending: deque[AuditEntry] = deque(maxlen=MOST_PENDING)
        self._blanks = 0
        self._writing: asyncio.Task[None] | None = None

    async def signed_in(self, who: SignedIn, by: str) -> None:
        """Raises ``AuditUnavailable``: the session is then to be ended, unused."""
        account, session = who.account, who.session
        await self._audit.append(
            self._entry(SIGN_IN, account, AuditOutcome.DONE, session.label, detail=by)
        )

    def refused(self, account: Account, reason: Refusal, label: str, *, by: str) -> None:
        """Somebody tried the account, which is as it was before; ``by`` as of ``signed_in``."""
        detail, why = by, reason.value
        if account.disabled:
            why = DISABLED
        if reason in (Refusal.WRONG, Refusal.CODE_WRONG) and account.identity is None:
            locked = pause_after(account.failures + 1)
            detail += f", locked {locked:.0f} s" if locked else ""
        self._later(
            AuditEntry(
                at=self._now_ms(),
                account=None,
                name="",
                act=SIGN_IN,
                outcome=AuditOutcome.REFUSED,
                about=account.id,
                reason=why,
                detail=detail,
                label=label,
            )
        )

    def nobody(self) -> None:
        """A name was tried that is nobody's: not recorded, and as dear as if it were."""
        self._blanks = min(self._blanks + 1, MOST_PENDING)
        self._write()

    def signed_out(self, account: Account, session: Session) -> None:
        """By themselves."""
        self._later(self._entry(SIGN_OUT, account, AuditOutcome.DONE, session.label))

    def ended_own(self, account: Account, by: Session) -> None:
        """They have ended another session of their own."""
        self._later(self._entry(REVOKE, account, AuditOutcome.DONE, by.label, about=account.id))

    async def close(self) -> None:
        """Wait for what is under way; what could not be recorded yet is tried once more."""
        if self._writing is not None:
            await self._writing
        await self._write_all()

    def _entry(
        self,
        act: str,
        who: Account,
        outcome: AuditOutcome,
        label: str,
        *,
        about: AccountId | None = None,
        detail: str | None = None,
    ) -> AuditEntry:
        return AuditEntry(
            at=self._now_ms(),
            account=who.id,
            name=who.name,
            act=act,
            outcome=outcome,
            about=about,
            detail=detail,
            label=label or None,
        )

    def _later(self, entry: AuditEntry) -> None:
        self._pending.append(entry)
        self._write()

    def _write(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write_all())

    async def _write_all(self) -> None:
        """In the order in which it happened."""
        with suppress(AuditUnavailable):
            while self._pending or self._blanks:
                if self._pending:
                    await self._append(self._pending.popleft())
                else:
                    self._blanks -= 1
                    await self._audit.ready()

    async def _append(self, entry: AuditEntry) -> None:
        try:
            await self._audit.append(entry)
        except AuditUnavailable:
            if len(self._pending) < MOST_PENDING:  # else newer ones have taken its place
                self._pending.appendleft(entry)
            raise

    def _now_ms(self) -> int:
        return int(self._clock.unix() * 1000)
