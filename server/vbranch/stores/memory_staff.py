"""Staff accounts in memory: for tests of what stands on them, the model of the real store."""

from collections.abc import Callable
from dataclasses import replace

from vbranch.ids import AccountId
from vbranch.ports.sessions import Session
from vbranch.ports.staff import (
    Account,
    Attempt,
    Identity,
    LoginTaken,
    StaffStore,
    StaffUnavailable,
)
from vbranch.protocol.constants import StaffRole
from vbranch.stores.memory import MemorySessions


class MemoryStaff(StaffStore):
    """``StaffStore`` that is gone with the process; its sessions are in ``sessions``."""

    def __init__(self, sessions: MemorySessions) -> None:
        self._sessions = sessions
        self._accounts: dict[AccountId, Account] = {}
        self._closed = False

    async def add(self, account: Account) -> None:
        self._ready()
        for other in self._accounts.values():
            same = account.identity is not None and account.identity == other.identity
            if same or account.login == other.login:
                raise LoginTaken(account.login)
        self._accounts[account.id] = account

    async def find(self, account: AccountId) -> Account | None:
        self._ready()
        return self._accounts.get(account)

    async def find_login(self, login: str) -> Account | None:
        self._ready()
        return next((a for a in self._accounts.values() if a.login == login), None)

    async def find_identity(self, identity: Identity) -> Account | None:
        self._ready()
        return next((a for a in self._accounts.values() if a.identity == identity), None)

    async def all(self) -> list[Account]:
        self._ready()
        return sorted(self._accounts.values(), key=lambda account: account.login)

    async def attempt(self, login: str, now: float, pause: Callable[[int], float]) -> Attempt:
        account = await self.find_login(login)
        if account is None:
            return Attempt(None, 0.0)
        if account.locked_until <= now:
            failures = account.failures + 1
            self._keep(account, failures=failures, locked_until=now + pause(failures))
        return Attempt(account, account.locked_until)

    async def forgive(self, attempt: Attempt) -> None:
        self._ready()
        before = attempt.account
        account = self._accounts.get(before.id) if before else None
        if before is None or account is None:
            return
        alone = account.failures == before.failures + 1
        self._keep(
            account,
            failures=max(0, account.failures - 1),
            locked_until=before.locked_until if alone else account.locked_until,
        )

    async def sign_in(
        self, seen: Account, token_hash: bytes, session: Session, totp_step: int | None = None
    ) -> bool:
        self._ready()
        account = self._accounts.get(seen.id)
        if account is None or account.disabled or not account.same_credentials(seen):
            return False
        if totp_step is not None and totp_step <= account.totp_step:
            return False
        step = account.totp_step if totp_step is None else totp_step
        self._keep(account, failures=0, locked_until=0.0, totp_step=step)
        await self._sessions.add_session(token_hash, session)
        return True

    async def rehash(self, account: AccountId, old: str, new: str) -> None:
        self._ready()
        known = self._accounts.get(account)
        if known is not None and known.password == old:
            self._keep(known, password=new)

    async def set_password(self, account: AccountId, password: str) -> bool:
        return await self._end(account, password=password, failures=0, locked_until=0.0)

    async def set_totp(self, account: AccountId, sealed: bytes | None) -> bool:
        return await self._end(account, totp=sealed, totp_step=0)

    async def set_role(self, account: AccountId, role: StaffRole) -> bool:
        known = await self.find(account)
        if known is None or known.role is role:
            return known is not None
        return await self._end(account, role=role)

    async def set_disabled(self, account: AccountId, disabled: bool) -> bool:
        if disabled:
            return await self._end(account, disabled=True)
        known = await self.find(account)
        if known is not None:
            self._keep(known, disabled=False, failures=0, locked_until=0.0)
        return known is not None

    async def set_name(self, account: AccountId, name: str) -> bool:
        known = await self.find(account)
        if known is not None:
            self._keep(known, name=name)
        return known is not None

    async def close(self) -> None:
        self._closed = True

    async def _end(self, account: AccountId, **values: object) -> bool:
        """What ends an account's sessions."""
        known = await self.find(account)
        if known is not None:
            await self._sessions.revoke_account(account)
            self._keep(known, **values)
        return known is not None

    def _keep(self, account: Account, **values: object) -> None:
        self._accounts[account.id] = replace(account, **values)  # type: ignore[arg-type]

    def _ready(self) -> None:
        if self._closed:
            raise StaffUnavailable("it is closed")
