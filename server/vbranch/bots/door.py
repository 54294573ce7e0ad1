"""The way in, as a browser takes it: session, ticket, then the socket (PROTOCOL.md T-3, H-2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, Self
from urllib.parse import urlsplit

import aiohttp

from vbranch.protocol.constants import SOCKET_PATH

COOKIE: Final = "vbranch_session"
SECURE_COOKIE: Final = f"__Host-{COOKIE}"
"""Its name under https."""
HTTP_TIMEOUT_S: Final = 15.0


class NotLetIn(Exception):
    """The branch cannot be entered; the text says why in one line, ``code`` sorts the reasons."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the bots know of a room before they are in it."""

    room: str
    hotspots: Mapping[str, tuple[str, ...]]
    """Hotspots of each exhibit."""


class Door:
    """HTTP side of one branch, shared by all bots; each bot gets a session of its own."""

    def __init__(self, url: str, bot_key: str) -> None:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotLetIn("bad_url", f"{url!r} is not an address like http://127.0.0.1:8080")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.socket = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{SOCKET_PATH}"
        self._key = bot_key
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=HTTP_TIMEOUT_S),
            headers={"Origin": self.origin},
            connector=aiohttp.TCPConnector(limit=32),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def look(self, room: str) -> Surroundings:
        """Read the list of rooms and the room's scene description; NotLetIn if there is none."""
        branch, _ = await self._ask("GET", "/api/v1/branch")
        rooms = {str(r["room"]): r for r in branch.get("rooms", [])}
        if room not in rooms:
            there = ", ".join(sorted(rooms)) or "none"
            raise NotLetIn("no_such_room", f"the branch has no room {room!r}; it has: {there}")
        scene, _ = await self._ask("GET", str(rooms[room]["scene"]))
        hotspots = {
            str(e["id"]): tuple(str(h["id"]) for h in e.get("hotspots", ()))
            for e in scene.get("exhibits", ())
        }
        return Surroundings(room, hotspots)

    async def ticket(self, room: str) -> str:
        """A new session with the bot key, and a ticket for the room under it."""
        _, headers = await self._ask(
            "POST", "/api/v1/session", {}, {"Authorization": f"Bearer {self._key}"}
        )
        cookie = _cookie(headers.getall("Set-Cookie", []))
        if cookie is None:
            raise NotLetIn("no_cookie", "the branch gave no session cookie")
        answer, _ = await self._ask("POST", "/api/v1/tickets", {"room": room}, {"Cookie": cookie})
        return str(answer["ticket"])

    async def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, Any], Any]:
        assert self._http is not None, "used outside its context"
        try:
            async with self._http.request(
                method, self.origin + path, json=body, headers=headers
            ) as response:
                answer = await _json(response)
                if response.status >= 400:
                    raise _refused(path, response.status, answer)
                return answer, response.headers
        except TimeoutError:
            raise NotLetIn("timeout", f"{self.origin} did not answer in time") from None
        except aiohttp.ClientError as problem:
            raise NotLetIn("unreachable", f"{self.origin} cannot be reached: {problem}") from None


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {}


def _refused(path: str, status: int, answer: dict[str, Any]) -> NotLetIn:
    error = answer.get("error")
    error = error if isinstance(error, dict) else {}
    code = str(error.get("code", f"http_{status}"))
    if path == "/api/v1/session" and status in (401, 403):
        return NotLetIn(code, "the branch does not know this bot key; see --bot-key")
    if not error and status == 404:
        return NotLetIn(code, f"there is no virtual branch at this address ({path} is not found)")
    return NotLetIn(code, f"{path} answered {status}: {error.get('message', 'no reason given')}")


def _cookie(headers: list[str]) -> str | None:
    """The session's cookie as it is sent back, ``name=value``."""
    for header in headers:
        try:
            found = SimpleCookie(header)
        except CookieError:
            continue
        for name in (SECURE_COOKIE, COOKIE):
            if name in found:
                return f"{name}={found[name].value}"
    return None
