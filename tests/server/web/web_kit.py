"""The real application, with stores in memory and a note in the hub's place; people who sign in."""

import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from aiohttp.test_utils import TestClient
from prometheus_client import CollectorRegistry

from vbranch.access.passwords import hash_password
from vbranch.access.tokens import new_token, token_hash
from vbranch.ids import AccountId, Home, RoomId, SessionId
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account
from vbranch.protocol.constants import Role, StaffRole
from vbranch.realtime.clock import SystemClock
from vbranch.room.glance import Glance
from vbranch.services.bans import Bans
from vbranch.services.moderation import Moderation
from vbranch.services.staff import Staff
from vbranch.services.visits import Visits
from vbranch.stores.memory import MemorySessions
from vbranch.stores.memory_moderation import MemoryAudit, MemoryBans
from vbranch.stores.memory_staff import MemoryStaff
from vbranch.web.content import Content
from vbranch.web.limits import RequestLimits
from vbranch.web.security import Perimeter
from vbranch.web.server import Parts
from vbranch.web.static import Client

BOT_KEY = "a key of twenty-two c."
BRANCH = {"name": {"en": "Bank", "zh": "银行", "ja": "銀行"}, "rooms": []}
SCENE = {"slug": "lobby", "model": {"url": "/content/x.glb", "bytes": 3}}
LOCAL = (ip_network("127.0.0.0/8"),)
KEY = bytes(32)
PASSWORD: Final = "correct horse battery"
_HASH: Final = hash_password(PASSWORD)
Http = TestClient[web.Request, web.Application]


class HandClock:
    """Stands still at the present until a test puts it ahead: how long a machine takes to look at
    thirty passwords must not fill a bucket."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._unix = SystemClock().unix()

    def unix(self) -> float:
        return self._unix + self.ahead

    def monotonic(self) -> float:
        return 1000.0 + self.ahead


def unsent_limit(one: Any) -> int:
    return int(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT))


class Branch:
    """The application and what its parts were told."""

    def __init__(self, tmp_path: Path, *, people: int = 50, trust: bool = False) -> None:
        self.clock = clock = HandClock()
        self.sessions = MemorySessions()
        self.accounts = MemoryStaff(self.sessions)
        self.visits = Visits(self.sessions, Home("here"))
        self.audit = MemoryAudit()
        self.bans = Bans(MemoryBans(), KEY)
        self.reason: str | None = None
        self.opens: datetime | None = None
        self.glances: list[Glance] = []
        self.socket_addresses: list[str] = []
        self.unsent_limits: list[int] = []
        self.parts = Parts(
            perimeter=Perimeter(LOCAL if trust else (), (), LOCAL, hsts_days=1),
            clock=clock,
            limits=RequestLimits(clock, people_per_address=people),
            visits=self.visits,
            socket=self._socket,
            ready=self._ready,
            registry=CollectorRegistry(),
            branch=BRANCH,
            scenes={RoomId("lobby"): SCENE},
            content=Content(tmp_path / "cache"),
            client=Client.load(tmp_path / "static"),
            bot_key=BOT_KEY,
            opens_at=self.opens_at,
            staff=Staff(self.accounts, self.sessions, self.audit, KEY, clock),
            moderation=Moderation(
                audit=self.audit,
                bans=self.bans,
                staff=self.accounts,
                sessions=self.sessions,
                clock=clock,
            ),
            bans=self.bans,
            audit=self.audit,
            staff_passwords=True,
            oidc=None,
            glances=lambda: self.glances,
        )

    async def _socket(self, request: web.Request, address: str) -> web.StreamResponse:
        assert request.transport is not None
        self.unsent_limits.append(unsent_limit(request.transport.get_extra_info("socket")))
        self.socket_addresses.append(address)
        return web.Response(status=426)

    def opens_at(self, now: float) -> datetime | None:
        assert abs(now - self.clock.unix()) < 60
        return self.opens

    async def _ready(self) -> str | None:
        return self.reason

    async def account(self, login: str, role: StaffRole, **fields: Any) -> Account:
        """An account with ``PASSWORD``; the name that others see begins with a capital."""
        account = Account(
            id=AccountId(f"a-{login}"),
            login=login,
            name=login.capitalize(),
            role=role,
            created=self.clock.unix(),
            password=_HASH,
        )
        account = replace(account, **fields)
        await self.accounts.add(account)
        return account

    async def signed_in(self, role: StaffRole, login: str | None = None) -> dict[str, str]:
        """The header of a browser in which somebody of that role is signed in."""
        login = login or role.value
        account = await self.accounts.find_login(login) or await self.account(login, role)
        now, token = self.clock.unix(), new_token()
        session = Session(
            id=SessionId(secrets.token_urlsafe(16)),
            role=Role.STAFF,
            created=now,
            expires=now + 3600,
            account=account.id,
            staff=role,
            label="Firefox, Linux",
        )
        await self.sessions.add_session(token_hash(token), session)
        return {"Cookie": f"vbranch_session={token}"}

    async def session_of(self, header: dict[str, str]) -> Session | None:
        """The living session of such a header, as the store has it."""
        token = header["Cookie"].partition("=")[2]
        return await self.sessions.find_session(token_hash(token), self.clock.unix())


Serve = Callable[[Branch], Awaitable[Http]]


async def error_of(answer: Any) -> tuple[int, str]:
    return answer.status, (await answer.json())["error"]["code"]
