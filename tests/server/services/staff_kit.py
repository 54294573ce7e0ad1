"""A desk at which staff sign in, on stores in memory, with a clock that is turned by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyotp
from argon2 import PasswordHasher

from vbranch.ids import AccountId, SessionId
from vbranch.ports.audit import AuditEntry
from vbranch.ports.staff import Account
from vbranch.protocol.constants import StaffRole
from vbranch.services.sign_in import Credentials, Refusal, SignedIn, SignInRefused
from vbranch.services.staff import Staff
from vbranch.services.staff_accounts import SecondFactor, StaffAccounts
from vbranch.stores.memory import MemorySessions
from vbranch.stores.memory_moderation import MemoryAudit
from vbranch.stores.memory_staff import MemoryStaff

PASSWORD = "correct horse battery"
KEY = bytes(range(32))
NOON = 1_000_000 * 30.0


@dataclass
class HandClock:
    now: float = NOON

    def unix(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now


@dataclass
class Desk:
    clock: HandClock = field(default_factory=HandClock)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    audit: MemoryAudit = field(default_factory=MemoryAudit)

    def __post_init__(self) -> None:
        self.store = MemoryStaff(self.sessions)
        self.staff = self.new_staff()
        self.accounts = StaffAccounts(self.store, KEY, self.clock)

    def new_staff(self) -> Staff:
        """As another server, or this one after a restart, has it."""
        return Staff(self.store, self.sessions, self.audit, KEY, self.clock)

    async def recorded(self) -> list[AuditEntry]:
        """What the audit has, when all is written."""
        await self.staff.close()
        return [record.entry for record in await self.audit.read(limit=1000)]

    async def add(self, login: str = "ana", role: StaffRole = StaffRole.HOST) -> Account:
        """An account with ``PASSWORD`` as its password."""
        return await self.accounts.add(login, login.title(), role, PASSWORD)

    async def give_second_factor(self, account: Account) -> SecondFactor:
        factor = self.accounts.new_second_factor(account, "Bank")
        await self.accounts.set_second_factor(account, factor)
        return factor

    async def sign_in(
        self,
        login: str = "ana",
        password: str = PASSWORD,
        code: str | None = None,
        *,
        address: str = "192.0.2.1",
        replaces: SessionId | None = None,
    ) -> SignedIn:
        return await self.staff.sign_in(
            Credentials(login, password, code),
            address=address,
            label="Firefox, Linux",
            replaces=replaces,
        )

    async def refusal(
        self,
        login: str = "ana",
        password: str = PASSWORD,
        code: str | None = None,
        *,
        address: str = "192.0.2.1",
    ) -> SignInRefused:
        """Why somebody is not let in."""
        try:
            await self.sign_in(login, password, code, address=address)
        except SignInRefused as refused:
            return refused
        raise AssertionError("was let in")

    async def refusals(self, logins: Sequence[str], times: int) -> list[list[Refusal]]:
        """What each is told who comes so often with a wrong password, a new address each time."""
        told = []
        for login in logins:
            answers = [
                await self.refusal(login, "wrong password", address=f"{login} {n}")
                for n in range(times)
            ]
            told.append([answer.reason for answer in answers])
        return told

    async def account(self, account: AccountId) -> Account:
        found = await self.store.find(account)
        assert found is not None
        return found


def code_of(factor: SecondFactor, now: float) -> str:
    """What the app shows."""
    return pyotp.TOTP(factor.secret).at(int(now))


class CountingHasher:
    """argon2id by weak parameters, which keeps note of what was really computed."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self.verified: list[str] = []
        """The kept hashes that passwords were compared with."""

    def hash(self, password: bytes) -> str:
        return self._hasher.hash(password)

    def verify(self, kept: str, password: bytes) -> bool:
        self.verified.append(kept)
        return self._hasher.verify(kept, password)

    def check_needs_rehash(self, kept: str) -> bool:
        return self._hasher.check_needs_rehash(kept)
