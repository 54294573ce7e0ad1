"""Staff accounts in the embedded database (``ports.staff``)."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

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
from vbranch.stores import session_rows
from vbranch.stores.database import Database
from vbranch.stores.errors import raising
from vbranch.stores.tables import PROBES, STAFF_ACCOUNTS

_COLUMNS: Final = STAFF_ACCOUNTS.c


class DatabaseStaff(StaffStore):
    """``StaffStore`` on a ``Database``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, account: Account) -> None:
        with raising(StaffUnavailable):
            await self._database.write(partial(_add, account))

    async def find(self, account: AccountId) -> Account | None:
        return await self._one(_COLUMNS.id == account)

    async def find_login(self, login: str) -> Account | None:
        return await self._one(_COLUMNS.login == login)

    async def find_identity(self, identity: Identity) -> Account | None:
        return await self._one(
            (_COLUMNS.issuer == identity.issuer) & (_COLUMNS.subject == identity.subject)
        )

    async def all(self) -> list[Account]:
        with raising(StaffUnavailable):
            return await self._database.read(_all)

    async def attempt(self, login: str, now: float, pause: Callable[[int], float]) -> Attempt:
        with raising(StaffUnavailable):
            return await self._database.write(partial(_attempt, login, now, pause))

    async def forgive(self, attempt: Attempt) -> None:
        if attempt.account is not None:
            with raising(StaffUnavailable):
                await self._database.write(partial(_forgive, attempt.account))

    async def sign_in(
        self, seen: Account, token_hash: bytes, session: Session, totp_step: int | None = None
    ) -> bool:
        with raising(StaffUnavailable):
            return await self._database.write(
                partial(_sign_in, seen, token_hash, session, totp_step)
            )

    async def rehash(self, account: AccountId, old: str, new: str) -> None:
        with raising(StaffUnavailable):
            await self._database.write(partial(_rehash, account, old, new))

    async def set_password(self, account: AccountId, password: str) -> bool:
        return await self._change(account, password=password, failures=0, locked_until=0.0)

    async def set_totp(self, account: AccountId, sealed: bytes | None) -> bool:
        return await self._change(account, totp=sealed, totp_step=0)

    async def set_role(self, account: AccountId, role: StaffRole) -> bool:
        with raising(StaffUnavailable):
            return await self._database.write(partial(_set_role, account, role))

    async def set_disabled(self, account: AccountId, disabled: bool) -> bool:
        if disabled:
            return await self._change(account, disabled=True)
        values = {"disabled": False, "failures": 0, "locked_until": 0.0}
        with raising(StaffUnavailable):
            return await self._database.write(partial(_update, account, values))

    async def set_name(self, account: AccountId, name: str) -> bool:
        with raising(StaffUnavailable):
            return await self._database.write(partial(_update, account, {"name": name}))

    async def close(self) -> None:
        """Close the database, which the other stores share."""
        await self._database.close()

    async def _one(self, condition: Any) -> Account | None:
        with raising(StaffUnavailable):
            return await self._database.read(partial(_find, condition))

    async def _change(self, account: AccountId, **values: object) -> bool:
        """What ends an account's sessions."""
        with raising(StaffUnavailable):
            return await self._database.write(partial(_end_and_update, account, values))


def _account(row: Row[Any]) -> Account:
    return Account(
        id=AccountId(row.id),
        login=row.login,
        name=row.name,
        role=StaffRole(row.role),
        created=row.created,
        password=row.password,
        totp=row.totp,
        totp_step=row.totp_step,
        disabled=row.disabled,
        failures=row.failures,
        locked_until=row.locked_until,
        identity=None if row.issuer is None else Identity(row.issuer, row.subject),
    )


def _find(condition: Any, connection: Connection) -> Account | None:
    row = connection.execute(select(STAFF_ACCOUNTS).where(condition)).one_or_none()
    return None if row is None else _account(row)


def _hold(condition: Any, connection: Connection) -> Account | None:
    """``_find``, and nobody else changes it before this is committed.

    SQLite has one writer at a time anyway and knows no such words; PostgreSQL needs them.
    """
    query = select(STAFF_ACCOUNTS).where(condition).with_for_update()
    row = connection.execute(query).one_or_none()
    return None if row is None else _account(row)


def _all(connection: Connection) -> list[Account]:
    rows = connection.execute(select(STAFF_ACCOUNTS).order_by(_COLUMNS.login))
    return [_account(row) for row in rows]


def _add(account: Account, connection: Connection) -> None:
    values = {
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "role": account.role.value,
        "created": account.created,
        "password": account.password,
        "totp": account.totp,
        "totp_step": account.totp_step,
        "disabled": account.disabled,
        "failures": account.failures,
        "locked_until": account.locked_until,
        "issuer": account.identity.issuer if account.identity else None,
        "subject": account.identity.subject if account.identity else None,
    }
    try:
        connection.execute(insert(STAFF_ACCOUNTS).values(values))
    except IntegrityError as error:
        raise LoginTaken(account.login) from error


def _attempt(
    login: str, now: float, pause: Callable[[int], float], connection: Connection
) -> Attempt:
    account = _hold(_COLUMNS.login == login, connection)
    locked_until = 0.0 if account is None else account.locked_until
    if account is not None and locked_until <= now:
        failures = account.failures + 1
        values = {"failures": failures, "locked_until": now + pause(failures)}
        _update(account.id, values, connection)
    else:  # a commit all the same
        connection.execute(update(PROBES).values(count=PROBES.c.count + 1))
    return Attempt(account, locked_until)


def _forgive(before: Account, connection: Connection) -> None:
    """Others may have tried meanwhile: their failures, and the lock by them, stay."""
    alone = _COLUMNS.failures == before.failures + 1
    connection.execute(
        update(STAFF_ACCOUNTS)
        .where(_COLUMNS.id == before.id, alone)
        .values(locked_until=before.locked_until)
    )
    connection.execute(
        update(STAFF_ACCOUNTS)
        .where(_COLUMNS.id == before.id, _COLUMNS.failures > 0)
        .values(failures=_COLUMNS.failures - 1)
    )


def _sign_in(
    seen: Account,
    token_hash: bytes,
    session: Session,
    totp_step: int | None,
    connection: Connection,
) -> bool:
    account = _hold(_COLUMNS.id == seen.id, connection)
    if account is None or account.disabled or not account.same_credentials(seen):
        return False
    if totp_step is not None and totp_step <= account.totp_step:
        return False
    values = {"failures": 0, "locked_until": 0.0, "totp_step": totp_step or account.totp_step}
    _update(account.id, values, connection)
    session_rows.add(token_hash, session, connection)
    return True


def _rehash(account: AccountId, old: str, new: str, connection: Connection) -> None:
    connection.execute(
        update(STAFF_ACCOUNTS)
        .where(_COLUMNS.id == account, _COLUMNS.password == old)
        .values(password=new)
    )


def _set_role(account: AccountId, role: StaffRole, connection: Connection) -> bool:
    known = _hold(_COLUMNS.id == account, connection)
    if known is not None and known.role is not role:
        _end_and_update(account, {"role": role.value}, connection)
    return known is not None


def _end_and_update(account: AccountId, values: dict[str, Any], connection: Connection) -> bool:
    session_rows.revoke_account(account, connection)
    return _update(account, values, connection)


def _update(account: AccountId, values: dict[str, Any], connection: Connection) -> bool:
    changed = update(STAFF_ACCOUNTS).where(_COLUMNS.id == account).values(values)
    return bool(connection.execute(changed).rowcount)
