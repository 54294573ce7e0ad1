"""The HTTP API of a visit's beginning: the branch, a session, a ticket, a room's scene."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from aiohttp import hdrs, web

from vbranch.access.policy import Permission
from vbranch.ids import RoomId
from vbranch.ports.bans import Ban
from vbranch.ports.sessions import Session
from vbranch.protocol.constants import TICKET_LIFE_S, Role
from vbranch.protocol.messages import Slug
from vbranch.services.bans import Bans
from vbranch.services.visits import SESSION_LIFE_S, Visits

from .errors import WebError
from .limits import RequestLimits
from .routes import Call, Form, Nothing, Routes
from .session import read_cookie, write_cookie

API: Final = "/api/v1"
OpensAt = Callable[[float], datetime | None]
"""None while the branch is open at that time (Unix seconds), else when it will open."""

_NO_STORE: Final = {"Cache-Control": "no-store"}


class TicketRequest(Form):
    """Which room the ticket is to open."""

    room: Slug


class Document:
    """A JSON answer that does not change while the server runs: encoded once, with an ETag."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        self._etag = hashlib.sha256(self._body).hexdigest()[:32]

    def answer(self, request: web.Request) -> web.Response:
        """The document, or 304 when the browser has it."""
        fresh = any(tag.value == self._etag for tag in request.if_none_match or ())
        response = web.Response(status=304) if fresh else web.Response(body=self._body)
        response.etag = self._etag
        response.headers[hdrs.CACHE_CONTROL] = "no-cache"
        if not fresh:
            response.content_type = "application/json"
            response.charset = "utf-8"
        return response


class BranchDocument:
    """What a branch says of itself. Where it has ``hours``, their ``opens_at`` is null while it is
    open, and the document another one whenever that changes."""

    def __init__(self, about: Mapping[str, Any], opens_at: OpensAt) -> None:
        self._about = about
        self._opens_at = opens_at
        self._made: tuple[datetime | None, Document] | None = None

    def at(self, now: float) -> Document:
        """The document of this moment, Unix seconds."""
        opens = self._opens_at(now)
        if self._made is None or self._made[0] != opens:
            self._made = (opens, Document(self._content(opens)))
        return self._made[1]

    def _content(self, opens: datetime | None) -> Mapping[str, Any]:
        hours = self._about.get("hours")
        if hours is None:
            return self._about
        at = None if opens is None else opens.isoformat()
        return {**self._about, "hours": {**hours, "opens_at": at}}


class Api:
    """Handlers; ``register`` says which permission and form each needs."""

    def __init__(
        self,
        *,
        visits: Visits,
        bans: Bans,
        limits: RequestLimits,
        branch: Mapping[str, Any],
        opens_at: OpensAt,
        scenes: Mapping[RoomId, Document],
        bot_key: str,
    ) -> None:
        self._visits = visits
        self._bans = bans
        self._limits = limits
        self._branch = BranchDocument(branch, opens_at)
        self._opens_at = opens_at
        self._scenes = scenes
        self._bot_key = bot_key.encode()

    def register(self, routes: Routes) -> None:
        routes.add("GET", f"{API}/branch", self.show_branch, needs=None, body=Nothing)
        routes.add("GET", f"{API}/scenes/{{room}}", self.show_scene, needs=None, body=Nothing)
        routes.add("POST", f"{API}/session", self.open_session, needs=None, body=Nothing)
        routes.add(
            "POST",
            f"{API}/tickets",
            self.give_ticket,
            needs=Permission.ROOM_ENTER,
            body=TicketRequest,
        )

    async def show_branch(self, call: Call[Nothing]) -> web.Response:
        """The branch's name, hours and rooms."""
        return self._branch.at(call.now).answer(call.request)

    async def show_scene(self, call: Call[Nothing]) -> web.Response:
        """The scene description of a room."""
        document = self._scenes.get(RoomId(call.request.match_info["room"]))
        if document is None:
            raise WebError(404, "no_such_room", "the branch has no such room")
        return document.answer(call.request)

    async def open_session(self, call: Call[Nothing]) -> web.Response:
        """The session that the browser has, or a new one with its cookie; the key makes a bot."""
        asked = self._asked_role(call.request)
        if call.session is not None and asked in (None, call.session.role):
            return self._same_session(call, call.session)
        role = asked or Role.VISITOR
        self._limits.check_new_session(call.address, role)
        if role is Role.VISITOR:
            _refuse_banned(await self._bans.at(call.address, call.now))
        token, session = await self._visits.open_session(role, call.now)
        response = web.json_response({"role": role.value}, headers=_NO_STORE)
        write_cookie(response, token, session, secure=call.secure, now=call.now)
        return response

    def _same_session(self, call: Call[Nothing], session: Session) -> web.Response:
        """With its cookie once more if a ban has made it longer: that has to last as long."""
        response = web.json_response({"role": session.role.value}, headers=_NO_STORE)
        token = read_cookie(call.request, secure=call.secure)
        if token is not None and session.expires - session.created > SESSION_LIFE_S:
            write_cookie(response, token, session, secure=call.secure, now=call.now)
        return response

    async def give_ticket(self, call: Call[TicketRequest]) -> web.Response:
        """A single-use ticket for a room (H-2); out of hours only for staff and bots."""
        room = RoomId(call.body.room)
        if room not in self._scenes:
            raise WebError(404, "no_such_room", "the branch has no such room", "room")
        if call.member.role is Role.VISITOR:
            self._refuse_when_closed(call.now)
        _refuse_banned(await self._bans.of(call.member.id, call.now))
        ticket = await self._visits.ticket(call.member, room, call.now)
        answer = {"ticket": ticket, "expires_in": TICKET_LIFE_S}
        return web.json_response(answer, headers=_NO_STORE)

    def _refuse_when_closed(self, now: float) -> None:
        opens = self._opens_at(now)
        if opens is not None:
            details = {"opens_at": opens.isoformat()}
            raise WebError(403, "closed", "the branch is closed now", details=details)

    def _asked_role(self, request: web.Request) -> Role | None:
        """Bot with the right key, None without any; a wrong key is an error, not a visitor."""
        header = request.headers.get(hdrs.AUTHORIZATION)
        if header is None:
            return None
        scheme, _, key = header.partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(key.strip().encode(), self._bot_key):
            return Role.BOT
        raise WebError(
            401, "bad_key", "the bot key is wrong", headers={"WWW-Authenticate": "Bearer"}
        )


def _refuse_banned(ban: Ban | None) -> None:
    """D-8: until when, so that the page can say it; not why, nor by whom."""
    if ban is not None:
        until = datetime.fromtimestamp(ban.until, UTC).isoformat(timespec="seconds")
        raise WebError(403, "banned", "you may come again later", details={"until": until})
