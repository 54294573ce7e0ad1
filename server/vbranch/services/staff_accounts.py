"""Keeping staff's accounts: what an operator does, and what an identity provider brings about.

Every change of what lets somebody in ends the account's sessions in the same step
(``ports.staff``). All methods may raise ``StaffUnavailable``.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Final

from pydantic import TypeAdapter, ValidationError

from vbranch.access.passwords import (
    MAX_LOGIN,
    BadLogin,
    check_password,
    hash_password,
    login_form,
)
from vbranch.access.second_factor import matching_step, new_secret, setup_address
from vbranch.ids import AccountId
from vbranch.ports.clock import Clock
from vbranch.ports.staff import Account, Identity, LoginTaken, StaffStore
from vbranch.protocol.constants import MAX_NAME, StaffRole
from vbranch.protocol.forms import Name
from vbranch.services.sealing import Seal

_NAME: Final = TypeAdapter(Name)


class UnknownAccount(Exception):
    """No account has this login name."""


class BadName(ValueError):
    """Not to be had as the name that others see."""


class ByProvider(Exception):
    """The account belongs to somebody whom an identity provider proves: it is changed there."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A secret that is to be put into an app, and is not yet asked for."""

    secret: str = field(repr=False)
    address: str = field(repr=False)
    """``otpauth://``, for a QR code."""

    def makes(self, code: str, now: float) -> bool:
        """Whether the app that made ``code`` has the secret, and the right time."""
        return matching_step(self.secret, code, now, 0) is not None


class StaffAccounts:
    """The operator's side of staff accounts."""

    def __init__(self, store: StaffStore, key: bytes, clock: Clock) -> None:
        """``key`` seals the second factors' secrets (``vbranch.folder.staff_key``)."""
        self._store = store
        self._key = key
        self._clock = clock

    async def add(self, login: str, name: str, role: StaffRole, password: str) -> Account:
        """A new account. ``BadLogin``, ``BadName``, ``BadPassword``, ``LoginTaken``."""
        form = login_form(login)
        check_password(password, form)
        account = Account(
            id=new_account_id(),
            login=form,
            name=display_name(name),
            role=role,
            created=self._clock.unix(),
            password=await asyncio.to_thread(hash_password, password),
        )
        await self._store.add(account)
        return account

    async def find(self, login: str) -> Account:
        """The account of a login name, however it was typed. ``UnknownAccount``."""
        try:
            account = await self._store.find_login(login_form(login))
        except BadLogin:
            account = None
        if account is None:
            raise UnknownAccount(login)
        return account

    async def reset(self, account: Account, password: str) -> None:
        """Another password; ends sessions and lock. ``BadPassword``, ``ByProvider``."""
        _refuse_provided(account)
        check_password(password, account.login)
        hashed = await asyncio.to_thread(hash_password, password)
        _known(await self._store.set_password(account.id, hashed), account)

    async def set_role(self, account: Account, role: StaffRole) -> None:
        """Ends the account's sessions. ``ByProvider``."""
        _refuse_provided(account)
        _known(await self._store.set_role(account.id, role), account)

    async def set_disabled(self, account: Account, disabled: bool) -> None:
        """Disabling ends the account's sessions; enabling ends its lock."""
        _known(await self._store.set_disabled(account.id, disabled), account)

    def new_second_factor(self, account: Account, branch: str) -> SecondFactor:
        """A secret for an app; ``set_second_factor`` makes it count. ``ByProvider``."""
        _refuse_provided(account)
        secret = new_secret()
        return SecondFactor(secret, setup_address(secret, account.login, branch))

    async def set_second_factor(self, account: Account, factor: SecondFactor | None) -> None:
        """From now on it is asked for, or none is; ends the account's sessions."""
        sealed = None
        if factor is not None:
            sealed = Seal(account.id, self._key).close(factor.secret).encode("ascii")
        _known(await self._store.set_totp(account.id, sealed), account)


async def provision(
    store: StaffStore, identity: Identity, *, wish: str, name: str, role: StaffRole, now: float
) -> Account:
    """The account of somebody who comes by an identity provider for the first time.

    The login name is only what an operator calls it by: where another has it, a number is added.
    """
    base = _login_or_none(wish) or "staff"
    for number in range(1, 100):
        login = base if number == 1 else f"{base[: MAX_LOGIN - 3]}-{number}"
        account = Account(
            id=new_account_id(),
            login=login,
            name=name_or(name, login),
            role=role,
            created=now,
            identity=identity,
        )
        try:
            await store.add(account)
        except LoginTaken:
            known = await store.find_identity(identity)
            if known is not None:  # they came twice at once
                return known
        else:
            return account
    raise LoginTaken(base)


def new_account_id() -> AccountId:
    """Says nothing about the person."""
    return AccountId(secrets.token_urlsafe(9))


def display_name(name: str) -> str:
    """The name that others see, by the rule for everybody's. ``BadName``."""
    try:
        return _NAME.validate_python(name.strip())
    except ValidationError as fault:
        why = fault.errors()[0]["msg"].removeprefix("Value error, ")
        raise BadName(f"the name {why[0].lower()}{why[1:]}") from None


def name_or(name: str, otherwise: str) -> str:
    """A provider's name, if it is one here."""
    try:
        return display_name(name.strip()[:MAX_NAME])
    except BadName:
        return otherwise[:MAX_NAME]


def _login_or_none(wish: str) -> str | None:
    try:
        return login_form(wish[:MAX_LOGIN])
    except BadLogin:
        return None


def _refuse_provided(account: Account) -> None:
    if account.identity is not None:
        raise ByProvider(account.login)


def _known(changed: bool, account: Account) -> None:
    if not changed:
        raise UnknownAccount(account.login)
