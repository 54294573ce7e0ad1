"""What a browser keeps while it is at the identity provider: a cookie that only this process can
read, for one sign-in within ten minutes.

It is SameSite=Lax, because the way back begins at the provider's site; the session's own cookie,
which is Strict, does not come along on it. Sealed by Fernet (authenticated, with the time in it),
with a key of this process: a restart ends the sign-ins that are under way, which costs one click.
"""

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass
from typing import Final

from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken

from vbranch.ids import SessionId
from vbranch.services.oidc import Pending

LIFE_S: Final = 600
COOKIE: Final = "vbranch_oidc"
SECURE_COOKIE: Final = f"__Host-{COOKIE}"
MAX_COOKIE: Final = 2048


@dataclass(frozen=True, slots=True)
class Kept:
    """``replaces`` is the session that the browser had when it left."""

    pending: Pending
    replaces: SessionId | None


class OidcCookie:
    """``write`` it on the way to the provider, ``take`` it on the way back."""

    def __init__(self) -> None:
        self._seal = Fernet(Fernet.generate_key())
        self._used: OrderedDict[str, float] = OrderedDict()

    def write(self, response: web.Response, kept: Kept, *, secure: bool, now: float) -> None:
        said = json.dumps({**asdict(kept.pending), "replaces": kept.replaces}).encode()
        response.set_cookie(
            _name(secure),
            self._seal.encrypt_at_time(said, int(now)).decode(),
            max_age=LIFE_S,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=secure,
        )

    def take(self, request: web.Request, *, secure: bool, now: float) -> Kept | None:
        """What the browser has kept, once: None if that is nothing of ours, too old or used."""
        sealed = request.cookies.get(_name(secure), "")
        if not 0 < len(sealed) <= MAX_COOKIE:
            return None
        try:
            raw = self._seal.decrypt_at_time(sealed.encode(), LIFE_S, int(now))
        except (InvalidToken, UnicodeEncodeError):
            return None
        said = json.loads(raw)
        replaces = said.pop("replaces")
        kept = Kept(Pending(**said), None if replaces is None else SessionId(replaces))
        return kept if self._first_use(kept.pending.state, now) else None

    def clear(self, response: web.Response, *, secure: bool) -> None:
        response.del_cookie(_name(secure), path="/", httponly=True, samesite="Lax", secure=secure)

    @property
    def remembered(self) -> int:
        """How many used ones are remembered."""
        return len(self._used)

    def _first_use(self, state: str, now: float) -> bool:
        """Used ones are remembered as long as they would be good."""
        while self._used and next(iter(self._used.values())) < now - LIFE_S:
            self._used.popitem(last=False)
        if state in self._used:
            return False
        self._used[state] = now
        return True


def _name(secure: bool) -> str:
    return SECURE_COOKIE if secure else COOKIE
