"""What staff may read of the audit, and the bans that are in force."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from aiohttp import web

from vbranch.access.policy import Permission
from vbranch.ids import BanId
from vbranch.ports.audit import AuditRecord, AuditStore
from vbranch.services.bans import Bans
from vbranch.services.moderation import Moderation
from vbranch.services.staff import Staff

from .errors import WebError
from .routes import Call, Nothing, Routes
from .staff import NO_STORE, STAFF, names_of

MOST_RECORDS: Final = 500
USUAL_RECORDS: Final = 100


class RecordsApi:
    """Handlers; ``register`` says which permission and form each needs."""

    def __init__(
        self, *, audit: AuditStore, bans: Bans, moderation: Moderation, staff: Staff
    ) -> None:
        self._audit = audit
        self._bans = bans
        self._moderation = moderation
        self._staff = staff

    def register(self, routes: Routes) -> None:
        lift = Permission.MEMBER_UNBAN
        read = Permission.AUDIT_READ
        routes.add("GET", f"{STAFF}/audit", self.show_audit, needs=read, body=Nothing)
        routes.add("GET", f"{STAFF}/bans", self.show_bans, needs=lift, body=Nothing)
        routes.add("DELETE", f"{STAFF}/bans/{{ban}}", self.lift, needs=lift, body=Nothing)

    async def show_audit(self, call: Call[Nothing]) -> web.Response:
        """The newest records, or (``before``) those with lower numbers, in their order."""
        query = call.request.query
        limit = _number(query, "limit", 1, MOST_RECORDS)
        before = _number(query, "before", 1, 1 << 62)
        records = await self._audit.read(before=before, limit=limit or USUAL_RECORDS)
        names = {str(account.id): account.name for account in await self._staff.accounts()}
        shown = [_record(one, names) for one in records]
        return web.json_response({"records": shown}, headers=NO_STORE)

    async def show_bans(self, call: Call[Nothing]) -> web.Response:
        """The bans in force, the one that ends first before the others; not whom they keep out:
        a session's id says nothing to anybody."""
        names = names_of(await self._staff.accounts())
        shown = [
            {
                "ban": ban.id,
                "until": int(ban.until * 1000),
                "created": int(ban.created * 1000),
                "reason": ban.reason,
                "by": names.get(ban.by),
                "network": ban.network is not None,
            }
            for ban in await self._bans.in_force(call.now)
        ]
        return web.json_response({"bans": shown}, headers=NO_STORE)

    async def lift(self, call: Call[Nothing]) -> web.Response:
        """End a ban before its time."""
        ban = BanId(call.request.match_info["ban"])
        if not await self._moderation.lift(call.member.id, ban):
            raise WebError(404, "no_such_ban", "there is no such ban")
        return web.json_response({}, headers=NO_STORE)


def _record(record: AuditRecord, names: Mapping[str, str]) -> dict[str, Any]:
    """A record as it is shown, with the name of the account that it is about; one that somebody has
    spoilt is shown as that."""
    told: dict[str, Any] = {"number": record.number, "hash": record.hash.hex()}
    try:
        entry = asdict(record.entry)
    except ValueError:
        return told | {"unreadable": True}
    if (name := names.get(str(entry["about"]))) is not None:
        told["about_name"] = name
    return told | {name: value for name, value in entry.items() if value is not None}


def _number(query: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    said = query.get(name)
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 20 and least <= int(said) <= most):
        raise WebError(400, "bad_form", f"is not a number from {least} to {most}", name)
    return int(said)
